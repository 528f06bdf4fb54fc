#include <portico/auth/login.hpp>

#include <portico/auth/app.hpp>
#include <portico/auth/passwords.hpp>
#include <portico/auth/session.hpp>
#include <portico/auth/user_model.hpp>
#include <portico/auth/user_sessions.hpp>
#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
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
    (void)request;
    const UserModel& users = UserModel::current();
    if (password.size() > longest_password || login.empty()) return std::nullopt;
    PasswordCost cost = configured_cost();
    orm::Object user = users.find(login);
    if (!user) {
        waste_password_time(password, cost);
        return std::nullopt;
    }
    std::string encoded = users.password_of(user.object.get());
    if (!check_password(password, encoded)) return std::nullopt;
    if (!users.is_active(user.object.get())) return std::nullopt;
    if (must_renew_password(encoded, cost)) {
        users.set(user.object.get(), users.roles().password, make_password(password, "argon2", cost));
        save_only(users, user.object.get(), users.roles().password);
    }
    return CurrentUser(std::move(user));
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
    own.set(backend_key, backend_name);
    own.set(hash_key, hash);
    begin_session(request);
    request.emplace<CurrentUser>(user);
    rotate_csrf_token(request);
    void* row = user.object().object.get();
    if (!users.field(users.roles().last_login)) return;
    users.set(row, users.roles().last_login, now());
    save_only(users, row, users.roles().last_login);
}

void logout(Request& request) {
    session(request).flush();
    request.emplace<CurrentUser>();
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
