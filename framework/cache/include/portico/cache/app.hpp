/// Caches as an app: their settings, a check, `clearcache`.
///
///     [cache]
///     url = "memory:"                        # the default: in the program's memory
///     timeout = "5m"                         # how long entries live that say nothing
///     [caches.pages]                         # cache::named("pages")
///     url = "database:"                      # a table, by the app orm::cache_table()
///     prefix = "shop"
///     [caches.shared]
///     url = "redis://:secret@10.0.0.5:6379/0"   # or unix:/run/redis/redis.sock
///
/// auth::app() brings it along.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include <portico/base/describe.hpp>
#include <portico/cache/cache.hpp>
#include <portico/project/app.hpp>

namespace portico {
class Project;
}

namespace portico::cache {

struct CacheSettings {
    std::string url = "memory:";
    std::chrono::microseconds timeout = std::chrono::minutes(5);
    std::string prefix{};
    std::int64_t version = 1;
    std::int64_t max_bytes = 64 << 20;  // memory:
    std::chrono::microseconds server_timeout = std::chrono::seconds(5);  // redis:

    static void describe(Describe<CacheSettings>& cache);
};

/// A contribution: what makes backends of URLs with that scheme.
struct BackendKind {
    std::string scheme{};
    std::function<std::shared_ptr<Backend>(Project& project, const CacheSettings& settings)> make{};
};

/// The project's caches by their names: a service.
class Caches {
public:
    using Named = std::map<std::string, Cache, std::less<>>;
    /// `make` gives those of the settings when one is first asked for.
    explicit Caches(std::function<Named()> make = {}) : make_(std::move(make)) {}
    /// In place of the one that has that name.
    void set(std::string name, Cache cache);
    /// Error where there is none.
    Cache get(std::string_view name = "default");
    bool has(std::string_view name);
    Named all();

private:
    void prepare();

    std::mutex guard_{};
    std::function<Named()> make_;
    Named caches_{};
};

App app();

}  // namespace portico::cache
