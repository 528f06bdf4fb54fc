/// What rows get whose column comes to be, or stops being null.
#pragma once
#include <portico/migrations/state.hpp>

namespace portico::migrations {

/// As the files know a value: what the migration says, the column's default, the first choice, or the type's own nothing.
Value fill_of(const FieldState& field, const orm::ColumnType& type);

/// Is there anything to give? A reference to a row that nobody named is none.
bool has_fill(const FieldState& field);

/// Has somebody said what rows get that have none when a field is required from now on? A type's own nothing would be made up.
bool fills_nulls(const FieldState& field);

/// Is it computed from other columns, and was not, or from others? Then rows get a new value.
bool is_computed_anew(const FieldState& before, const FieldState& after);

/// Is what rows have there lost? Another number of columns, or a value that is computed from now on, takes its place.
bool loses_values(const FieldState& before, const FieldState& after);

/// Why a column of that type can't hold it ("is no integer"); empty where it can, or where only the database knows. SQLite would take anything.
std::string misfit(const Value& value, const orm::ColumnType& type);

}  // namespace portico::migrations
