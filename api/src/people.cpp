#include <portico/api/people.hpp>

#include <portico/auth/tokens.hpp>
#include <portico/http/http_error.hpp>
#include <portico/middleware/csrf.hpp>
#include <portico/middleware/security_settings.hpp>
#include <portico/project/project.hpp>

namespace portico::api::detail {

namespace {

[[noreturn]] void ask_for_login() {
    HttpError error(401, "Log in first, or send a token.");
    error.set_header("WWW-Authenticate", "Bearer");
    throw error;
}

}  // namespace

void describe_people(Operation& operation, bool session, std::vector<std::string_view> scopes, bool optional) {
    Security& security = operation.security.emplace();
    security.session = session;
    security.optional = optional;
    security.scopes.assign(scopes.begin(), scopes.end());
}

auth::CurrentUser caller(Request& request) {
    if (auto by_token = auth::token_user(request)) return *by_token;
    auth::CurrentUser user = auth::current_user(request);
    if (!user) return user;
    // Endpoints take no CSRF token, and one without a body takes what any page's form sends.
    const auto& trusted = Project::current().settings<SecuritySettings>().csrf_trusted_origins;
    if (const std::string problem = csrf_origin_problem(request, {.trusted_origins = trusted}); !problem.empty()) throw CsrfFailure(problem);
    return user;
}

auth::CurrentUser required_caller(Request& request) {
    auth::CurrentUser user = caller(request);
    if (!user) ask_for_login();
    return user;
}

auth::CurrentUser required_token(Request& request, const std::vector<std::string_view>& scopes) {
    auto user = auth::token_user(request, scopes);
    if (!user) ask_for_login();
    return *user;
}

}  // namespace portico::api::detail
