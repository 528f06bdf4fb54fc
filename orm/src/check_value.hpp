#pragma once
#include <portico/orm/model_info.hpp>

namespace portico::orm::detail {

/// DataError for what PostgreSQL would refuse, on every database: SQLite keeps anything. Too long, too many digits, NUL, no
/// UTF-8; days, times and years that there are not.
void check_value(const Column& column, const Value& value);
/// Whether `check_value` looks at it at all.
bool is_checked(const Column& column);

}  // namespace portico::orm::detail
