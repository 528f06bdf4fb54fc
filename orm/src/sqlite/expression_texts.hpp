/// Functions and arithmetic as SQLite writes them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/type_info.hpp>
#include <portico/orm/dialect.hpp>

namespace portico::orm::sqlite {

std::string truncated(std::string_view unit, const std::string& moment, Kind kind);
std::string date_arithmetic(std::string_view symbol, const std::string& left, Kind left_kind, const std::string& right, Kind right_kind);
std::string function(std::string_view name, const std::vector<std::string>& arguments);
/// `array`: JSON of all values; else their texts and, in `arguments`, the separator.
std::string collected(bool array, bool distinct, const std::vector<std::string>& arguments, const std::vector<Dialect::Term>& order);
std::string cast(const std::string& expression, Kind kind);
Value json_path(const List& keys);

}  // namespace portico::orm::sqlite
