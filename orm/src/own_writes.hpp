/// Who has written lately reads from the primary: its replicas may not have it yet.
#pragma once
#include <chrono>
#include <map>
#include <memory>
#include <string>

#include <portico/fibers/local.hpp>

namespace portico::orm {

/// What one request (or a command, a task) has written: shared by its fibers, which are all on one thread.
struct OwnWrites {
    std::map<std::string, std::chrono::steady_clock::time_point, std::less<>> at{};  // by alias, the last
    bool stay = false;                                                              // on every primary
    bool wrote = false;                                                             // in this scope
};

fibers::Local<std::shared_ptr<OwnWrites>>& own_writes();
void note_write(const std::string& alias);
bool stays_on(const std::string& primary, std::chrono::microseconds span);

}  // namespace portico::orm
