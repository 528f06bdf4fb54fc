#include <portico/i18n/time_zone.hpp>

#include <date/tz.h>

#include <cstdint>
#include <string>

namespace portico::i18n {

namespace {

const date::time_zone& zone_of(const void* zone) { return *static_cast<const date::time_zone*>(zone); }

date::local_seconds local_seconds_of(Date day, Time time) {
    auto days = std::chrono::sys_days(day).time_since_epoch();
    return date::local_seconds(std::chrono::duration_cast<std::chrono::seconds>(days) +
                               std::chrono::floor<std::chrono::seconds>(time.since_midnight));
}

LocalTime split(std::chrono::microseconds since_epoch) {
    auto days = std::chrono::floor<std::chrono::days>(since_epoch);
    LocalTime local;
    local.date = Date(std::chrono::sys_days(days));
    local.time = Time{since_epoch - days};
    return local;
}

} // namespace

std::string offset_text(std::chrono::seconds offset) {
    auto seconds = offset.count();
    char sign = seconds < 0 ? '-' : '+';
    if (seconds < 0) seconds = -seconds;
    std::string text(1, sign);
    auto append = [&text](std::int64_t number) {
        if (number < 10) text += '0';
        text += std::to_string(number);
    };
    append(seconds / 3600);
    text += ':';
    append(seconds / 60 % 60);
    if (seconds % 60 == 0) return text;
    text += ':';
    append(seconds % 60);
    return text;
}

std::optional<TimeZone> TimeZone::find(std::string_view name) {
    if (name == "UTC") return TimeZone();
    try {
        TimeZone zone;
        zone.zone_ = date::locate_zone(name);
        zone.name_ = std::string(name);
        return zone;
    } catch (const std::runtime_error&) {
        return std::nullopt;
    }
}

TimeZone TimeZone::fixed(std::chrono::seconds offset, std::string name) {
    TimeZone zone;
    zone.offset_ = offset;
    if (!name.empty())
        zone.name_ = std::move(name);
    else if (offset.count() != 0)
        zone.name_ = "UTC" + offset_text(offset);
    return zone;
}

LocalTime TimeZone::local(DateTime moment) const {
    if (zone_ == nullptr) {
        LocalTime local = split(moment.time_since_epoch() + offset_);
        local.offset = offset_;
        local.abbreviation = name_;
        return local;
    }
    date::sys_info info = zone_of(zone_).get_info(std::chrono::floor<std::chrono::seconds>(moment));
    LocalTime local = split(moment.time_since_epoch() + info.offset);
    local.offset = info.offset;
    local.abbreviation = info.abbrev;
    local.daylight_saving = info.save.count() != 0;
    // Clocks change by a few hours at most: at other times there is no need to look.
    auto near = std::chrono::hours(25), since = std::chrono::duration_cast<std::chrono::hours>(moment - info.begin),
         until = std::chrono::duration_cast<std::chrono::hours>(info.end - moment);
    if (since < near || until < near) local.doubtful = kind(local.date, local.time) != Kind::unique;
    return local;
}

DateTime TimeZone::moment(Date day, Time time, bool second) const {
    auto offset = offset_;
    if (zone_ != nullptr) {
        date::local_info info = zone_of(zone_).get_info(local_seconds_of(day, time));
        bool later = second && info.result != date::local_info::unique;
        offset = later ? info.second.offset : info.first.offset;
    }
    return DateTime(std::chrono::sys_days(day).time_since_epoch() + time.since_midnight - offset);
}

LocalTime TimeZone::reading(Date day, Time time, bool second) const {
    LocalTime local{day, time, offset_, name_, false, false};
    if (zone_ == nullptr) return local;
    date::local_info info = zone_of(zone_).get_info(local_seconds_of(day, time));
    const date::sys_info& counts = second && info.result != date::local_info::unique ? info.second : info.first;
    local.offset = counts.offset;
    local.abbreviation = counts.abbrev;
    local.daylight_saving = counts.save.count() != 0;
    local.doubtful = info.result != date::local_info::unique;
    return local;
}

TimeZone::Kind TimeZone::kind(Date day, Time time) const {
    if (zone_ == nullptr) return Kind::unique;
    auto result = zone_of(zone_).get_info(local_seconds_of(day, time)).result;
    if (result == date::local_info::unique) return Kind::unique;
    return result == date::local_info::ambiguous ? Kind::repeated : Kind::skipped;
}

} // namespace portico::i18n
