#include "csrf_origin.hpp"

#include <algorithm>

#include <portico/base/text.hpp>
#include <portico/http/url.hpp>

namespace portico::middleware {
namespace {

/// "https://*.example.org" covers subdomains and the domain itself.
bool is_trusted_origin(std::string_view scheme, std::string_view host,
                       const std::vector<std::string>& trusted) {
    return std::any_of(trusted.begin(), trusted.end(), [&](const std::string& origin) {
        UrlParts parts = split_url(origin);
        std::string_view pattern = parts.authority.value_or("");
        if (!text::ascii_iequals(parts.scheme.value_or(""), scheme)) return false;
        if (pattern.starts_with('*')) return host_matches(text::ascii_lower(host), pattern.substr(1));
        return text::ascii_iequals(pattern, host);
    });
}

bool is_trusted_host(std::string_view host, const std::vector<std::string>& trusted) {
    return std::any_of(trusted.begin(), trusted.end(), [&](const std::string& origin) {
        std::string_view pattern = split_url(origin).authority.value_or("");
        if (pattern.starts_with('*')) pattern.remove_prefix(1);
        return host_matches(text::ascii_lower(host), pattern);
    });
}

std::string referer_problem(const Request& request, const std::vector<std::string>& trusted) {
    std::string_view referer = request.header("Referer");
    if (referer.empty()) return "Referer checking failed - no Referer.";
    UrlParts parts = split_url(referer);
    std::string_view host = parts.authority.value_or("");
    if (!parts.scheme || host.empty()) return "Referer checking failed - Referer is malformed.";
    if (!text::ascii_iequals(*parts.scheme, "https"))
        return "Referer checking failed - Referer is insecure while host is secure.";
    if (is_trusted_host(host, trusted) || text::ascii_iequals(host, request.host())) return {};
    return "Referer checking failed - " + std::string(referer) + " does not match any trusted origins.";
}

} // namespace

std::string origin_problem(const Request& request, const std::vector<std::string>& trusted) {
    if (auto origin = request.headers().find("Origin")) {
        UrlParts parts = split_url(*origin);
        bool same = *origin == std::string(request.scheme()) + "://" + std::string(request.host());
        if (same || is_trusted_origin(parts.scheme.value_or(""), parts.authority.value_or(""), trusted))
            return {};
        return "Origin checking failed - " + std::string(*origin) + " does not match any trusted origins.";
    }
    std::string_view site = request.header("Sec-Fetch-Site");
    if (site == "same-origin") return {};
    if (site == "cross-site") return "Sec-Fetch-Site checking failed - the request comes from another site.";
    return request.is_secure() ? referer_problem(request, trusted) : std::string();
}

} // namespace portico::middleware
