/// Portico's own: see docs/reference/sessions.md.
#pragma once
#include <memory>
#include <mutex>

#include <portico/auth/session.hpp>
#include <portico/auth/session_store.hpp>
#include <portico/cache/cache.hpp>

namespace portico {
class CheckReport;
class Project;
}

namespace portico::auth {

/// 32 small letters and digits: 165 bits.
std::string new_session_key();

/// Rows of django_session.
class DatabaseSessions final : public SessionStore {
public:
    struct Kept {
        Map data{};
        DateTime expires{};
    };
    std::optional<Kept> read(const std::string& key);
    std::optional<Map> load(const std::string& key) override;
    std::string create(const Map& data, DateTime expires) override;
    std::optional<std::string> update(const std::string& key, const Map& data, DateTime expires) override;
    void remove(const std::string& key) override;
    std::set<std::string> living(const std::vector<std::string>& keys) override;
    void remove_many(const std::vector<std::string>& keys) override;
    std::int64_t clear_expired() override;
};

/// Entries of a cache.
class CacheSessions final : public SessionStore {
public:
    explicit CacheSessions(cache::Cache entries) : entries_(std::move(entries)) {}
    std::optional<Map> load(const std::string& key) override;
    std::string create(const Map& data, DateTime expires) override;
    std::optional<std::string> update(const std::string& key, const Map& data, DateTime expires) override;
    void remove(const std::string& key) override;
    std::set<std::string> living(const std::vector<std::string>& keys) override;
    void remove_many(const std::vector<std::string>& keys) override;
    std::int64_t clear_expired() override { return entries_.clear_expired(); }

private:
    cache::Cache entries_;
};

/// Rows of django_session, read from a cache where they are there. A copy lives for minutes, so that what another program ends is over soon wherever the
/// cache is.
class CachedDatabaseSessions final : public SessionStore {
public:
    explicit CachedDatabaseSessions(cache::Cache copies) : copies_(std::move(copies)) {}
    std::optional<Map> load(const std::string& key) override;
    std::string create(const Map& data, DateTime expires) override;
    std::optional<std::string> update(const std::string& key, const Map& data, DateTime expires) override;
    void remove(const std::string& key) override { remove_many({key}); }
    std::set<std::string> living(const std::vector<std::string>& keys) override { return rows_.living(keys); }
    void remove_many(const std::vector<std::string>& keys) override;
    std::int64_t clear_expired() override { return rows_.clear_expired(); }

private:
    void keep(const std::string& key, const Map& data, DateTime expires);

    DatabaseSessions rows_{};
    cache::Cache copies_;
};

/// All of it in the browser's cookie, sealed: nobody but the site reads or changes it. The key is the cookie.
class CookieSessions final : public SessionStore {
public:
    explicit CookieSessions(std::string cookie_name) : name_(std::move(cookie_name)) {}
    bool is_key(std::string_view text) const override;
    std::optional<Map> load(const std::string& key) override;
    std::string create(const Map& data, DateTime expires) override;
    std::optional<std::string> update(const std::string& key, const Map& data, DateTime expires) override;
    void remove(const std::string&) override {}
    bool can_end_others() const override { return false; }
    std::set<std::string> living(const std::vector<std::string>& keys) override;

private:
    std::string purpose() const;

    std::string name_;
};

/// The one that the settings name: a service, made when it is first asked for.
class StoreOfSettings {
public:
    SessionStore& get(Project& project);

private:
    std::once_flag once_{};
    std::shared_ptr<SessionStore> store_{};
};

void check_session_store(Project& project, CheckReport& report);
void check_deployed_sessions(Project& project, CheckReport& report);

}  // namespace portico::auth
