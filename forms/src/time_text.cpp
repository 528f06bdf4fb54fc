#include "time_text.hpp"

#include <algorithm>
#include <array>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>

namespace portico::forms {

Value date_text(const Value& value) {
    if (auto* date = value.as_date()) return to_iso(*date);
    if (auto* moment = value.as_date_time()) return to_iso(current_zone().local(*moment).date);
    return value;
}

Value time_text(const Value& value, bool native) {
    auto* moment = value.as_date_time();
    const Value of_day = moment ? Value(current_zone().local(*moment).time) : value;
    auto* time = of_day.as_time();
    if (!time) return value;
    std::string text = to_iso(*time).substr(0, 8);
    return native && time->second() == 0 ? text.substr(0, 5) : text;
}

Value date_time_text(const Value& value, bool native) {
    auto* moment = value.as_date_time();
    auto* date = value.as_date();
    if (!moment && !date) return value;
    auto local = moment ? current_zone().local(*moment) : i18n::LocalTime{.date = *date};
    return to_iso(local.date) + (native ? 'T' : ' ') + time_text(local.time, native).str();
}

namespace {

constexpr std::array<std::string_view, 12> months{"january", "february", "march",     "april",   "may",      "june",
                                                  "july",    "august",   "september", "october", "november", "december"};

struct Parts {
    bool twelve_hours = false;
    std::optional<bool> afternoon{};
    int year = 1900, month = 1, day = 1, hour = 0, minute = 0, second = 0, microsecond = 0;
};

bool take_number(std::string_view& text, std::size_t most, int& out, std::size_t* length = nullptr) {
    std::size_t n = 0;
    int value = 0;
    while (n < most && n < text.size() && text[n] >= '0' && text[n] <= '9') value = value * 10 + (text[n++] - '0');
    if (n == 0) return false;
    text.remove_prefix(n);
    out = value;
    if (length) *length = n;
    return true;
}

bool take_month(std::string_view& text, bool full, int& out) {
    std::string lower = text::ascii_lower(text.substr(0, 9));
    for (std::size_t i = 0; i < months.size(); ++i) {
        std::string_view name = full ? months[i] : months[i].substr(0, 3);
        if (lower.compare(0, name.size(), name) != 0) continue;
        text.remove_prefix(name.size());
        out = static_cast<int>(i) + 1;
        return true;
    }
    return false;
}

/// One directive of a strptime format.
bool take_part(char directive, std::string_view& text, Parts& parts) {
    std::size_t length = 0;
    switch (directive) {
        case 'Y': return take_number(text, 4, parts.year, &length) && length == 4;
        case 'y':
            if (!take_number(text, 2, parts.year, &length) || length != 2) return false;
            parts.year += parts.year < 69 ? 2000 : 1900;
            return true;
        case 'm': return take_number(text, 2, parts.month);
        case 'd': return take_number(text, 2, parts.day);
        case 'I': return parts.twelve_hours = true, take_number(text, 2, parts.hour) && parts.hour >= 1 && parts.hour <= 12;
        case 'p': {
            std::string half = text::ascii_lower(text.substr(0, 2));
            if (half != "am" && half != "pm") return false;
            parts.afternoon = half == "pm";
            text.remove_prefix(2);
            return true;
        }
        case 'H': return take_number(text, 2, parts.hour);
        case 'M': return take_number(text, 2, parts.minute);
        case 'S': return take_number(text, 2, parts.second);
        case 'f':
            if (!take_number(text, 6, parts.microsecond, &length)) return false;
            for (; length < 6; ++length) parts.microsecond *= 10;
            return true;
        case 'b': return take_month(text, false, parts.month);
        case 'B': return take_month(text, true, parts.month);
        default: return false;
    }
}

std::optional<Parts> match(std::string_view text, std::string_view format) {
    Parts parts;
    while (!format.empty()) {
        if (format.front() == '%') {
            if (!take_part(format[1], text, parts)) return std::nullopt;
            format.remove_prefix(2);
        } else if (format.front() == ' ') {
            std::size_t spaces = text.find_first_not_of(' ');
            if (spaces == 0 || text.empty()) return std::nullopt;
            text.remove_prefix(std::min(spaces, text.size()));
            format.remove_prefix(1);
        } else {
            if (text.empty() || text.front() != format.front()) return std::nullopt;
            text.remove_prefix(1);
            format.remove_prefix(1);
        }
    }
    if (parts.twelve_hours) parts.hour = parts.hour % 12 + (parts.afternoon.value_or(false) ? 12 : 0);
    if (!text.empty() || parts.hour > 23 || parts.minute > 59 || parts.second > 59 || parts.year < 1) return std::nullopt;
    return parts;
}

std::optional<Date> date_of_parts(const Parts& parts) {
    Date date(std::chrono::year(parts.year), std::chrono::month(static_cast<unsigned>(parts.month)),
              std::chrono::day(static_cast<unsigned>(parts.day)));
    return date.ok() ? std::optional(date) : std::nullopt;
}

constexpr std::array<std::string_view, 11> date_formats{"%Y-%m-%d",  "%m/%d/%Y",  "%m/%d/%y", "%b %d %Y",
                                                        "%b %d, %Y", "%d %b %Y",  "%d %b, %Y", "%B %d %Y",
                                                        "%B %d, %Y", "%d %B %Y", "%d %B, %Y"};
constexpr std::array<std::string_view, 3> time_formats{"%H:%M:%S", "%H:%M:%S.%f", "%H:%M"};
constexpr std::array<std::string_view, 9> date_time_formats{
    "%Y-%m-%d %H:%M:%S",    "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M",    "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S.%f",
    "%m/%d/%Y %H:%M",       "%m/%d/%y %H:%M:%S",    "%m/%d/%y %H:%M:%S.%f", "%m/%d/%y %H:%M"};

Time time_of_parts(const Parts& parts) { return Time::of(parts.hour, parts.minute, parts.second, parts.microsecond); }

/// Goes through the formats, the standard ones where there are none, until `take` takes what one reads.
template <class Standard, class Take>
void first_match(std::string_view text, const InputFormats& formats, const Standard& standard, Take take) {
    auto tried = [&](std::string_view format) {
        auto parts = match(text, format);
        return parts && take(*parts);
    };
    if (formats.empty()) std::any_of(standard.begin(), standard.end(), tried);
    else std::any_of(formats.begin(), formats.end(), tried);
}

}  // namespace

std::optional<Date> typed_date(std::string_view text, const InputFormats& formats) {
    std::optional<Date> found;
    first_match(text, formats, date_formats, [&](const Parts& parts) { return (found = date_of_parts(parts)).has_value(); });
    return found;
}

std::optional<Time> typed_time(std::string_view text, const InputFormats& formats) {
    std::optional<Time> found;
    first_match(text, formats, time_formats, [&](const Parts& parts) { return found = time_of_parts(parts), true; });
    return found;
}

std::optional<TypedMoment> typed_date_time(std::string_view text, const InputFormats& formats) {
    try {
        if (auto written = parse_written_moment(text)) {
            std::optional<DateTime> moment;
            if (written->offset) moment = at(written->date, written->time) - *written->offset;
            return TypedMoment{written->date, written->time, moment};
        }
    } catch (const ConversionError&) {
        return std::nullopt;
    }
    std::optional<TypedMoment> found;
    first_match(text, formats, date_time_formats, [&](const Parts& parts) {
        auto date = date_of_parts(parts);
        if (date) found = TypedMoment{*date, time_of_parts(parts), {}};
        return date.has_value();
    });
    if (found || !formats.empty()) return found;
    if (auto date = typed_date(text)) return TypedMoment{*date, {}, {}};
    return std::nullopt;
}

namespace {

std::string padded(int number, std::size_t width) {
    std::string text = std::to_string(number);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

std::string month_name(Date date) {
    std::string name(months[static_cast<unsigned>(date.month()) - 1]);
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return name;
}

std::string written(char directive, Date date, Time time) {
    switch (directive) {
        case 'Y': return padded(static_cast<int>(date.year()), 4);
        case 'y': return padded(static_cast<int>(date.year()) % 100, 2);
        case 'm': return padded(static_cast<int>(static_cast<unsigned>(date.month())), 2);
        case 'd': return padded(static_cast<int>(static_cast<unsigned>(date.day())), 2);
        case 'b': return month_name(date).substr(0, 3);
        case 'B': return month_name(date);
        case 'H': return padded(time.hour(), 2);
        case 'I': return padded((time.hour() + 11) % 12 + 1, 2);
        case 'p': return time.hour() < 12 ? "AM" : "PM";
        case 'M': return padded(time.minute(), 2);
        case 'S': return padded(time.second(), 2);
        case 'f': return padded(time.microsecond(), 6);
        case '%': return "%";
        default: return std::string("%") + directive;
    }
}

}  // namespace

Value formatted_text(const Value& value, std::string_view format) {
    Date date(std::chrono::year(1900) / 1 / 1);
    Time time{};
    if (auto* day = value.as_date()) date = *day;
    else if (auto* clock = value.as_time()) time = *clock;
    else if (auto* moment = value.as_date_time()) {
        auto local = current_zone().local(*moment);
        date = local.date;
        time = local.time;
    } else return value;
    std::string out;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] == '%' && i + 1 < format.size()) out += written(format[++i], date, time);
        else out += format[i];
    }
    return Value(std::move(out));
}

}  // namespace portico::forms
