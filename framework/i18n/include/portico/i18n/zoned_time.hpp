/// A date and time that carries its own zone, or none at all, where a plain `DateTime` is a moment shown in
/// the current zone.
///
///     Value departure = ZonedTime(Date{…}, Time::of(9, 30), *TimeZone::find("Asia/Tokyo"));
///     Value wall_clock = ZonedTime(Date{…}, Time::of(9, 30));          // naive: shown as it stands
#pragma once
#include <portico/base/value.hpp>
#include <portico/i18n/time_zone.hpp>

namespace portico::i18n {

class ZonedTime : public Dynamic {
public:
    ZonedTime(Date date, Time time) : date_(date), time_(time) {}
    ZonedTime(Date date, Time time, TimeZone zone, bool second = false)
        : date_(date), time_(time), zone_(std::move(zone)), second_(second) {}
    ZonedTime(DateTime moment, TimeZone zone);

    Date date() const { return date_; }
    Time time() const { return time_; }
    const std::optional<TimeZone>& zone() const { return zone_; }
    /// Of two equal local times, is this the second?
    bool second() const { return second_; }
    /// Is it shown in the reader's zone (the default), or in its own (what the filters `localtime` and
    /// `timezone` give)?
    bool converts() const { return converts_; }
    ZonedTime keep_zone() && { return converts_ = false, std::move(*this); }
    /// A naive time is taken as one of `naive_zone`.
    DateTime moment(const TimeZone& naive_zone = {}) const;

    /// "2026-01-02 03:04:05+01:00", as Python prints it.
    std::string str() const override;
    std::optional<Value> attribute(std::string_view name) const override;

private:
    Date date_;
    Time time_;
    std::optional<TimeZone> zone_{};
    bool second_ = false;
    bool converts_ = true;
};

/// "2026-01-02T03:04:05+01:00" as Django's `parse_datetime`: without an offset it has no zone. Nothing where the text is not of the form;
/// ConversionError where it is but there is no such moment.
std::optional<ZonedTime> parse_zoned_time(std::string_view text);

/// year, month, day, hour, minute, second or microsecond; nothing for another name.
std::optional<Value> calendar_part(Date date, std::string_view name);
std::optional<Value> clock_part(Time time, std::string_view name);

} // namespace portico::i18n
