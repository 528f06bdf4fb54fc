/// What is to happen when somebody logs in or out, or fails to: contributions of an app.
///
///     App("club").with(auth::on_login([](Request& request, const auth::CurrentUser& user) { … }))
///                .with(auth::on_logout([](Request& request, const auth::CurrentUser& user) { … }))
///                .with(auth::on_login_failed([](Request& request, std::string_view login) { … }))
///
/// They are called in the order of installation, after it has happened; what they throw goes on to the request. There is no password among what they get.
#pragma once
#include <functional>
#include <string_view>
#include <utility>

#include <portico/auth/current_user.hpp>

namespace portico::auth {

struct LoggedIn {
    std::function<void(Request&, const CurrentUser&)> call{};
};
/// The user is nobody where nobody was logged in.
struct LoggedOut {
    std::function<void(Request&, const CurrentUser&)> call{};
};
struct LoginFailed {
    std::function<void(Request&, std::string_view login)> call{};
};

inline LoggedIn on_login(std::function<void(Request&, const CurrentUser&)> call) { return {std::move(call)}; }
inline LoggedOut on_logout(std::function<void(Request&, const CurrentUser&)> call) { return {std::move(call)}; }
inline LoginFailed on_login_failed(std::function<void(Request&, std::string_view)> call) { return {std::move(call)}; }

}  // namespace portico::auth
