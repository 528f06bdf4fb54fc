/// How the kinds of operation are read from their entries in a file; one function for each.
#pragma once
#include <string>

#include <portico/migrations/operation.hpp>

#include "field_text.hpp"

namespace portico::migrations {

OperationPointer read_create_model(Entries& entries, const std::string& app);
OperationPointer read_delete_model(Entries& entries, const std::string& app);
OperationPointer read_rename_model(Entries& entries, const std::string& app);
OperationPointer read_alter_table(Entries& entries, const std::string& app);
OperationPointer read_add_field(Entries& entries, const std::string& app);
OperationPointer read_remove_field(Entries& entries, const std::string& app);
OperationPointer read_alter_field(Entries& entries, const std::string& app);
OperationPointer read_rename_field(Entries& entries, const std::string& app);
OperationPointer read_add_index(Entries& entries, const std::string& app);
OperationPointer read_remove_index(Entries& entries, const std::string& app);
OperationPointer read_add_check(Entries& entries, const std::string& app);
OperationPointer read_remove_check(Entries& entries, const std::string& app);
OperationPointer read_validate_constraint(Entries& entries, const std::string& app);
OperationPointer read_backfill(Entries& entries, const std::string& app);
OperationPointer read_add_exclusion(Entries& entries, const std::string& app);
OperationPointer read_create_extension(Entries& entries, const std::string& app);
OperationPointer read_remove_exclusion(Entries& entries, const std::string& app);
OperationPointer read_alter_comment(Entries& entries, const std::string& app);
OperationPointer read_run_sql(Entries& entries, const std::string& app);
OperationPointer read_run_code(Entries& entries, const std::string& app);

/// The app's function of that name; Error where there is none.
const Code& code_named(const OperationContext& context, const std::string& name);

/// An operation of which only the one half is done.
OperationPointer only_half(OperationPointer whole, bool state);

/// Of operations that may be done while others go on writing.
Map with_concurrently(Map map, bool concurrently);
bool builds_beside_others(bool concurrently, const orm::Dialect& dialect);

/// Columns and tables between as a field of that name has them usually.
std::string usual_column(const FieldState& field, const std::string& name);

/// The database follows a column's new name in the indexes, checks and expressions of its table; so does this in their description.
void follow_column(ModelState& model, const std::string& before, const std::string& after);

/// Gives the indexes of single fields the names that go with the new table or column.
void rename_indexes(SchemaEditor& editor, const ModelState& before, const ModelState& after);

}  // namespace portico::migrations
