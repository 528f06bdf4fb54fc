/// The formats that a field can ask for (`.email()`, `.slug()`, `.url()`, `.pattern(…)`): one set of rules for forms, models and endpoints.
#pragma once
#include <string>
#include <string_view>

namespace portico {

/// Does the regular expression (PCRE2, UTF-8) match anywhere in the text? Throws Error on a pattern that is none.
bool matches_pattern(std::string_view text, const std::string& pattern);

/// Django's rules for an e-mail address, an absolute http, https, ftp or ftps URL, and a slug (ASCII, or any letters).
bool is_email(std::string_view text);
bool is_url(std::string_view text);
bool is_slug(std::string_view text, bool allow_unicode = false);

/// Django's message for a text that isn't of that format ("slug", "email", "url"); empty when it is, or when the format is unknown.
std::string format_problem(std::string_view text, std::string_view format);

}  // namespace portico
