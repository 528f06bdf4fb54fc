/// The time zone in which moments are typed, shown and taken apart in queries: the setting `time_zone` of the current project,
/// unless code says otherwise; UTC where there is no project.
///
///     i18n::UseTimeZone here(*i18n::TimeZone::find(user.time_zone));    // to the end of the scope, as Django's activate()
///     Post::objects.filter(F(&Post::published_at).date() == today)      // that zone's day
#pragma once
#include <memory>

#include <portico/i18n/time_zone.hpp>

namespace portico::i18n {

/// Good until the UseTimeZone that made it current ends.
const TimeZone& current_zone();

/// Makes a zone the current one of this fiber (or thread), and of the fibers it spawns, while it lives.
class [[nodiscard]] UseTimeZone {
public:
    explicit UseTimeZone(TimeZone zone);
    /// By its name. Throws Error where there is no such zone.
    explicit UseTimeZone(std::string_view name);
    ~UseTimeZone();
    UseTimeZone(const UseTimeZone&) = delete;
    UseTimeZone& operator=(const UseTimeZone&) = delete;

private:
    struct Scope;
    std::unique_ptr<Scope> scope_;
};

/// The zone of that name. Throws Error where there is none.
TimeZone require_zone(std::string_view name);

} // namespace portico::i18n
