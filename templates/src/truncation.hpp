#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace portico::templates {

/// A text that was cut, with its mark (see text.hpp).
std::string with_mark(std::string_view text, std::string_view mark);
/// How many of `length` letters are left for the text.
std::int64_t length_before_mark(std::int64_t length, std::string_view mark);

} // namespace portico::templates
