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

Middleware common(const Router& router) {
    return {
        "common", [&router](Request& request, Next next) {
            if (!wants_slash(router, request)) return next(request);
            if (request.method() == "GET" || request.method() == "HEAD")
                return redirect(with_slash(request), 301);
            throw Http404(
                {},
                std::string(request.method()) + " " + std::string(request.path()) +
                    " lacks the slash at its end, and a redirect would lose what was sent: send it to \"" +
                    with_slash(request) + "\"");
        }};
}

} // namespace portico
