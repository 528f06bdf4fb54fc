#include "plan_report.hpp"

#include <ostream>

#include "../reverse.hpp"

namespace portico::migrations {

namespace {

std::string with_capital(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

}  // namespace

void PlanReport::add(const Migration& migration) {
    held_.clear();
    if (!migration.comment.empty()) out_ << "    (" << migration.comment << ")\n";
    for (const OperationPointer& operation : migration.operations) add(*operation, migration.app, migration.atomic);
}

void PlanReport::undo(const Migration& migration, const ProjectState& before) {
    held_.clear();
    std::vector<ProjectState> states{before};
    for (const OperationPointer& operation : migration.operations) {
        states.push_back(states.back());
        operation->apply(states.back(), migration.app);
    }
    for (std::size_t i = migration.operations.size(); i-- > 0;) {
        const Operation& operation = *migration.operations[i];
        out_ << "    Undo: " << with_capital(operation.describe()) << (operation.is_reversible() ? "" : "  (CAN'T BE UNDONE)");
        const OperationPointer reverse = operation.is_reversible() ? reverse_of(operation, states[i], migration.app) : nullptr;
        const Safety safety = reverse ? safety_of(*reverse, states[i + 1], states[i], migration.app, dialect_) : Safety{};
        out_ << (safety.loses_data ? "  (loses data)\n" : "\n");
        if (!reverse) continue;
        tell(safety);
        if (migration.atomic && dialect_.features().concurrent_writers) tell_of_held_locks(safety);
    }
}

void PlanReport::add(const Operation& operation, const std::string& app, bool atomic) {
    ProjectState after = state_;
    operation.apply(after, app);
    const Safety safety = safety_of(operation, state_, after, app, dialect_, fresh_);
    out_ << "    " << with_capital(operation.describe()) << (safety.loses_data ? "  (loses data)\n" : "\n");
    tell(safety);
    if (atomic && dialect_.features().concurrent_writers) tell_of_held_locks(safety);
    for (const ModelState& model : after.models())
        if (operation.kind() == "create_model" && !state_.find(model.label())) fresh_.insert(model.table);
    state_ = std::move(after);
}

/// What an operation locks for a moment stays locked while a later one of the same transaction reads rows.
void PlanReport::tell_of_held_locks(const Safety& safety) {
    bool reads = false;
    for (const TableImpact& impact : safety.tables) reads = reads || !impact.is_brief();
    for (const auto& [table, lock] : held_) {
        if (!reads) break;
        safe_ = false;
        out_ << "        UNSAFE: \"" << table << "\" stays locked (" << lock << ", by an operation before) meanwhile\n"
             << "        instead: put this operation into a migration of its own\n";
    }
    for (const TableImpact& impact : safety.tables)
        if (impact.lock != "SHARE UPDATE EXCLUSIVE") held_.emplace(impact.table, impact.lock);
}

void PlanReport::tell(const Safety& safety) {
    for (const TableImpact& impact : safety.tables) out_ << "        " << impact.str() << "\n";
    for (const std::string& broken : safety.breaks) out_ << "        UNSAFE: the version that runs now " << broken << "\n";
    if (safety.is_safe()) return;
    safe_ = false;
    if (!safety.advice.empty()) out_ << "        instead: " << safety.advice << "\n";
}

}  // namespace portico::migrations
