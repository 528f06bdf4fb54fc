// Errors that name the migration, the operation and the rows.
#include <optional>

#include <portico/base/text.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/errors.hpp>

#include "running.hpp"
#include "violations.hpp"

namespace portico::migrations::detail {

namespace {

std::string what_stays(const Running& run, std::size_t operation) {
    const std::string nothing = "; nothing of \"" + run.migration().label() + "\" was " + (run.step.backwards ? "undone" : "applied");
    const bool first = run.count() == 0 || operation == run.nth(0);
    if (run.migration().atomic) return nothing;
    const std::string onwards = std::string(", and ") + (run.step.backwards ? "the same command" : "the next \"migrate\"") + " goes on with this one";
    if (run.migration().operations[operation]->kind() == "backfill") return "; the batches before this one stay changed" + onwards;
    if (first) return nothing;
    return std::string("; the operations before it ") + (run.step.backwards ? "stay undone" : "stay applied") + onwards;
}

[[noreturn]] void fail(const Running& run, std::size_t operation, const std::string& why, const std::string& hint) {
    throw MigrationError(run.migration().where(operation) + ": can't " + (run.step.backwards ? "undo: " : "") +
                             run.migration().operations[operation]->describe() + ": " + why + what_stays(run, operation),
                         hint);
}

/// The last operation that has to do with that field; else the last of which nobody knows what it does.
std::optional<std::size_t> operation_about(const Running& run, const BrokenReference& broken) {
    std::optional<std::size_t> found, unknown;
    for (std::size_t i = 0; i < run.count(); ++i) {
        const Operation& operation = *run.migration().operations[i];
        if (operation.kind().starts_with("run_")) unknown = i;
        const Change change = change_of(operation, run.states[i], run.states[i + 1], run.migration().app);
        if (!change.new_model || !text::ascii_iequals(change.new_model->label(), broken.model)) continue;
        if (operation.kind() == "create_model" || (change.new_field && change.new_field->name == broken.field)) found = i;
    }
    return found ? found : unknown;
}

std::string_view table_of(const Error& error) {
    const auto* integrity = dynamic_cast<const orm::IntegrityError*>(&error);
    return integrity ? std::string_view(integrity->table()) : std::string_view();
}

bool is_about_references(const Error& error) {
    const auto* integrity = dynamic_cast<const orm::IntegrityError*>(&error);
    return integrity && integrity->kind() == orm::IntegrityError::Kind::foreign_key;
}

bool is_about_rows(const Error& error) {
    return dynamic_cast<const orm::IntegrityError*>(&error) || dynamic_cast<const orm::DataError*>(&error);
}

/// Rows that have nothing where the migrations say that each has something: the column was loosened by hand.
std::optional<Violation> rows_without(orm::Connection& connection, const Change& change, const Error& error) {
    const auto* integrity = dynamic_cast<const orm::IntegrityError*>(&error);
    if (!integrity || integrity->kind() != orm::IntegrityError::Kind::not_null || integrity->columns().empty() || !change.model) return std::nullopt;
    const std::string& column = integrity->columns().front();
    return rows_where(connection, *change.model, connection.dialect().quote(column) + " IS NULL", "have no \"" + column + "\"");
}

}  // namespace

void blame(orm::Connection& connection, const Running& run, std::size_t operation, const std::exception& error) {
    const auto* known = dynamic_cast<const Error*>(&error);
    if (!known) fail(run, operation, error.what(), {});
    if (is_about_rows(*known)) {
        const Change change = change_of(*run.migration().operations[operation], run.before(operation), run.after(operation), run.migration().app);
        if (auto found = violation_of(connection, change)) fail(run, operation, found->str(), found->hint);
        if (auto found = rows_without(connection, change, *known)) fail(run, operation, found->str(), found->hint);
    }
    if (is_about_references(*known))
        if (auto broken = broken_reference(connection, run.before(operation), table_of(*known)))
            fail(run, operation_about(run, *broken).value_or(operation), broken->violation.str(), broken->violation.hint);
    fail(run, operation, known->what(), known->hint());
}

void blame_all(orm::Connection& connection, const Running& run, const Error& error) {
    const ProjectState& after = run.step.backwards ? run.states.front() : run.states.back();
    if (is_about_references(error)) {
        if (auto broken = broken_reference(connection, after, table_of(error))) {
            if (auto operation = operation_about(run, *broken)) fail(run, *operation, broken->violation.str(), broken->violation.hint);
            throw MigrationError(run.migration().file + ": after this migration " + broken->violation.str() + what_stays(run, run.nth(0)), broken->violation.hint);
        }
    }
    throw MigrationError(run.migration().file + ": after this migration " + error.what() + what_stays(run, run.nth(0)), error.hint());
}

}  // namespace portico::migrations::detail
