#include <portico/middleware/cors.hpp>

#include <algorithm>

#include <portico/base/text.hpp>
#include <portico/http/url.hpp>

namespace portico {
namespace {

bool has(const std::vector<std::string>& list, std::string_view text) { return std::find(list.begin(), list.end(), text) != list.end(); }

/// "https://*.example.org" stands for the hosts below example.org, and for it.
bool fits(std::string_view pattern, std::string_view origin) {
    if (pattern == "*" || text::ascii_iequals(pattern, origin)) return true;
    const UrlParts wanted = split_url(pattern), given = split_url(origin);
    const std::string_view host = wanted.authority.value_or("");
    return host.starts_with("*.") && given.authority && text::ascii_iequals(wanted.scheme.value_or(""), given.scheme.value_or("")) &&
           host_matches(text::ascii_lower(*given.authority), host.substr(1));
}

struct Plan {
    CorsSettings settings{};
    bool any = has(settings.allowed_origins, "*");
    std::string methods = text::join(settings.allowed_methods, ", "), headers = text::join(settings.allowed_headers, ", "), exposed = text::join(settings.exposed_headers, ", ");

    bool covers(const Request& request) const {
        return std::any_of(settings.paths.begin(), settings.paths.end(), [&](const std::string& path) { return request.path().starts_with(path); });
    }
    bool allows(std::string_view origin) const {
        return std::any_of(settings.allowed_origins.begin(), settings.allowed_origins.end(), [&](const std::string& one) { return fits(one, origin); });
    }

    /// Caches must not hand one origin's answer to another.
    void vary(Response& response) const {
        if (!any || settings.allow_credentials) response.vary("Origin");
    }
    void allow(Response& response, std::string_view origin) const {
        response.set("Access-Control-Allow-Origin", any && !settings.allow_credentials ? std::string("*") : std::string(origin));
        if (settings.allow_credentials) response.set("Access-Control-Allow-Credentials", "true");
    }
    Response preflight(std::string_view origin) const {
        Response response = Response::empty();
        vary(response);
        if (!allows(origin)) return response;
        allow(response, origin);
        response.set("Access-Control-Allow-Methods", methods);
        if (!headers.empty()) response.set("Access-Control-Allow-Headers", headers);
        response.set("Access-Control-Max-Age", std::to_string(settings.max_age));
        return response;
    }
};

}  // namespace

Middleware cors(CorsSettings settings) {
    if (settings.allowed_origins.empty()) return {"cors", [](Request& request, Next next) { return next(request); }};
    return {"cors", [plan = Plan{std::move(settings)}](Request& request, Next next) {
                if (!plan.covers(request)) return next(request);
                const std::string origin(request.header("Origin"));
                if (request.method() == "OPTIONS" && !origin.empty() && !request.header("Access-Control-Request-Method").empty()) return plan.preflight(origin);
                Response response = next(request);
                plan.vary(response);
                if (origin.empty() || !plan.allows(origin)) return response;
                plan.allow(response, origin);
                if (!plan.exposed.empty()) response.set("Access-Control-Expose-Headers", plan.exposed);
                return response;
            }};
}

std::vector<Error> cors_problems(const CorsSettings& settings) {
    std::vector<Error> problems;
    for (const std::string& origin : settings.allowed_origins) {
        if (origin == "*" || origin == "null") {
            if (settings.allow_credentials)
                problems.emplace_back("allowed_origins has \"" + origin + "\" and allow_credentials is on: every page on the web could read what your visitors alone may see",
                                      "name the origins, or turn allow_credentials off");
            continue;
        }
        const UrlParts parts = split_url(origin);
        if (!parts.scheme || !parts.authority || !parts.path.empty())
            problems.emplace_back("\"" + origin + "\" is no origin", "write scheme and host: \"https://" + std::string(parts.authority.value_or("example.org")) + "\"");
    }
    return problems;
}

}  // namespace portico
