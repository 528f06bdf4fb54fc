/// The sessions of a user: where they are logged in, and the end of it.
///
///     for (const auth::UserSession& one : auth::sessions_of(user)) one.browser(), one.last_seen, one.address …
///     auth::end_sessions(user);                                    // all of them
///     auth::end_sessions(user, auth::session(request).key());      // all others
///
/// Noted at each login, and when it is some minutes since the session was seen last. A site whose sessions are in the browsers' cookies
/// (`[session] backend = "cookie"`) knows of none: there a new password ends all others.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <portico/auth/current_user.hpp>
#include <portico/orm/model.hpp>

namespace portico::auth {

/// Table auth_usersession. Users are of whichever model: by their key as text.
struct UserSession : orm::Model<UserSession> {
    orm::Id<> id{};
    std::string session_key{};
    std::string user_key{};
    DateTime since{};
    DateTime last_seen{};
    std::string address{};
    std::string user_agent{};

    static void describe(orm::Describe<UserSession>& session);
    /// "Firefox on Linux"
    std::string browser() const;
};

/// Those that go on, the one seen last first.
std::vector<UserSession> sessions_of(const CurrentUser& user);
/// Ends all but the one with that key; gives their number.
std::int64_t end_sessions(const CurrentUser& user, std::string_view but = {});
/// Ends one, if it is that user's.
bool end_session(const CurrentUser& user, std::int64_t id);

/// What a browser says of itself, in a few words: "Safari on an iPhone"; "an unknown browser".
std::string browser_in_words(std::string_view user_agent);

}  // namespace portico::auth
