/// Dates, entity tags and preconditions: what caches and conditional requests speak (RFC 9110, 5.6.7, 8.8,
/// 13).
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portico {

using HttpMoment = std::chrono::sys_seconds;

/// "Sun, 06 Nov 1994 08:49:37 GMT".
std::string http_date(HttpMoment moment);
/// Reads the three forms that RFC 9110 names; a two-digit year is the one nearest to `now`'s century, at most
/// 50 years ahead.
std::optional<HttpMoment> parse_http_date(std::string_view text);
std::optional<HttpMoment> parse_http_date(std::string_view text, HttpMoment now);

/// `abc` becomes `"abc"`; `"abc"` and `W/"abc"` stay.
std::string quote_etag(std::string_view etag);
/// The tags of an If-Match or If-None-Match header: {"*"}, or quoted tags; stops at what is none.
std::vector<std::string> parse_etags(std::string_view header);
/// Tags that mean the same to If-None-Match (RFC 9110, 8.8.3.2).
bool etags_match_weakly(std::string_view a, std::string_view b) noexcept;
bool etags_match_strongly(std::string_view a, std::string_view b) noexcept;

} // namespace portico
