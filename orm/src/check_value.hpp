#pragma once
#include <portico/orm/model_info.hpp>

namespace portico::orm::detail {

/// DataError for what PostgreSQL would refuse, on every database: SQLite keeps anything. Too long, too many digits, NUL, no UTF-8.
void check_value(const Column& column, const Value& value);

}  // namespace portico::orm::detail
