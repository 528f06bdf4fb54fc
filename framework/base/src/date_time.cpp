#include <portico/base/date_time.hpp>

#include <array>
#include <charconv>

#include <portico/base/error.hpp>

namespace portico {

namespace {

thread_local std::optional<DateTime> frozen;

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

}  // namespace portico
