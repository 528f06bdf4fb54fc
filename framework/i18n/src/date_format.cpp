#include <portico/i18n/date_format.hpp>

#include <array>
#include <charconv>

#include <portico/base/error.hpp>

namespace portico::i18n {

namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 7> weekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 12> associated_press_months{
    "Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."};

std::string padded(long long number, int width) {
    char digits[24];
    std::string text(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
    auto wanted = static_cast<std::size_t>(width);
    if (text.size() < wanted) text.insert(number < 0 ? 1 : 0, wanted - text.size(), '0');
    return text;
}

unsigned weekday_of(Date date) { return weekday(sys_days(date)).c_encoding(); }

int day_of_year(Date date) {
    return static_cast<int>((sys_days(date) - sys_days(date.year() / January / 1)).count()) + 1;
}

/// ISO 8601: the year and number of the week that the date's Thursday is in.
std::pair<int, int> iso_week(Date date) {
    sys_days day(date);
    Date thursday(day + days(4) - days(weekday(day).iso_encoding()));
    return {static_cast<int>(thursday.year()), (day_of_year(thursday) - 1) / 7 + 1};
}

std::string_view ordinal_suffix(unsigned day) {
    if (day >= 11 && day <= 13) return "th";
    if (day % 10 == 1) return "st";
    if (day % 10 == 2) return "nd";
    return day % 10 == 3 ? "rd" : "th";
}

std::string lower_abbreviation(std::string_view name) {
    std::string text(name.substr(0, 3));
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

std::string rfc_5322(const LocalTime& local) {
    std::string offset = offset_text(local.offset);
    offset.erase(3, 1);
    return std::string(weekdays[weekday_of(local.date)].substr(0, 3)) + ", " +
           padded(static_cast<unsigned>(local.date.day()), 2) + " " +
           std::string(months[static_cast<unsigned>(local.date.month()) - 1].substr(0, 3)) + " " +
           padded(static_cast<int>(local.date.year()), 4) + " " + padded(local.time.hour(), 2) + ":" +
           padded(local.time.minute(), 2) + ":" + padded(local.time.second(), 2) + " " + offset.substr(0, 5);
}

std::string calendar_character(Date date, char c) {
    auto day = static_cast<unsigned>(date.day());
    auto month = static_cast<unsigned>(date.month());
    int year = static_cast<int>(date.year());
    switch (c) {
    case 'b':
        return lower_abbreviation(months[month - 1]);
    case 'd':
        return padded(day, 2);
    case 'D':
        return std::string(weekdays[weekday_of(date)].substr(0, 3));
    case 'E':
    case 'F':
        return std::string(months[month - 1]);
    case 'j':
        return std::to_string(day);
    case 'l':
        return std::string(weekdays[weekday_of(date)]);
    case 'L':
        return date.year().is_leap() ? "True" : "False";
    case 'm':
        return padded(month, 2);
    case 'M':
        return std::string(months[month - 1].substr(0, 3));
    case 'n':
        return std::to_string(month);
    case 'N':
        return std::string(associated_press_months[month - 1]);
    case 'o':
        return std::to_string(iso_week(date).first);
    case 'S':
        return std::string(ordinal_suffix(day));
    case 't':
        return std::to_string(static_cast<unsigned>((date.year() / date.month() / last).day()));
    case 'w':
        return std::to_string(weekday_of(date));
    case 'W':
        return std::to_string(iso_week(date).second);
    case 'y':
        return padded(year % 100, 2);
    case 'Y':
        return padded(year, 4);
    default:
        return std::to_string(day_of_year(date)); // z
    }
}

std::string short_clock(Time time) {
    std::string text = std::to_string(time.hour() % 12 == 0 ? 12 : time.hour() % 12);
    return time.minute() == 0 ? text : text + ":" + padded(time.minute(), 2);
}

std::string clock_character(Time time, char c) {
    switch (c) {
    case 'a':
        return time.hour() < 12 ? "a.m." : "p.m.";
    case 'A':
        return time.hour() < 12 ? "AM" : "PM";
    case 'f':
        return short_clock(time);
    case 'g':
        return std::to_string(time.hour() % 12 == 0 ? 12 : time.hour() % 12);
    case 'G':
        return std::to_string(time.hour());
    case 'h':
        return padded(time.hour() % 12 == 0 ? 12 : time.hour() % 12, 2);
    case 'H':
        return padded(time.hour(), 2);
    case 'i':
        return padded(time.minute(), 2);
    case 'P':
        if (time.minute() == 0 && time.hour() == 0) return "midnight";
        if (time.minute() == 0 && time.hour() == 12) return "noon";
        return short_clock(time) + " " + clock_character(time, 'a');
    case 's':
        return padded(time.second(), 2);
    case 'u':
        return padded(time.microsecond(), 6);
    default:
        return {}; // e, O, T, Z: a bare time of day has no zone
    }
}

std::string zone_character(const LocalTime& local, char c, bool naive) {
    if (local.doubtful) return {}; // as Django: better nothing than something wrong
    switch (c) {
    case 'e':
        return naive ? std::string() : local.abbreviation;
    case 'I':
        return local.daylight_saving ? "1" : "0";
    case 'O': {
        std::string text = offset_text(local.offset);
        return text.erase(3, 1).substr(0, 5);
    }
    case 'T':
        return local.abbreviation;
    default:
        return std::to_string(local.offset.count()); // Z
    }
}

/// Hands each format character to `write` and copies the rest.
template <class Write> std::string expand(std::string_view format, Write write) {
    std::string out, literal;
    auto flush = [&] {
        for (std::size_t i = 0; i < literal.size(); ++i) {
            if (literal[i] == '\\' && i + 1 < literal.size()) ++i;
            out += literal[i];
        }
        literal.clear();
    };
    // A backslash just before it makes a character stand for itself, even one that is escaped itself.
    for (std::size_t i = 0; i < format.size(); ++i) {
        bool escaped = i > 0 && format[i - 1] == '\\';
        if (escaped || !is_format_character(format[i])) {
            literal += format[i];
            continue;
        }
        flush();
        out += write(format[i]);
    }
    flush();
    return out;
}

} // namespace

bool is_clock_character(char c) {
    return std::string_view("aAefgGhHiOPsTuZ").find(c) != std::string_view::npos;
}

bool is_format_character(char c) {
    return std::string_view("aAbcdDeEfFgGhHiIjlLmMnNoOPrsStTUuwWyYzZ").find(c) != std::string_view::npos;
}

std::string iso_moment(const LocalTime& local, bool naive, char separator) {
    std::string text = padded(static_cast<int>(local.date.year()), 4) + to_iso(local.date).substr(4);
    text += separator + padded(local.time.hour(), 2) + ":" + padded(local.time.minute(), 2) + ":" +
            padded(local.time.second(), 2);
    if (int fraction = local.time.microsecond()) text += "." + padded(fraction, 6);
    return naive ? text : text + offset_text(local.offset);
}

std::string format_moment(const LocalTime& local, std::string_view format, bool naive) {
    return expand(format, [&](char c) {
        switch (c) {
        case 'e':
        case 'I':
        case 'O':
        case 'T':
        case 'Z':
            return zone_character(local, c, naive);
        case 'c':
            return iso_moment(local, naive);
        case 'r':
            return rfc_5322(local);
        case 'U':
            return std::to_string(floor<seconds>(sys_days(local.date).time_since_epoch() +
                                                 local.time.since_midnight - local.offset)
                                      .count());
        default:
            return is_clock_character(c) ? clock_character(local.time, c) : calendar_character(local.date, c);
        }
    });
}

std::string format_moment(const ZonedTime& moment, std::string_view format, const TimeZone& naive_zone) {
    const TimeZone& zone = moment.zone() ? *moment.zone() : naive_zone;
    return format_moment(zone.reading(moment.date(), moment.time(), moment.second()), format, !moment.zone());
}

std::string format_clock(const ZonedTime& moment, std::string_view format, const TimeZone& naive_zone) {
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] == '\\') ++i;
        else if (is_format_character(format[i]) && !is_clock_character(format[i]))
            throw ConversionError(std::string("the format of a time of day may not ask for a date (found \"") + format[i] + "\")");
    }
    return format_moment(moment, format, naive_zone);
}

std::string format_date(Date date, std::string_view format, const TimeZone& zone) {
    return expand(format, [&](char c) {
        if (is_clock_character(c)) {
            throw ConversionError(
                std::string("the format of a date may not ask for a time of day (found \"") + c + "\")");
        }
        LocalTime midnight = zone.local(zone.moment(date, Time{}));
        switch (c) {
        case 'I':
            return std::string();
        case 'c':
            return to_iso(date);
        case 'r':
            return rfc_5322(midnight);
        case 'U':
            return std::to_string(floor<seconds>(zone.moment(date, Time{})).time_since_epoch().count());
        default:
            return calendar_character(date, c);
        }
    });
}

std::optional<std::string> format_time(Time time, std::string_view format) {
    bool formattable = true;
    std::string out = expand(format, [&](char c) {
        formattable = formattable && is_clock_character(c);
        return clock_character(time, c);
    });
    if (!formattable) return std::nullopt;
    return out;
}

} // namespace portico::i18n
