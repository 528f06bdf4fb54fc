#include "remote_user.hpp"

#include <portico/auth/app.hpp>
#include <portico/auth/backends.hpp>
#include <portico/auth/current_user.hpp>
#include <portico/auth/login.hpp>
#include <portico/auth/passwords.hpp>
#include <portico/http/request.hpp>
#include <portico/middleware/security_settings.hpp>
#include <portico/orm/saving.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/project.hpp>

#include "backend_list.hpp"
#include "views.hpp"

namespace portico::auth {

namespace {

constexpr char session_name[] = "django.contrib.auth.backends.RemoteUserBackend";

class RemoteUser : public ModelBackend {
public:
    std::string name() const override { return remote_user_name; }
    std::string name_in_sessions() const override { return session_name; }
    /// Never by a login form.
    orm::Object authenticate(Request&, const Credentials&) const override { return {}; }
};

/// Their account; made where there is none and the settings say so. Empty where they may not log in.
orm::Object account_of(std::string_view login) {
    const UserModel& users = UserModel::current();
    orm::Object user = users.find(login);
    if (user) return users.is_active(user.object.get()) ? user : orm::Object();
    if (!site_settings().remote_user_create) return {};
    user = {&users.type(), users.type().make()};
    users.set(user.object.get(), users.roles().login, Value(std::string(login)));
    users.set(user.object.get(), users.roles().password, Value(unusable_password()));
    const FieldInfo& field = *users.field(users.roles().login);
    if (!orm::validate_field(field, Value(std::string(login))).empty()) return {};
    orm::save_object(users.type(), user.object.get());
    return user;
}

void follow(Request& request, std::string_view said) {
    const CurrentUser& known = current_user(request);
    const bool by_proxy = known.backend() == session_name;
    if (said.empty()) {
        if (by_proxy) logout(request);
        return;
    }
    if (known.is_authenticated() && known.login() == said) return;
    if (known.is_authenticated()) logout(request);
    if (orm::Object user = account_of(said)) login(request, CurrentUser(std::move(user), session_name));
}

}  // namespace

std::shared_ptr<const Backend> remote_user_backend() { return std::make_shared<RemoteUser>(); }

Middleware remote_user() {
    return {.name = "remote-user",
            .handle = [](Request& request, Next next) {
                const std::string& header = site_settings().remote_user_header;
                if (!header.empty()) follow(request, request.is_forwarded() ? request.header(header) : std::string_view());
                return next(request);
            },
            .after = {"csrf"},
            .needs = {"sessions"}};
}

void check_remote_user(Project& project, CheckReport& report) {
    if (project.settings<AuthSettings>().remote_user_header.empty() || !project.settings<SecuritySettings>().trusted_proxies.empty()) return;
    report.error("auth.E005", "auth.remote_user_header", "no proxy is trusted, so nobody would be believed who is logged in",
                 "name the proxy's address in trusted_proxies of [security], and have it remove that header from what clients send");
}

}  // namespace portico::auth
