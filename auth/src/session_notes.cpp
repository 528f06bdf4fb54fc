#include "session_notes.hpp"

#include <portico/auth/session.hpp>
#include <portico/auth/session_store.hpp>
#include <portico/auth/user_sessions.hpp>
#include <portico/base/text.hpp>
#include <portico/cache/memory.hpp>
#include <portico/http/request.hpp>
#include <portico/project/project.hpp>

#include "session_keys.hpp"

namespace portico::auth {

namespace {

constexpr std::chrono::minutes between_notes{5};
constexpr std::size_t longest_agent = 300, longest_address = 45;  // the latter an IPv6 address with an IPv4 one in it
constexpr std::size_t rows_at_once = 500;

/// In the request's slots: the session began with it.
struct Begun {};

std::string agent_of(const Request& request) {
    const std::string_view agent = request.header("User-Agent").substr(0, longest_agent);
    std::string plain;
    for (const char c : agent)
        if (c >= ' ' && c < 0x7f) plain += c;
    return plain;
}

void write_note(const Request& request, Session& session, const CurrentUser& user) {
    const DateTime at = now();
    const std::string address(request.remote_address().substr(0, longest_address));
    const auto row = UserSession::objects.filter(F(&UserSession::session_key) == session.key());
    if (row.update(F(&UserSession::last_seen) = at, F(&UserSession::address) = address, F(&UserSession::user_agent) = agent_of(request)) > 0) return;
    const auto since = session.get<std::int64_t>(since_key);
    UserSession::objects.get_or_create(F(&UserSession::session_key) == session.key(),
                                       UserSession{.session_key = session.key(), .user_key = user.key(), .since = since ? DateTime(std::chrono::seconds(*since)) : at,
                                                   .last_seen = at, .address = address, .user_agent = agent_of(request)});
}

}  // namespace

RecentNotes::RecentNotes() : keys(std::make_shared<cache::Memory>(4 << 20)) {}

void begin_session(Request& request) {
    Session& own = session(request);
    if (!own.contains(since_key)) own.set(since_key, std::chrono::duration_cast<std::chrono::seconds>(now().time_since_epoch()).count());
    request.emplace<Begun>();
}

void note_session(Request& request, Session& session) {
    const CurrentUser* user = request.find<CurrentUser>();
    if (!user || !user->is_authenticated() || session.key().empty() || !SessionStore::current().can_end_others()) return;
    if (!request.find<Begun>()) {
        const auto since = session.get<std::int64_t>(since_key);
        if (since && now() - DateTime(std::chrono::seconds(*since)) < between_notes) return;
        if (!Project::current().get<RecentNotes>().keys->add(session.key(), "", now() + between_notes)) return;
    }
    write_note(request, session, *user);
}

void move_session(const std::string& from, const std::string& to) {
    if (SessionStore::current().can_end_others())
        UserSession::objects.filter(F(&UserSession::session_key) == from).update(F(&UserSession::session_key) = to);
}

void forget_session(const std::string& key) {
    if (SessionStore::current().can_end_others()) UserSession::objects.filter(F(&UserSession::session_key) == key).delete_();
}

void forget_ended_sessions() {
    std::vector<std::string> keys;
    const auto forget = [&keys] {
        const std::set<std::string> living = SessionStore::current().living(keys);
        std::erase_if(keys, [&](const std::string& key) { return living.contains(key); });
        if (!keys.empty()) UserSession::objects.filter(F(&UserSession::session_key).in(keys)).delete_();
        keys.clear();
    };
    UserSession::objects.all().chunks(rows_at_once).each([&](const UserSession& row) {
        keys.push_back(row.session_key);
        if (keys.size() == rows_at_once) forget();
    });
    if (!keys.empty()) forget();
}

}  // namespace portico::auth
