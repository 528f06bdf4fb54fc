#pragma once
#include <string>
#include <string_view>

namespace portico::mail {

/// "Subject: …\n", folded at 78 characters, with words beyond ASCII encoded (RFC 2047). Throws Error on a line break in name or value.
std::string header_line(std::string_view name, std::string_view value);
/// The same for addresses: only their names are encoded.
std::string address_line(std::string_view name, std::string_view value);

} // namespace portico::mail
