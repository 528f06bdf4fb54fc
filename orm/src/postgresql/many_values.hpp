/// Many values as one parameter: an array.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include <portico/orm/dialect.hpp>

namespace portico::orm::postgresql {

/// See Dialect::among. Bytes and what is not of the column's own kind are left in `values`.
///
/// The array's rows are joined (`IN (SELECT unnest(…))`) rather than searched by `= ANY`, which for a column of another integer
/// type than the array's goes through the array for each row: 570 seconds for 50,000 values in 200,000 rows, joined 0.2.
std::string among(std::string_view expression, const ColumnType& type, List& values, const std::function<std::string(Value)>& bind);

}  // namespace portico::orm::postgresql
