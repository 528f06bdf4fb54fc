// Dates, times and moments read as Python's fromisoformat and, where that refuses, Django's looser patterns read them.
#include <portico/base/date_time.hpp>

#include <portico/base/error.hpp>

#include "iso_reader.hpp"

namespace portico {

namespace {

using namespace std::chrono;

struct Clock {
    int hour = 0, minute = 0, second = 0, microsecond = 0;
};

Date checked(Date date, std::string_view text) {
    if (!date.ok() || date.year() < year(1)) {
        throw ConversionError("\"" + std::string(text) + "\" has the form of a date but there is no such day", "invalid_date");
    }
    return date;
}

bool exists(const Clock& clock) { return clock.hour <= 23 && clock.minute <= 59 && clock.second <= 59; }

Time checked(const Clock& clock, std::string_view text) {
    if (!exists(clock)) {
        throw ConversionError("\"" + std::string(text) + "\" has the form of a time but there is no such time", "invalid_time");
    }
    return Time::of(clock.hour, clock.minute, clock.second, clock.microsecond);
}

/// The day of an ISO week: "2026-W01-5", "2026W015", "2026-W01".
std::optional<Date> week_date(IsoReader reader, int year_number, bool dashes) {
    int week = reader.number(2, 2), day = 1;
    if (!reader.at_end()) {
        if (dashes) reader.expect('-');
        day = reader.number(1, 1);
    }
    if (!reader.good || !reader.at_end() || week < 1 || week > 53 || day < 1 || day > 7) return std::nullopt;
    sys_days fourth(year(year_number) / January / 4);  // always in the first week
    sys_days monday = fourth - days(weekday(fourth).iso_encoding() - 1);
    sys_days found = monday + weeks(week - 1) + days(day - 1);
    bool in_next_year = week == 53 && Date(found - days(day - 1) + days(3)).year() != year(year_number);
    return in_next_year ? std::nullopt : std::optional(Date(found));
}

/// As date.fromisoformat: "2026-01-02", "20260102" and weeks; nothing for days that there are not.
std::optional<Date> strict_date(std::string_view text) {
    IsoReader reader(text);
    int year_number = reader.number(4, 4);
    bool dashes = reader.take('-');
    if (!reader.good || year_number < 1) return std::nullopt;
    if (reader.take('W')) return week_date(reader, year_number, dashes);
    int month_number = reader.number(2, 2);
    if (dashes) reader.expect('-');
    int day_number = reader.number(2, 2);
    Date date = year(year_number) / month_number / day_number;
    if (!reader.good || !reader.at_end() || !date.ok()) return std::nullopt;
    return date;
}

/// "03:04:05.5", "030405", "03:04", "03"; stops at what comes behind.
std::optional<Clock> strict_clock(IsoReader& reader) {
    Clock clock;
    clock.hour = reader.number(2, 2);
    bool colons = reader.peek() == ':';
    auto part = [&](int& to) {
        if (colons ? !reader.take(':') : !reader.at_digit()) return false;
        to = reader.number(2, 2);
        return true;
    };
    if (part(clock.minute) && part(clock.second) && (reader.peek() == '.' || reader.peek() == ',')) {
        clock.microsecond = reader.fraction();
    }
    if (!reader.good || !exists(clock)) return std::nullopt;
    return clock;
}

struct Offset {
    std::optional<seconds> value{};
    std::string zone{};
};

/// "Z", "+01:00", "+0100", "+01" or nothing, to the end.
std::optional<Offset> strict_offset(IsoReader& reader) {
    if (reader.at_end()) return Offset{};
    if (reader.take('Z')) return reader.at_end() ? std::optional(Offset{seconds(0), "UTC"}) : std::nullopt;
    bool minus = reader.peek() == '-';
    if (!reader.take('-') && !reader.take('+')) return std::nullopt;
    auto clock = strict_clock(reader);
    if (!clock || !reader.at_end()) return std::nullopt;
    seconds offset = hours(clock->hour) + minutes(clock->minute) + seconds(clock->second);
    return Offset{minus ? -offset : offset, offset.count() == 0 ? "UTC" : ""};
}

std::optional<Clock> strict_time(std::string_view text) {
    IsoReader reader(text);
    reader.take('T');
    auto clock = strict_clock(reader);
    return clock && strict_offset(reader) ? clock : std::nullopt;
}

/// Where the date ends in a text that begins with one: "2026-01-02", "20260102", "2026-W01-5" …
std::size_t date_length(std::string_view text) {
    bool dashes = text.size() > 4 && text[4] == '-';
    std::size_t at_week = dashes ? 5 : 4;
    if (text.size() <= at_week || text[at_week] != 'W') return dashes ? 10 : 8;
    std::size_t week_end = at_week + 3;
    if (dashes) return text.size() > week_end + 1 && text[week_end] == '-' ? week_end + 2 : week_end;
    bool has_day = text.size() > week_end && text[week_end] >= '0' && text[week_end] <= '9';
    return week_end + (has_day ? 1 : 0);
}

std::optional<WrittenMoment> strict_moment(std::string_view text) {
    if (text.size() < 7) return std::nullopt;
    auto length = date_length(text);
    auto date = strict_date(text.substr(0, length));
    if (!date) return std::nullopt;
    if (text.size() <= length) return WrittenMoment{*date, {}, {}, {}};
    IsoReader reader(text.substr(length + 1));
    auto clock = strict_clock(reader);
    auto offset = clock ? strict_offset(reader) : std::nullopt;
    if (!offset) return std::nullopt;
    return WrittenMoment{*date, checked(*clock, text), offset->value, offset->zone};
}

// Django's own patterns: digits may be missing, and what they match must exist.

std::optional<Date> loose_date(IsoReader& reader) {
    int year_number = reader.number(4, 4);
    reader.expect('-');
    int month_number = reader.number(1, 2);
    reader.expect('-');
    int day_number = reader.number(1, 2);
    if (!reader.good) return std::nullopt;
    return Date{year(year_number), month(static_cast<unsigned>(month_number)), day(static_cast<unsigned>(day_number))};
}

std::optional<Clock> loose_clock(IsoReader& reader) {
    Clock clock;
    clock.hour = reader.number(1, 2);
    reader.expect(':');
    clock.minute = reader.number(1, 2);
    if (reader.take(':')) {
        clock.second = reader.number(1, 2);
        clock.microsecond = reader.fraction(12);
    }
    if (!reader.good) return std::nullopt;
    return clock;
}

/// As Django names its fixed zones: "-0320".
std::optional<Offset> loose_offset(IsoReader& reader) {
    if (reader.at_end()) return Offset{};
    if (reader.take('Z')) return reader.at_end() ? std::optional(Offset{seconds(0), "UTC"}) : std::nullopt;
    bool minus = reader.peek() == '-';
    if (!reader.take('-')) reader.expect('+');
    int hour = reader.number(2, 2), minute = 0;
    if (!reader.at_end()) {
        reader.take(':');
        minute = reader.number(2, 2);
    }
    if (!reader.good || !reader.at_end()) return std::nullopt;
    auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    seconds offset = hours(hour) + minutes(minute);
    return Offset{minus ? -offset : offset, (minus ? '-' : '+') + two(hour) + two(minute)};
}

std::optional<WrittenMoment> loose_moment(std::string_view text) {
    IsoReader reader(text);
    auto date = loose_date(reader);
    if (!date || (!reader.take('T') && !reader.take(' '))) return std::nullopt;
    auto clock = loose_clock(reader);
    if (!clock) return std::nullopt;
    while (reader.take(' ')) {}
    auto offset = loose_offset(reader);
    if (!offset) return std::nullopt;
    return WrittenMoment{checked(*date, text), checked(*clock, text), offset->value, offset->zone};
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
    if (auto date = strict_date(text)) return date;
    IsoReader reader(text);
    auto date = loose_date(reader);
    if (!date || !reader.at_end()) return std::nullopt;
    return checked(*date, text);
}

std::optional<Time> parse_time(std::string_view text) {
    if (auto clock = strict_time(text)) return checked(*clock, text);
    IsoReader reader(text);
    auto clock = loose_clock(reader);
    if (!clock || !reader.at_end()) return std::nullopt;
    return checked(*clock, text);
}

std::optional<WrittenMoment> parse_written_moment(std::string_view text) {
    if (auto moment = strict_moment(text)) return moment;
    return loose_moment(text);
}

std::optional<DateTime> parse_date_time(std::string_view text) {
    auto moment = parse_written_moment(text);
    // RFC 3339 lets the letters be small; Python does not.
    if (!moment && text.ends_with('z')) moment = parse_written_moment(std::string(text.substr(0, text.size() - 1)) + 'Z');
    if (!moment) return std::nullopt;
    return at(moment->date, moment->time) - moment->offset.value_or(seconds(0));
}

}  // namespace portico
