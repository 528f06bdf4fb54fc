/// Checks of texts, with Django's rules and messages. Each throws ValidationError.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <portico/forms/errors.hpp>

namespace portico::forms {

bool is_email(std::string_view text);
/// With one of the schemes http, https, ftp, ftps, or of others in small letters.
bool is_url(std::string_view text);
bool is_url(std::string_view text, const std::vector<std::string>& schemes);
bool is_slug(std::string_view text, bool allow_unicode = false);
bool is_domain_name(std::string_view text);
bool is_ipv4(std::string_view text);
bool is_ipv6(std::string_view text);
/// The shortest form ("2001:db8::1"); nothing where it is no address.
std::optional<std::string> shortest_ipv6(std::string_view text, bool unpack_ipv4 = false);

/// Is the regular expression (PCRE2, UTF) found in the text? Throws Error for a broken pattern.
bool matches(const std::string& pattern, std::string_view text);

/// "Ensure this value has at most 3 characters (it has 6)."
Fault too_long(std::size_t limit, std::size_t length);
Fault too_short(std::size_t limit, std::size_t length);

}  // namespace portico::forms
