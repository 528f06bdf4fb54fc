#include "texts.hpp"

#include <charconv>
#include <cstdio>

#include "../dialect_parts.hpp"

namespace portico::orm::postgresql {

namespace {

constexpr std::int64_t microseconds_of_day = 86'400'000'000;

/// Reads an interval's parts: a number, then a letter.
class IntervalReader {
public:
    explicit IntervalReader(std::string_view text) : text_(text) {}

    std::optional<Duration> read() {
        if (!take('P')) return std::nullopt;
        bool in_time = false;
        std::int64_t sum = 0;
        while (!text_.empty()) {
            if (take('T')) {
                in_time = true;
                continue;
            }
            auto part = number();
            if (!part || text_.empty()) return std::nullopt;
            const std::int64_t unit = unit_of(text_.front(), in_time);
            if (unit == 0) return std::nullopt;
            text_.remove_prefix(1);
            // Fractions come with seconds only.
            sum += part->whole * unit + part->millionths * (unit / 1'000'000);
        }
        return Duration(sum);
    }

private:
    struct Number {
        std::int64_t whole = 0, millionths = 0;
    };

    bool take(char c) {
        if (text_.empty() || text_.front() != c) return false;
        text_.remove_prefix(1);
        return true;
    }
    std::optional<Number> number() {
        const bool negative = take('-');
        Number read;
        auto whole = std::from_chars(text_.data(), text_.data() + text_.size(), read.whole);
        if (whole.ec != std::errc()) return std::nullopt;
        text_.remove_prefix(static_cast<std::size_t>(whole.ptr - text_.data()));
        if (take('.')) {
            std::int64_t worth = 100'000;
            for (; !text_.empty() && text_.front() >= '0' && text_.front() <= '9'; worth /= 10) {
                read.millionths += (text_.front() - '0') * worth;
                text_.remove_prefix(1);
            }
        }
        return negative ? Number{-read.whole, -read.millionths} : read;
    }
    static std::int64_t unit_of(char letter, bool in_time) {
        switch (letter) {
        case 'Y': return 365 * microseconds_of_day;
        case 'M': return in_time ? 60'000'000 : 30 * microseconds_of_day;
        case 'D': return microseconds_of_day;
        case 'H': return 3'600'000'000;
        case 'S': return 1'000'000;
        default: return 0;
        }
    }

    std::string_view text_;
};

}  // namespace

std::string stored_duration(Duration duration) {
    const std::int64_t days = duration.count() / microseconds_of_day;
    std::int64_t rest = duration.count() % microseconds_of_day;
    const bool negative = rest < 0;
    if (negative) rest = -rest;
    char buffer[64];
    const int length = std::snprintf(buffer, sizeof buffer, "%lld days %s%02lld:%02lld:%02lld.%06lld", static_cast<long long>(days),
                                     negative ? "-" : "", static_cast<long long>(rest / 3'600'000'000),
                                     static_cast<long long>(rest / 60'000'000 % 60), static_cast<long long>(rest / 1'000'000 % 60),
                                     static_cast<long long>(rest % 1'000'000));
    return std::string(buffer, static_cast<std::size_t>(length));
}

std::optional<Duration> parse_interval(std::string_view text) { return IntervalReader(text).read(); }

std::optional<DateTime> parse_timestamp(std::string_view text) {
    const char* at = text.data();
    if (text.size() < 19 || at[4] != '-' || at[7] != '-' || at[10] != ' ' || at[13] != ':' || at[16] != ':')
        return parse_date_time(text);
    const int year = digits(at, 4), month = digits(at + 5, 2), day = digits(at + 8, 2);
    const int hour = digits(at + 11, 2), minute = digits(at + 14, 2), second = digits(at + 17, 2);
    std::int64_t fraction = 0;
    std::size_t next = 19;
    if (next < text.size() && text[next] == '.') {
        std::int64_t worth = 100'000;
        for (++next; next < text.size() && text[next] >= '0' && text[next] <= '9'; ++next, worth /= 10)
            fraction += (text[next] - '0') * worth;
    }
    const std::string_view zone = text.substr(next);
    const bool good = (year | month | day | hour | minute | second) >= 0 && (zone == "+00" || zone.empty());
    if (!good) return parse_date_time(text);
    using namespace std::chrono;
    const sys_days date = std::chrono::year(year) / month / day;
    return DateTime(date) + hours(hour) + minutes(minute) + seconds(second) + microseconds(fraction);
}

}  // namespace portico::orm::postgresql
