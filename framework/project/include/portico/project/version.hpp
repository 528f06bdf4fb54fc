#pragma once
#include <string_view>

namespace portico {

inline constexpr std::string_view version = "0.1.0";

}  // namespace portico
