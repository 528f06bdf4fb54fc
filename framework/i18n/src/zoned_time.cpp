#include <portico/i18n/zoned_time.hpp>

namespace portico::i18n {

ZonedTime::ZonedTime(DateTime moment, TimeZone zone) : zone_(std::move(zone)) {
    LocalTime local = zone_->local(moment);
    date_ = local.date;
    time_ = local.time;
    second_ = zone_->kind(date_, time_) == TimeZone::Kind::repeated && zone_->moment(date_, time_) != moment;
}

DateTime ZonedTime::moment(const TimeZone& naive_zone) const {
    return (zone_ ? *zone_ : naive_zone).moment(date_, time_, second_);
}

std::optional<ZonedTime> parse_zoned_time(std::string_view text) {
    auto written = parse_written_moment(text);
    if (!written) return std::nullopt;
    if (!written->offset) return ZonedTime(written->date, written->time);
    return ZonedTime(written->date, written->time, TimeZone::fixed(*written->offset, written->zone));
}

std::string ZonedTime::str() const {
    std::string text = to_iso(date_) + " " + to_iso(time_);
    if (zone_) text += offset_text(zone_->local(moment()).offset);
    return text;
}

std::optional<Value> ZonedTime::attribute(std::string_view name) const {
    if (auto part = calendar_part(date_, name)) return part;
    return clock_part(time_, name);
}

std::optional<Value> calendar_part(Date date, std::string_view name) {
    if (name == "year") return Value(static_cast<int>(date.year()));
    if (name == "month") return Value(static_cast<unsigned>(date.month()));
    if (name == "day") return Value(static_cast<unsigned>(date.day()));
    return std::nullopt;
}

std::optional<Value> clock_part(Time time, std::string_view name) {
    if (name == "hour") return Value(time.hour());
    if (name == "minute") return Value(time.minute());
    if (name == "second") return Value(time.second());
    if (name == "microsecond") return Value(time.microsecond());
    return std::nullopt;
}

} // namespace portico::i18n
