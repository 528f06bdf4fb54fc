#include <portico/base/date_time.hpp>

#include <array>
#include <charconv>

#include <portico/base/error.hpp>

namespace portico {

namespace {

thread_local std::optional<DateTime> frozen;

/// Reads fixed forms from the front of a text; `good` turns false at the first thing that doesn't fit.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    bool good = true;
    bool at_end() const { return rest_.empty(); }
    char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

    bool take(char c) {
        if (peek() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void expect(char c) { good = take(c) && good; }

    /// Between `least` and `most` digits.
    int number(std::size_t least, std::size_t most) {
        int value = 0;
        std::size_t count = 0;
        while (count < most && peek() >= '0' && peek() <= '9') {
            value = value * 10 + (peek() - '0');
            rest_.remove_prefix(1);
            ++count;
        }
        if (count < least) good = false;
        return value;
    }

    /// ".5" or ",5" → 500000; further digits than six are dropped.
    int fraction() {
        if (!take('.') && !take(',')) return 0;
        int value = 0;
        int places = 0;
        if (peek() < '0' || peek() > '9') good = false;
        while (peek() >= '0' && peek() <= '9') {
            if (places < 6) {
                value = value * 10 + (peek() - '0');
                ++places;
            }
            rest_.remove_prefix(1);
        }
        for (; places < 6; ++places) value *= 10;
        return value;
    }

private:
    std::string_view rest_;
};

Date read_date(Reader& reader) {
    int year = reader.number(4, 4);
    reader.expect('-');
    int month = reader.number(1, 2);
    reader.expect('-');
    int day = reader.number(1, 2);
    return Date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                std::chrono::day(static_cast<unsigned>(day))};
}

Date checked(Date date, std::string_view text) {
    if (!date.ok() || date.year() < std::chrono::year(1)) {
        throw ConversionError("\"" + std::string(text) + "\" has the form of a date but there is no such day", "invalid_date");
    }
    return date;
}

struct ClockReading {
    int hour = 0, minute = 0, second = 0, microsecond = 0;
};

ClockReading read_clock(Reader& reader) {
    ClockReading clock;
    clock.hour = reader.number(1, 2);
    reader.expect(':');
    clock.minute = reader.number(1, 2);
    if (reader.take(':')) {
        clock.second = reader.number(1, 2);
        clock.microsecond = reader.fraction();
    }
    return clock;
}

Time checked(const ClockReading& clock, std::string_view text) {
    if (clock.hour > 23 || clock.minute > 59 || clock.second > 59) {
        throw ConversionError("\"" + std::string(text) + "\" has the form of a time but there is no such time", "invalid_time");
    }
    return Time::of(clock.hour, clock.minute, clock.second, clock.microsecond);
}

/// "Z", "+01:00", "+0100", "+01", or nothing.
std::chrono::minutes read_offset(Reader& reader) {
    if (reader.take('Z') || reader.take('z') || reader.at_end()) return {};
    bool minus = reader.peek() == '-';
    if (!reader.take('-')) reader.expect('+');
    int hours = reader.number(2, 2);
    int minutes = 0;
    if (reader.take(':') || !reader.at_end()) minutes = reader.number(2, 2);
    auto offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
    return minus ? -offset : offset;
}

void append_number(std::string& out, long long number, std::size_t width) {
    auto digits = std::to_string(number);
    if (digits.size() < width) out.append(width - digits.size(), '0');
    out += digits;
}

void append_fraction(std::string& out, int microsecond) {
    if (microsecond == 0) return;
    out += '.';
    append_number(out, microsecond, 6);
}

}  // namespace

DateTime now() {
    if (frozen) return *frozen;
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

FrozenClock::FrozenClock(DateTime moment) : before_(frozen) { frozen = moment; }
FrozenClock::~FrozenClock() { frozen = before_; }

Date date_of(DateTime moment) { return Date(std::chrono::floor<std::chrono::days>(moment)); }

Time time_of(DateTime moment) {
    return Time{moment - std::chrono::floor<std::chrono::days>(moment)};
}

DateTime at(Date date, Time time) { return std::chrono::sys_days(date) + time.since_midnight; }

std::string to_iso(Date date) {
    std::string out;
    append_number(out, static_cast<int>(date.year()), 4);
    out += '-';
    append_number(out, static_cast<unsigned>(date.month()), 2);
    out += '-';
    append_number(out, static_cast<unsigned>(date.day()), 2);
    return out;
}

std::string to_iso(Time time) {
    std::string out;
    append_number(out, time.hour(), 2);
    out += ':';
    append_number(out, time.minute(), 2);
    out += ':';
    append_number(out, time.second(), 2);
    append_fraction(out, time.microsecond());
    return out;
}

std::string to_iso(DateTime moment) { return to_iso(date_of(moment)) + "T" + to_iso(time_of(moment)) + "Z"; }

std::string to_iso(Duration duration) {
    std::string out = duration < Duration::zero() ? "-P" : "P";
    auto rest = duration < Duration::zero() ? -duration : duration;
    auto days = std::chrono::floor<std::chrono::days>(rest);
    Time time{rest - days};
    append_number(out, days.count(), 1);
    out += "DT";
    append_number(out, time.hour(), 2);
    out += 'H';
    append_number(out, time.minute(), 2);
    out += 'M';
    append_number(out, time.second(), 2);
    append_fraction(out, time.microsecond());
    return out += 'S';
}

std::optional<Date> parse_date(std::string_view text) {
    Reader reader(text);
    Date date = read_date(reader);
    if (!reader.good || !reader.at_end()) return std::nullopt;
    return checked(date, text);
}

std::optional<Time> parse_time(std::string_view text) {
    Reader reader(text);
    auto clock = read_clock(reader);
    if (!reader.good || !reader.at_end()) return std::nullopt;
    return checked(clock, text);
}

std::optional<DateTime> parse_date_time(std::string_view text) {
    Reader reader(text);
    Date date = read_date(reader);
    if (!reader.take('T') && !reader.take('t')) reader.expect(' ');
    auto clock = read_clock(reader);
    while (reader.take(' ')) {}
    auto offset = read_offset(reader);
    if (!reader.good || !reader.at_end()) return std::nullopt;
    return at(checked(date, text), checked(clock, text)) - offset;
}

}  // namespace portico
