/// Whether what fields refer to is there.
#pragma once
#include <optional>
#include <string>

#include <portico/migrations/state.hpp>

namespace portico::migrations {

struct BrokenRelation {
    std::string what{}, hint{};
};

/// The first relation of the state that leads to no model, no field, or to a key of another number of columns.
std::optional<BrokenRelation> broken_relation(const ProjectState& state);

}  // namespace portico::migrations
