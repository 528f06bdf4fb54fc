/// Logging in and out.
///
///     if (auto user = auth::authenticate(request, "ann", "correct horse")) {
///         auth::login(request, *user);
///         return redirect(auth::redirect_target(request, "/"));
///     }
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <portico/auth/current_user.hpp>

namespace portico::auth {

/// The user with that login and password, as the first backend says that knows them (backends.hpp); nothing otherwise. It takes as long where there is no
/// such user. A password that was hashed with less work than today's is hashed anew.
std::optional<CurrentUser> authenticate(Request& request, std::string_view login, std::string_view password);

/// From now on the session is this user's. It gets a new key, and one that was another's is emptied; the CSRF token changes.
void login(Request& request, const CurrentUser& user);
/// Deletes the session.
void logout(Request& request);

/// Hashes and saves; every other session of the user ends.
void set_password(orm::Object& user, std::string_view password);
/// After a change of one's own password: this session goes on.
void keep_session(Request& request, const CurrentUser& user);

/// The hash of a user's password that their sessions hold.
std::string session_auth_hash(std::string_view encoded_password, const std::string& secret);

/// Where `next` (of the form, else of the query) leads, when it is a place on this site; else `otherwise`.
std::string redirect_target(Request& request, const std::string& otherwise);
/// The login page with the way back: "/login/?next=/posts/new/".
std::string login_url(Request& request);

}  // namespace portico::auth
