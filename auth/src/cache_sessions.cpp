#include <algorithm>

#include "session_stores.hpp"

namespace portico::auth {

namespace {

constexpr std::chrono::minutes life_of_copies{5};

Duration life_of_copy(DateTime expires) { return std::min<Duration>(expires - now(), life_of_copies); }

std::string entry_of(const std::string& key) { return "session:" + key; }

std::vector<std::string> entries_of(const std::vector<std::string>& keys) {
    std::vector<std::string> entries;
    for (const std::string& key : keys) entries.push_back(entry_of(key));
    return entries;
}

}  // namespace

std::optional<Map> CacheSessions::load(const std::string& key) { return entries_.get<Map>(entry_of(key)); }

std::string CacheSessions::create(const Map& data, DateTime expires) {
    std::string key = new_session_key();
    entries_.set(entry_of(key), data, expires - now());
    return key;
}

std::optional<std::string> CacheSessions::update(const std::string& key, const Map& data, DateTime expires) {
    return entries_.replace(entry_of(key), data, expires - now()) ? std::optional(key) : std::nullopt;
}

void CacheSessions::remove(const std::string& key) { entries_.remove(entry_of(key)); }

std::set<std::string> CacheSessions::living(const std::vector<std::string>& keys) {
    std::set<std::string> found;
    for (const auto& [entry, data] : entries_.get_many<Map>(entries_of(keys))) found.insert(entry.substr(entry_of({}).size()));
    return found;
}

void CacheSessions::remove_many(const std::vector<std::string>& keys) { entries_.remove_many(entries_of(keys)); }

std::optional<Map> CachedDatabaseSessions::load(const std::string& key) {
    if (auto copy = copies_.get<std::optional<Map>>(entry_of(key))) return std::move(*copy);
    auto row = rows_.read(key);
    if (!row) return std::nullopt;
    // Only where nothing is: who has removed the session since has left a mark there.
    copies_.add(entry_of(key), row->data, life_of_copy(row->expires));
    return std::move(row->data);
}

void CachedDatabaseSessions::keep(const std::string& key, const Map& data, DateTime expires) {
    copies_.set(entry_of(key), data, life_of_copy(expires));
}

std::string CachedDatabaseSessions::create(const Map& data, DateTime expires) {
    std::string key = rows_.create(data, expires);
    keep(key, data, expires);
    return key;
}

std::optional<std::string> CachedDatabaseSessions::update(const std::string& key, const Map& data, DateTime expires) {
    auto updated = rows_.update(key, data, expires);
    if (updated) keep(key, data, expires);
    else remove(key);  // another program has ended it, and knows nothing of our copy
    return updated;
}

void CachedDatabaseSessions::remove_many(const std::vector<std::string>& keys) {
    rows_.remove_many(keys);
    for (const std::string& key : keys) copies_.set(entry_of(key), std::optional<int>(), life_of_copies);
}

}  // namespace portico::auth
