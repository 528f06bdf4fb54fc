/// The text work of URLs: percent-encoding, form encoding, references against a base (RFC 3986), safe
/// redirect targets.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace portico {

/// "%41" becomes "A"; what is no valid escape stays as it is. The result may be any bytes: see `valid_utf8`.
std::string percent_decode(std::string_view text);
/// Everything but letters, digits, "-._~" and the characters of `safe` becomes %XX.
std::string percent_encode(std::string_view text, std::string_view safe = "/");
/// As percent_decode and percent_encode, with "+" for a space: application/x-www-form-urlencoded.
std::string form_decode(std::string_view text);
std::string form_encode(std::string_view text);

/// Bytes that are no UTF-8 become U+FFFD.
std::string valid_utf8(std::string text);

/// A path from the file system or a decoded one, made fit for a URL.
std::string escape_path(std::string_view path);
/// A URL as people write it, made fit for a header: escapes what URLs can't hold, leaves existing escapes.
std::string iri_to_uri(std::string_view iri);
/// "//evil.example" would leave the site: becomes "/%2Fevil.example".
std::string escape_leading_slashes(std::string_view url);

/// The five parts of a URI reference; what is absent is nullopt, an empty path is "".
struct UrlParts {
    std::optional<std::string_view> scheme{};
    std::optional<std::string_view> authority{};
    std::string_view path{};
    std::optional<std::string_view> query{};
    std::optional<std::string_view> fragment{};
};
UrlParts split_url(std::string_view url);
/// The URL that `reference` means on a page whose address is `base`: resolve_url("http://a/b/c", "../d") is
/// "http://a/d".
std::string resolve_url(std::string_view base, std::string_view reference);

/// Is this a place that a `next` parameter may send people to: on this site or one of `allowed_hosts`,
/// http(s) only? As careful as Django's url_has_allowed_host_and_scheme.
bool is_safe_redirect(std::string_view url, std::span<const std::string> allowed_hosts,
                      bool require_https = false);

/// A Host header: lower-case domain without its trailing dot, and port; nullopt when it is none (RFC 1034,
/// RFC 3986).
struct HostAndPort {
    std::string domain{};
    std::string port{};
};
std::optional<HostAndPort> split_host(std::string_view host);
/// Does a domain fit "example.com", ".example.com" (and all below) or "*"?
bool host_matches(std::string_view domain, std::string_view pattern);

} // namespace portico
