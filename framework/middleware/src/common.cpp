#include <portico/middleware/common.hpp>

#include <algorithm>

namespace portico {
namespace {

/// Is only the path with a slash behind it a route?
bool wants_slash(const Router& router, const Request& request) {
    if (matched_route(request) || request.path().ends_with('/')) return false;
    std::string slashed = std::string(request.path()) + '/';
    return router.has_route(slashed, request.method());
}

std::string with_slash(const Request& request) {
    std::string url = request.full_path();
    return url.insert(std::min(url.find('?'), url.size()), 1, '/');
}

} // namespace

Middleware common(const Router& router, CommonOptions options) {
    return {
        "common", [&router, options](Request& request, Next next) {
            bool slash = options.append_slash && wants_slash(router, request);
            std::string_view host = request.host();
            bool elsewhere = options.prepend_www && !host.empty() && !host.starts_with("www.");
            if (!slash && !elsewhere) return next(request);
            if (request.method() == "GET" || request.method() == "HEAD" || !slash) {
                std::string site = elsewhere ? std::string(request.scheme()) + "://www." + std::string(host) : std::string();
                return redirect(site + (slash ? with_slash(request) : request.full_path()), 301);
            }
            throw Http404(
                {},
                std::string(request.method()) + " " + std::string(request.path()) +
                    " lacks the slash at its end, and a redirect would lose what was sent: send it to \"" +
                    with_slash(request) + "\"");
        }};
}

} // namespace portico
