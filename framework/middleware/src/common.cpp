#include <portico/middleware/common.hpp>

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
    auto mark = url.find('?');
    return url.insert(mark == std::string::npos ? url.size() : mark, "/");
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
