#include "session_stores.hpp"

#include <portico/base/error.hpp>
#include <portico/base/signing.hpp>
#include <portico/cache/app.hpp>
#include <portico/cache/memory.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/project.hpp>

namespace portico::auth {

namespace {

constexpr std::string_view key_alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::size_t key_length = 32;

bool uses_cache(const SessionSettings& settings) {
    return settings.backend == SessionBackend::cache || settings.backend == SessionBackend::cached_database;
}

std::shared_ptr<SessionStore> make_store(Project& project) {
    const auto& settings = project.settings<SessionSettings>();
    const auto entries = [&] { return project.get<cache::Caches>().get(settings.cache); };
    switch (settings.backend) {
    case SessionBackend::cache: return std::make_shared<CacheSessions>(entries());
    case SessionBackend::cached_database: return std::make_shared<CachedDatabaseSessions>(entries());
    case SessionBackend::cookie: return std::make_shared<CookieSessions>(settings.cookie_name);
    default: return std::make_shared<DatabaseSessions>();
    }
}

}  // namespace

std::string new_session_key() { return random_string(key_length, key_alphabet); }

SessionStore& SessionStore::current() {
    Project& project = Project::current();
    if (auto* own = project.find<SessionStore>()) return *own;
    return project.get<StoreOfSettings>().get(project);
}

bool SessionStore::is_key(std::string_view text) const {
    return text.size() >= 8 && text.size() <= 40 && text.find_first_not_of(key_alphabet) == text.npos;
}

void SessionStore::remove_many(const std::vector<std::string>& keys) {
    for (const std::string& key : keys) remove(key);
}

SessionStore& StoreOfSettings::get(Project& project) {
    std::call_once(once_, [&] { store_ = make_store(project); });
    return *store_;
}

void check_session_store(Project& project, CheckReport& report) {
    const auto& settings = project.settings<SessionSettings>();
    if (!uses_cache(settings) || project.find<SessionStore>()) return;
    try {
        const cache::Cache entries = project.get<cache::Caches>().get(settings.cache);
        if (dynamic_cast<cache::Dummy*>(&entries.backend()) && settings.backend == SessionBackend::cache)
            report.error("auth.E010", "session.cache", "the cache \"" + settings.cache + "\" keeps nothing: every session would be lost at once", "choose another cache or backend");
    } catch (const Error& error) {
        report.error("auth.E011", "session.cache", error.what(), error.hint());
    }
}

void check_deployed_sessions(Project& project, CheckReport& report) {
    const auto& settings = project.settings<SessionSettings>();
    if (settings.backend != SessionBackend::cache || project.find<SessionStore>()) return;
    const cache::Cache entries = project.get<cache::Caches>().get(settings.cache);
    if (dynamic_cast<cache::Memory*>(&entries.backend()))
        report.warning("auth.W010", "session.backend", "sessions are kept in the program's memory: all end when it is started anew, or where there is no more room",
                       "backend = \"cached_database\" keeps them");
}

}  // namespace portico::auth
