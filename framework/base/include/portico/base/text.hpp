/// Small work on UTF-8 text, with Django's results where Django has the function.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portico::text {

/// Is it well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms)?
bool is_utf8(std::string_view text);
/// The number of code points; each byte of malformed UTF-8 counts as one.
std::size_t length(std::string_view text);
/// The first `count` code points.
std::string_view prefix(std::string_view text, std::size_t count);
/// Appends one code point.
void append_code_point(std::string& out, char32_t code_point);
/// Takes the code point at the front off `text`; U+FFFD for a malformed byte.
char32_t next_code_point(std::string_view& text);

/// Full Unicode case mapping.
std::string lower(std::string_view text);
std::string upper(std::string_view text);
/// First letter upper, the rest as it is.
std::string capfirst(std::string_view text);

/// For ASCII only: header names, keywords.
std::string ascii_lower(std::string_view text);
bool ascii_iequals(std::string_view a, std::string_view b);

/// Without white space (ASCII's) at both ends.
std::string_view trim(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string replace_all(std::string_view text, std::string_view from, std::string_view to);

/// & < > " ' as Django's `escape`.
std::string html_escape(std::string_view text);
void append_html_escaped(std::string& out, std::string_view text);

/// Django's `slugify`: "Héllo, World!" → "hello-world"; with `allow_unicode` letters stay.
std::string slugify(std::string_view text, bool allow_unicode = false);
/// "camelCase" → "camel case", as Django makes verbose names of class names.
std::string camel_case_to_spaces(std::string_view text);
/// "BlogPost" → "blog_post".
std::string snake_case(std::string_view text);
/// "tag" → "tags", "category" → "categories": for people's eyes, English only.
std::string plural(std::string_view noun);

std::string hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view text);
std::string base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);
/// URL-safe alphabet, no padding.
std::string base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace portico::text
