/// How numbers and names are said to people.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace portico::admin {

/// "5,000"
std::string grouped(std::int64_t number);
/// "1 post", "5,000 posts"
std::string counted(std::int64_t number, std::string_view singular, std::string_view plural);
/// “text”, cut to that many characters.
std::string in_quotes(std::string_view text, std::size_t most = 80);
std::string shortened(std::string_view text, std::size_t most);
/// "A" for "ann", "AB" for "Ann Berg".
std::string initials_of(std::string_view name);
/// HTML-escaped.
std::string escaped(std::string_view text);

}  // namespace portico::admin
