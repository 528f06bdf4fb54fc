#include <portico/auth/models.hpp>
#include <portico/project/project.hpp>

#include "session_stores.hpp"

namespace portico::auth {

namespace {

const Settings& site() { return Project::current().settings(); }

}  // namespace

std::optional<DatabaseSessions::Kept> DatabaseSessions::read(const std::string& key) {
    const auto row = SessionRow::objects.first(F(&SessionRow::session_key) == key, F(&SessionRow::expire_date) > now());
    if (!row) return std::nullopt;
    return Kept{decode_session(row->session_data, site().secret_key, site().secret_key_fallbacks), row->expire_date};
}

std::optional<Map> DatabaseSessions::load(const std::string& key) {
    auto kept = read(key);
    return kept ? std::optional(std::move(kept->data)) : std::nullopt;
}

std::string DatabaseSessions::create(const Map& data, DateTime expires) {
    std::string key = new_session_key();
    SessionRow::objects.create({.session_key = key, .session_data = encode_session(data, site().secret_key), .expire_date = expires});
    return key;
}

std::optional<std::string> DatabaseSessions::update(const std::string& key, const Map& data, DateTime expires) {
    const std::string text = encode_session(data, site().secret_key);
    const auto written = SessionRow::objects.filter(F(&SessionRow::session_key) == key).update(F(&SessionRow::session_data) = text, F(&SessionRow::expire_date) = expires);
    return written > 0 ? std::optional(key) : std::nullopt;
}

void DatabaseSessions::remove(const std::string& key) { SessionRow::objects.filter(F(&SessionRow::session_key) == key).delete_(); }

std::set<std::string> DatabaseSessions::living(const std::vector<std::string>& keys) {
    const auto found = SessionRow::objects.filter(F(&SessionRow::session_key).in(keys), F(&SessionRow::expire_date) > now()).values_list(&SessionRow::session_key);
    return {found.begin(), found.end()};
}

void DatabaseSessions::remove_many(const std::vector<std::string>& keys) {
    if (!keys.empty()) SessionRow::objects.filter(F(&SessionRow::session_key).in(keys)).delete_();
}

std::int64_t DatabaseSessions::clear_expired() { return SessionRow::objects.filter(F(&SessionRow::expire_date) < now()).delete_().total; }

}  // namespace portico::auth
