#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <portico/base/value.hpp>

namespace portico::templates {

/// Python's `format % value` for one value: flags, width, precision and the letters d i u o x X e E f F g G c
/// r s a. Nothing where Python has an error of type or value.
std::optional<std::string> python_format(std::string_view format, const Value& value);

} // namespace portico::templates
