/// What migrations will do, operation by operation, and what it means for a site that is running.
#pragma once
#include <iosfwd>
#include <map>
#include <set>
#include <string>

#include <portico/migrations/executor.hpp>
#include <portico/migrations/safety.hpp>

namespace portico::migrations {

class PlanReport {
public:
    /// `state`: before the first of them.
    PlanReport(std::ostream& out, ProjectState state, const orm::Dialect& dialect)
        : out_(out), state_(std::move(state)), dialect_(dialect) {}

    /// Writes a line for each operation, in the order of its being done, and what it does to whom.
    void add(const Migration& migration);
    /// The same of its undoing, which leads to `before`.
    void undo(const Migration& migration, const ProjectState& before);
    bool is_safe() const { return safe_; }

private:
    void add(const Operation& operation, const std::string& app, bool atomic);
    void tell_of_held_locks(const Safety& safety);
    void tell(const Safety& safety);

    std::ostream& out_;
    ProjectState state_;
    const orm::Dialect& dialect_;
    std::set<std::string> fresh_{};  // tables that the plan makes
    std::map<std::string, std::string> held_{};  // locks that keep others waiting, until the migration ends: by table
    bool safe_ = true;
};

}  // namespace portico::migrations
