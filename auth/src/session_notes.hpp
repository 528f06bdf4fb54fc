/// What the site notes of its users' sessions (user_sessions.hpp), apart from what is in them.
#pragma once
#include <memory>
#include <string>

namespace portico {
class Request;
}

namespace portico::cache {
class Memory;
}

namespace portico::auth {

class Session;

/// A service: what this program has noted of late, so that not every request writes.
struct RecentNotes {
    std::shared_ptr<cache::Memory> keys;
    RecentNotes();
};

/// Somebody has logged in, or has a new password: their session is noted once it has a key.
void begin_session(Request& request);
/// After the view, when the session was saved: whose it is, and that it was seen. Once in some minutes.
void note_session(Request& request, Session& session);
void move_session(const std::string& from, const std::string& to);
void forget_session(const std::string& key);
/// Those that the store has no more.
void forget_ended_sessions();

}  // namespace portico::auth
