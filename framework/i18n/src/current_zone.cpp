#include <portico/i18n/current_zone.hpp>

#include <map>

#include <portico/base/error.hpp>
#include <portico/fibers/local.hpp>
#include <portico/project/project.hpp>

namespace portico::i18n {

namespace {

fibers::Local<TimeZone> zone_in_use;

} // namespace

struct UseTimeZone::Scope {
    fibers::Local<TimeZone>::Scope scope;
};

UseTimeZone::UseTimeZone(TimeZone zone) : scope_(new Scope{{zone_in_use, std::move(zone)}}) {}
UseTimeZone::UseTimeZone(std::string_view name) : UseTimeZone(require_zone(name)) {}
UseTimeZone::~UseTimeZone() = default;

TimeZone require_zone(std::string_view name) {
    if (auto zone = TimeZone::find(name)) return std::move(*zone);
    throw Error("there is no time zone \"" + std::string(name) + "\"", "an IANA name, as in \"Europe/Berlin\"");
}

const TimeZone& current_zone() {
    static const TimeZone utc;
    // Each name is looked for once a thread; a wrong one is told by a check at the start.
    thread_local std::map<std::string, TimeZone, std::less<>> zones;
    if (const TimeZone* zone = zone_in_use.get()) return *zone;
    Project* project = Project::current_or_null();
    if (!project) return utc;
    const std::string& name = project->settings().time_zone;
    auto known = zones.find(name);
    if (known == zones.end()) known = zones.emplace(name, TimeZone::find(name).value_or(utc)).first;
    return known->second;
}

} // namespace portico::i18n
