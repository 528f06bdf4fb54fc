#include <portico/auth/user_sessions.hpp>

#include <portico/auth/session_store.hpp>

namespace portico::auth {

namespace {

std::vector<std::string> keys_of(const std::vector<UserSession>& rows) {
    std::vector<std::string> keys;
    for (const UserSession& row : rows) keys.push_back(row.session_key);
    return keys;
}

void end(const std::vector<std::string>& keys) {
    if (keys.empty()) return;
    SessionStore::current().remove_many(keys);
    UserSession::objects.filter(F(&UserSession::session_key).in(keys)).delete_();
}

orm::QuerySet<UserSession> rows_of(const CurrentUser& user) {
    return UserSession::objects.filter(F(&UserSession::user_key) == user.key()).order_by(-F(&UserSession::last_seen), -F(&UserSession::id));
}

}  // namespace

void UserSession::describe(orm::Describe<UserSession>& session) {
    session.personal();
    session.field(&UserSession::session_key).max_length(40).unique().hidden();
    session.field(&UserSession::user_key).max_length(100).index();
    session.field(&UserSession::address).max_length(45).blank();
    session.field(&UserSession::user_agent).max_length(300).blank();
    session.property("browser", &UserSession::browser);
    session.display(&UserSession::browser);
}

std::string UserSession::browser() const { return browser_in_words(user_agent); }

std::vector<UserSession> sessions_of(const CurrentUser& user) {
    if (!user || !SessionStore::current().can_end_others()) return {};
    std::vector<UserSession> rows = rows_of(user).to_vector();
    const std::set<std::string> living = SessionStore::current().living(keys_of(rows));
    std::erase_if(rows, [&](const UserSession& row) { return !living.contains(row.session_key); });
    return rows;
}

std::int64_t end_sessions(const CurrentUser& user, std::string_view but) {
    std::vector<UserSession> rows = sessions_of(user);
    std::erase_if(rows, [&](const UserSession& row) { return row.session_key == but; });
    end(keys_of(rows));
    return static_cast<std::int64_t>(rows.size());
}

bool end_session(const CurrentUser& user, std::int64_t id) {
    if (!user || !SessionStore::current().can_end_others()) return false;
    const auto row = rows_of(user).first(F(&UserSession::id) == id);
    if (row) end({row->session_key});
    return row.has_value();
}

}  // namespace portico::auth
