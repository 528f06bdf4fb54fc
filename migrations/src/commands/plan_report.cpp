#include "plan_report.hpp"

#include <ostream>

namespace portico::migrations {

namespace {

std::string with_capital(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

}  // namespace

void PlanReport::add(const Migration& migration, bool backwards) {
    held_.clear();
    if (!migration.comment.empty()) out_ << "    (" << migration.comment << ")\n";
    if (!backwards) {
        for (const OperationPointer& operation : migration.operations) add(*operation, migration.app, migration.atomic);
        return;
    }
    for (auto operation = migration.operations.rbegin(); operation != migration.operations.rend(); ++operation)
        out_ << "    Undo: " << with_capital((*operation)->describe()) << ((*operation)->is_reversible() ? "\n" : "  (CAN'T BE UNDONE)\n");
}

void PlanReport::add(const Operation& operation, const std::string& app, bool atomic) {
    out_ << "    " << with_capital(operation.describe()) << (operation.loses_data() ? "  (loses data)\n" : "\n");
    ProjectState after = state_;
    operation.apply(after, app);
    const Safety safety = safety_of(operation, state_, after, app, dialect_, fresh_);
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
