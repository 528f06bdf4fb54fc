#include <portico/auth/login.hpp>

#include <portico/auth/app.hpp>
#include <portico/auth/backends.hpp>
#include <portico/auth/passwords.hpp>
#include <portico/auth/receivers.hpp>
#include <portico/auth/session.hpp>
#include <portico/auth/user_model.hpp>
#include <portico/auth/user_sessions.hpp>
#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
#include <portico/http/http_error.hpp>
#include <portico/http/request.hpp>
#include <portico/http/url.hpp>
#include <portico/middleware/csrf.hpp>
#include <portico/orm/saving.hpp>
#include <portico/project/project.hpp>
#include <portico/project/reverse.hpp>

#include "password_work.hpp"
#include "session_keys.hpp"
#include "session_notes.hpp"

namespace portico::auth {

namespace {

constexpr std::size_t longest_password = 4096;  // bytes: more is an attempt to keep the server busy

void save_only(const UserModel& users, void* user, const std::string& field) {
    if (users.field(field)) orm::save_object(users.type(), user, {.only_named = {field}});
}

std::string hash_of(const CurrentUser& user) {
    return session_auth_hash(UserModel::current().password_of(user.object().object.get()), Project::current().settings().secret_key);
}

}  // namespace

std::optional<CurrentUser> authenticate(Request& request, std::string_view login, std::string_view password) {
    try {
        if (password.size() <= longest_password && !login.empty())
            for (const auto& backend : active_backends())
                if (orm::Object user = backend->authenticate(request, {login, password})) return CurrentUser(std::move(user), backend->name_in_sessions());
    } catch (const PermissionDenied&) {
        // A backend knows them, and won't have them: no other is asked.
    }
    for (const auto& receiver : Project::current().contributions<LoginFailed>()) receiver.value.call(request, login);
    return std::nullopt;
}

std::string session_auth_hash(std::string_view encoded, const std::string& secret) {
    return text::hex(
        salted_hmac("django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash", encoded, secret, "sha256"));
}

void login(Request& request, const CurrentUser& user) {
    const UserModel& users = UserModel::current();
    Session& own = session(request);
    std::string hash = hash_of(user);
    Value before = own.get(user_key);
    bool is_others = !before.is_null() && (before.str() != user.key() || own.get(hash_key, "").str() != hash);
    if (is_others) own.flush();
    else own.cycle_key();
    own.set(user_key, user.key());
    own.set(backend_key, user.backend().empty() ? std::string(backend_name) : user.backend());
    own.set(hash_key, hash);
    begin_session(request);
    request.emplace<CurrentUser>(user);
    rotate_csrf_token(request);
    users.set(user.object().object.get(), users.roles().last_login, now());
    save_only(users, user.object().object.get(), users.roles().last_login);
    for (const auto& receiver : Project::current().contributions<LoggedIn>()) receiver.value.call(request, user);
}

void logout(Request& request) {
    const CurrentUser user = current_user(request);
    session(request).flush();
    request.emplace<CurrentUser>();
    for (const auto& receiver : Project::current().contributions<LoggedOut>()) receiver.value.call(request, user);
}

void set_password(orm::Object& user, std::string_view password) {
    const UserModel& users = UserModel::current();
    users.set(user.object.get(), users.roles().password, make_password(password, "argon2", configured_cost()));
    save_only(users, user.object.get(), users.roles().password);
    end_sessions(CurrentUser(user));
}

void keep_session(Request& request, const CurrentUser& user) {
    session(request).cycle_key();
    session(request).set(hash_key, hash_of(user));
    begin_session(request);
}

std::string redirect_target(Request& request, const std::string& otherwise) {
    std::string next(request.is_safe() ? std::string_view() : request.form().get("next"));
    if (next.empty()) next = request.query().get("next");
    std::vector<std::string> hosts{std::string(request.host())};
    bool good = !next.empty() && is_safe_redirect(next, hosts, request.is_secure());
    return good ? next : otherwise;
}

std::string login_url(Request& request) {
    const std::string& own = Project::current().settings<AuthSettings>().login_url;
    std::string url = own.empty() ? reverse("auth:login") : own;
    return url + (url.find('?') == url.npos ? "?next=" : "&next=") + percent_encode(request.full_path(), "/");
}

}  // namespace portico::auth
