/// What belongs to one step of a plan while it is done.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include <portico/migrations/executor.hpp>

namespace portico::migrations::detail {

struct Running {
    const Step& step;
    const RunOptions& options;
    std::vector<ProjectState> states;  // before, between and after the migration's operations
    OperationContext context;

    const Migration& migration() const { return *step.migration; }
    std::size_t count() const { return migration().operations.size(); }
    /// The n-th to be done.
    std::size_t nth(std::size_t n) const { return step.backwards ? count() - 1 - n : n; }
    const ProjectState& before(std::size_t operation) const { return states[step.backwards ? operation + 1 : operation]; }
    const ProjectState& after(std::size_t operation) const { return states[step.backwards ? operation : operation + 1]; }
    void tell(const std::string& what) const {
        if (options.tell) options.tell(what);
    }
};

/// Does the work again while a lock that it needs is somebody else's, with a pause that grows. Gives up as MigrationError, which says whose.
void patiently(orm::Connection& connection, const RunOptions& options, const std::function<void()>& work);
/// On a fiber it suspends that alone.
void pause(std::chrono::microseconds span);

/// The error that says which operation can't be done, and of which rows. Called while `error` is caught, when its work was undone.
[[noreturn]] void blame(orm::Connection& connection, const Running& run, std::size_t operation, const std::exception& error);
/// The same for what the database has looked at only when all operations were done.
[[noreturn]] void blame_all(orm::Connection& connection, const Running& run, const Error& error);

}  // namespace portico::migrations::detail
