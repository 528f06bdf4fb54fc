/// Users, sessions, permissions, login: an app that nearly every site has.
///
///     project.install(auth::app());                          // users are auth::User
///     project.install(auth::app<Account>({.login = "email"}));
///
/// A user model of one's own is any model with a login and a password field; `Roles` names them where they are called otherwise. It
/// belongs to the site's own app. Routes: login, logout, password-change, password-change-done, password-reset, password-reset-done,
/// password-reset-confirm, password-reset-complete, register, register-done, register-confirm, sessions, second-step, two-factor, two-factor-setup,
/// recovery-codes, two-factor-off, csp-report (names "auth:login" …), below the prefix that it is installed with. Mail: mail::app(). Settings: the sections
/// [auth] and [session].
#pragma once
#include <chrono>
#include <string>
#include <vector>

#include <portico/auth/user_model.hpp>
#include <portico/base/type_slot.hpp>
#include <portico/project/app.hpp>

namespace portico {
enum class Profile;
}

namespace portico::auth {

/// The section [auth].
struct AuthSettings {
    std::string login_url{};             // default: the route auth:login
    std::string login_redirect_url = "/";
    std::string logout_redirect_url{};   // default: a page that says so
    std::int64_t password_min_length = 8;
    std::int64_t hashes_at_once = 0;     // of passwords; 0: half as many as there are cores, four at most
    std::int64_t hashes_waiting = 100;   // who comes when so many wait for a hash gets a 503
    std::chrono::microseconds password_reset_timeout = std::chrono::hours(72);  // how long a link is good
    bool closed = false;        // does every page want a login, but for routes with the option auth::Open (guards.hpp)?
    bool registration = false;  // may people make accounts for themselves?
    std::int64_t attempts = 5;  // failed logins before one has to wait (throttle.hpp); 0: as many as anybody likes
    std::string password_cost = "normal";  // "low" in tests
    std::string second_factor = "offered"; // of whom a code is demanded: "staff", "everyone" (two_factor.hpp)
    std::vector<std::string> backends{};   // who is asked for people (backends.hpp); empty: the site's own ones, then "model"
    std::string remote_user_header{};      // "X-Remote-User": where a proxy says who is logged in; believed of `[security] trusted_proxies` alone
    bool remote_user_create = true;        // whom the proxy says and nobody knows gets an account

    void apply_profile(Profile profile);
};

App app();
App app(const TypeInfo* const* users, std::string type_name, Roles roles);

template <class Account> App app(Roles roles = {}) { return app(&type_slot<Account>, typeid(Account).name(), std::move(roles)); }

}  // namespace portico::auth
