/// Dates, times and durations are the standard library's: a moment is UTC, microseconds since 1970.
///
///     DateTime now = portico::now();
///     Date day = date_of(now);                       // in UTC; local_time() in i18n takes a zone
///     to_iso(now)                                    // "2026-11-21T11:30:00.123456Z"
///     parse_date_time("2026-11-21T11:30:00+01:00")   // 10:30 UTC
#pragma once
#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace portico {

using Date = std::chrono::year_month_day;
using Duration = std::chrono::microseconds;
using DateTime = std::chrono::sys_time<std::chrono::microseconds>;

/// A time of day without a date: microseconds since midnight, 0 ≤ t < 24 h.
struct Time {
    std::chrono::microseconds since_midnight{};

    static constexpr Time of(int hour, int minute, int second = 0, int microsecond = 0) {
        return {std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second) +
                std::chrono::microseconds(microsecond)};
    }
    constexpr int hour() const { return static_cast<int>(since_midnight.count() / 3'600'000'000); }
    constexpr int minute() const { return static_cast<int>(since_midnight.count() / 60'000'000 % 60); }
    constexpr int second() const { return static_cast<int>(since_midnight.count() / 1'000'000 % 60); }
    constexpr int microsecond() const { return static_cast<int>(since_midnight.count() % 1'000'000); }
    auto operator<=>(const Time&) const = default;
};

/// The clock. Tests set it with `FrozenClock`.
DateTime now();

/// While it lives, `now()` of this thread gives this moment.
class FrozenClock {
public:
    explicit FrozenClock(DateTime moment);
    ~FrozenClock();
    FrozenClock(const FrozenClock&) = delete;
    FrozenClock& operator=(const FrozenClock&) = delete;

private:
    std::optional<DateTime> before_;
};

Date date_of(DateTime moment);
Time time_of(DateTime moment);
DateTime at(Date date, Time time = {});

/// ISO 8601: "2026-01-02", "03:04:05.000600", "2026-01-02T03:04:05Z" (a fraction only where there is one).
std::string to_iso(Date date);
std::string to_iso(Time time);
std::string to_iso(DateTime moment);
/// ISO 8601 duration as Django writes it: "P1DT02H03M04.5S".
std::string to_iso(Duration duration);

/// As Django's `parse_date` and its like: nothing where the text is not of the form (Python's ISO forms, weeks too, or digits with zeros
/// left out); `ConversionError` where it is but there is no such date or time. A moment without an offset is taken as UTC.
std::optional<Date> parse_date(std::string_view text);
std::optional<Time> parse_time(std::string_view text);
std::optional<DateTime> parse_date_time(std::string_view text);
/// A moment as it was written, with its offset where it has one.
struct WrittenMoment {
    Date date{};
    Time time{};
    std::optional<std::chrono::seconds> offset{};
    std::string zone{};  // "UTC", or the offset's name
};
std::optional<WrittenMoment> parse_written_moment(std::string_view text);
/// "4 days, 1:15:20.5", "-15:30", "30" (seconds), ISO 8601's "P4DT1H15M20S", and PostgreSQL's "3 days 04:05:06".
std::optional<Duration> parse_duration(std::string_view text);

}  // namespace portico
