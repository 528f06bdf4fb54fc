#include <portico/auth/guards.hpp>

#include <portico/auth/app.hpp>
#include <portico/auth/login.hpp>
#include <portico/auth/permissions.hpp>
#include <portico/base/text.hpp>
#include <portico/http/http_error.hpp>
#include <portico/http/request.hpp>
#include <portico/http/response.hpp>
#include <portico/project/project.hpp>
#include <portico/routing/router.hpp>

#include "closed_site.hpp"
#include "views.hpp"

namespace portico::auth {

namespace {

bool wants_json(const Request& request) {
    return request.preferred_type({"text/html", "application/json"}).value_or("text/html") == "application/json";
}

Response to_login(Request& request) {
    if (wants_json(request)) throw HttpError(401, "Log in first.");
    return redirect(login_url(request));
}

Middleware guard(std::string name, std::function<bool(const CurrentUser&)> allowed) {
    return {.name = std::move(name), .handle = [allowed = std::move(allowed)](Request& request, Next next) {
                CurrentUser& user = current_user(request);
                if (!user.is_authenticated()) return to_login(request);
                if (!allowed(user)) throw PermissionDenied();
                return next(request);
            }};
}

}  // namespace

Middleware closed_site() {
    return {.name = "closed_site",
            .handle = [](Request& request, Next next) {
                const Route* route = site_settings().closed ? matched_route(request) : nullptr;
                if (!route || route->option<Open>() || current_user(request).is_authenticated()) return next(request);
                return to_login(request);
            },
            .after = {"remote-user"},
            .needs = {"sessions"}};
}

void check_open_routes(Project& project, CheckReport& report) {
    if (!project.settings<AuthSettings>().closed) return;
    std::vector<std::string> open;
    for (const Route* route : project.router().routes())
        if (route->option<Open>()) open.push_back(route->name().empty() ? "/" + route->pattern() : route->name());
    report.info("auth.I001", "the closed site", "without a login people reach " + text::join(open, ", "));
}

Middleware login_required() {
    return guard("login_required", [](const CurrentUser&) { return true; });
}

Middleware permission_required(std::string permission) {
    return guard("permission_required", [permission = std::move(permission)](const CurrentUser& user) { return user.has_perm(permission); });
}

Middleware permission_required(const ModelPermission& permission) {
    return guard("permission_required", [permission](const CurrentUser& user) { return user.has_perm(permission); });
}

Middleware staff_required() {
    return guard("staff_required", [](const CurrentUser& user) { return user.is_active() && user.is_staff(); });
}

Middleware user_passes(std::function<bool(const CurrentUser&)> allowed) { return guard("user_passes", std::move(allowed)); }

}  // namespace portico::auth
