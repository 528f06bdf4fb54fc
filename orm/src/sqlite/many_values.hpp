/// Many values as one parameter: a JSON array.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include <portico/base/value.hpp>

namespace portico::orm::sqlite {

/// See Dialect::among. Floating numbers (which JSON's digits may miss by a bit), bytes, and texts that JSON can't hold (with NUL,
/// of which SQLite's JSON makes an end; not UTF-8) are left in `values`.
std::string among(std::string_view expression, List& values, const std::function<std::string(Value)>& bind);

}  // namespace portico::orm::sqlite
