#include <portico/cache/app.hpp>

#include <vector>

#include <portico/base/error.hpp>
#include <portico/cache/memory.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/hooks.hpp>
#include <portico/project/commands.hpp>
#include <portico/project/project.hpp>
#include <portico/project/settings_section.hpp>

#include "redis/redis.hpp"

namespace portico::cache {

namespace {

std::shared_ptr<Backend> backend_of(Project& project, const CacheSettings& settings) {
    const std::string scheme = settings.url.substr(0, settings.url.find(':'));
    std::vector<std::string> known;
    for (const auto& [app, kind] : project.contributions<BackendKind>()) {
        if (kind.scheme == scheme) return kind.make(project, settings);
        known.push_back(kind.scheme);
    }
    std::string hint = scheme == "database" ? "install the app with its table: project.install(orm::cache_table())" : did_you_mean(scheme, known);
    throw Error("\"" + settings.url + "\" is no cache that is known", hint.empty() ? "memory:, database:, redis://host:6379/0 or dummy:" : std::move(hint));
}

std::shared_ptr<Backend> redis_of(Project&, const CacheSettings& settings) { return std::make_shared<Redis>(RedisAddress::parse(settings.url), settings.server_timeout); }

Cache cache_of(Project& project, const CacheSettings& settings) {
    return Cache(backend_of(project, settings), {.prefix = settings.prefix, .version = static_cast<int>(settings.version), .lifetime = settings.timeout});
}

struct CachesOfSettings {
    void attach(Project& project) const {
        project.provide(std::make_shared<Caches>([&project] {
            Caches::Named caches;
            caches.emplace("default", cache_of(project, project.settings<CacheSettings>()));
            for (const auto& [name, settings] : project.named_settings<CacheSettings>()) caches.insert_or_assign(name, cache_of(project, *settings));
            return caches;
        }));
    }
};

void check_urls(Project& project, CheckReport& report) {
    auto look = [&](const std::string& setting, const CacheSettings& settings) {
        try {
            backend_of(project, settings);
        } catch (const Error& error) {
            report.error("cache.E001", setting, error.what(), error.hint());
        }
    };
    look("cache.url", project.settings<CacheSettings>());
    for (const auto& [name, settings] : project.named_settings<CacheSettings>()) look("caches." + name + ".url", *settings);
}

void check_servers(Project& project, CheckReport& report) {
    Project::Scope current(project);
    for (const auto& [name, cache] : project.get<Caches>().all()) {
        try {
            cache.contains("check");
        } catch (const CacheError& error) {
            report.warning("cache.W001", "the cache \"" + name + "\"", error.what(), error.hint());
        }
    }
}

struct ClearCacheArguments {
    Argument<std::optional<std::string>> name{};
    bool expired = false;

    static void describe(Describe<ClearCacheArguments>& arguments) {
        arguments.field(&ClearCacheArguments::name).help_text("which cache; none: all");
        arguments.field(&ClearCacheArguments::expired).help_text("only what has expired");
    }
};

int clear_cache(Project& project, const ClearCacheArguments& arguments) {
    Project::Scope current(project);
    Caches& caches = project.get<Caches>();
    Caches::Named chosen = caches.all();
    if (*arguments.name) chosen = {{**arguments.name, caches.get(**arguments.name)}};
    for (const auto& [name, cache] : chosen) {
        if (arguments.expired) project.out() << cache.clear_expired() << " expired entries of the cache \"" << name << "\" are gone.\n";
        else cache.clear(), project.out() << "The cache \"" << name << "\" is empty.\n";
    }
    return 0;
}

}  // namespace

void CacheSettings::describe(Describe<CacheSettings>& cache) {
    cache.field(&CacheSettings::url).help_text("where entries are kept: memory:, database:, redis://host:6379/0, unix:/run/redis.sock or dummy:");
    cache.field(&CacheSettings::timeout).help_text("how long entries live that say nothing");
    cache.field(&CacheSettings::prefix).help_text("in front of all keys").blank();
    cache.field(&CacheSettings::version).help_text("of all keys: another one sees nothing of what was there");
    cache.field(&CacheSettings::server_timeout).help_text("of Redis: how long an answer is waited for");
    cache.field(&CacheSettings::max_bytes).help_text("of memory: how much it may hold").min(1 << 16);
}

void Caches::prepare() {
    if (!make_) return;
    caches_.merge(make_());  // what somebody has set stays
    make_ = nullptr;
}

void Caches::set(std::string name, Cache cache) {
    std::lock_guard lock(guard_);
    caches_.insert_or_assign(std::move(name), std::move(cache));
}

Cache Caches::get(std::string_view name) {
    std::lock_guard lock(guard_);
    prepare();
    if (const auto found = caches_.find(name); found != caches_.end()) return found->second;
    std::vector<std::string> known;
    for (const auto& [other, cache] : caches_) known.push_back(other);
    throw Error("there is no cache \"" + std::string(name) + "\"", did_you_mean(name, known));
}

bool Caches::has(std::string_view name) {
    std::lock_guard lock(guard_);
    prepare();
    return caches_.contains(name);
}

Caches::Named Caches::all() {
    std::lock_guard lock(guard_);
    prepare();
    return caches_;
}

Cache usual() { return named("default"); }
Cache named(std::string_view name) { return Project::current().get<Caches>().get(name); }

App app() {
    return App("cache")
        .title("Caches")
        .with(settings_section<CacheSettings>("cache"))
        .with(settings_sections<CacheSettings>("caches"))
        .with(BackendKind{"memory", [](Project&, const CacheSettings& settings) { return std::make_shared<Memory>(static_cast<std::size_t>(settings.max_bytes)); }})
        .with(BackendKind{"dummy", [](Project&, const CacheSettings&) { return std::make_shared<Dummy>(); }})
        .with(BackendKind{"redis", &redis_of})
        .with(BackendKind{"unix", &redis_of})
        .with(error_status<CacheError>(503))
        .with(CachesOfSettings{})
        .with(command<clear_cache>("clearcache", "Empties caches."))
        .with(Check{&check_urls})
        .with(Check{&check_servers, CheckStage::database});
}

}  // namespace portico::cache
