/// Columns in SQL that a hand has written: a check's condition, an index's expression, what a column is computed from.
///
///     with_column("views >= 0 AND title <> 'views'", Quoting::sqlite, "views", "reads")    // "reads" >= 0 AND title <> 'views'
#pragma once
#include <string>
#include <string_view>

#include <portico/migrations/state.hpp>

#include "sql_tokens.hpp"

namespace portico::migrations {

/// How that database quotes: "sqlite", "postgresql".
Quoting quoting_of(std::string_view database);

/// Does the expression name the column, with quotes or without? A text, a function or a type of that name is none.
bool names_column(std::string_view sql, Quoting quoting, std::string_view column);

/// The expression once the column is called otherwise.
std::string with_column(std::string_view sql, Quoting quoting, std::string_view before, std::string_view after);

/// Do quotes that make no difference, spaces and comments make the only one?
bool is_same_sql(std::string_view one, std::string_view other, Quoting quoting);

/// What of the model names the column beside its own field: "the check \"some\""; empty where nothing does.
std::string rule_naming(const ModelState& model, std::string_view column);

}  // namespace portico::migrations
