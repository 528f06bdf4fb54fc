/// Where sessions are kept: `[session] backend` chooses one of Portico's, `project.provide<auth::SessionStore>(…)` brings one's own.
///
///     class Elsewhere final : public auth::SessionStore { … };
///     project.provide<auth::SessionStore>(std::make_shared<Elsewhere>());
///
/// All functions are called from several threads and fibers at once.
#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/date_time.hpp>
#include <portico/base/value.hpp>

namespace portico::auth {

class SessionStore {
public:
    virtual ~SessionStore() = default;
    /// That of the current project.
    static SessionStore& current();

    /// Could a browser have that from us? By default: 8 to 40 small letters and digits.
    virtual bool is_key(std::string_view text) const;
    /// What was kept under that key; nothing where there is none, or none any more.
    virtual std::optional<Map> load(const std::string& key) = 0;
    /// Keeps it under a new key, and gives that.
    virtual std::string create(const Map& data, DateTime expires) = 0;
    /// Keeps it under the key that it had; gives the key that it has from now on, nothing where it was removed meanwhile.
    virtual std::optional<std::string> update(const std::string& key, const Map& data, DateTime expires) = 0;
    virtual void remove(const std::string& key) = 0;

    /// Does the site keep them, and can it end one? Not those that browsers keep.
    virtual bool can_end_others() const { return true; }
    /// Which of these go on.
    virtual std::set<std::string> living(const std::vector<std::string>& keys) = 0;
    virtual void remove_many(const std::vector<std::string>& keys);
    /// Deletes those that have expired, where that isn't done by itself; gives their number.
    virtual std::int64_t clear_expired() { return 0; }
};

}  // namespace portico::auth
