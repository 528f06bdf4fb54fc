/// The steps of one change that nobody waits for.
#pragma once
#include <string>
#include <vector>

#include "safety.hpp"

namespace portico::migrations {

/// Steps of one way may share a migration; others must not, since a lock is held until its end.
struct SafePart {
    enum class Way {
        brief,       // locks for a moment
        beside,      // outside of transactions
        validating,  // reads rows, and keeps nobody waiting
    };
    Way way = Way::brief;
    std::vector<OperationPointer> operations{};
    bool after_deploy = false;  // once no running version misses what it takes away
};

/// The operation itself where it has no better way.
std::vector<SafePart> safe_parts(const OperationPointer& operation, const Change& change);

}  // namespace portico::migrations
