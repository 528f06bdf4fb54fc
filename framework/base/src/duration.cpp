#include <portico/base/date_time.hpp>

#include <cstdint>

namespace portico {

namespace {

constexpr std::int64_t second_units = 1'000'000;
constexpr std::int64_t longest = 1'000'000'000;  // of any unit

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A number with an optional fraction, in millionths; nothing when there are no digits or too many.
std::optional<std::int64_t> take_number(std::string_view& text) {
    std::int64_t whole = 0, fraction = 0;
    std::size_t i = 0;
    for (; i < text.size() && is_digit(text[i]); ++i) {
        whole = whole * 10 + (text[i] - '0');
        if (whole > longest) return std::nullopt;
    }
    if (i == 0) return std::nullopt;
    if (i < text.size() && (text[i] == '.' || text[i] == ',')) {
        std::int64_t unit = second_units / 10;
        for (++i; i < text.size() && is_digit(text[i]); ++i, unit /= 10) fraction += (text[i] - '0') * unit;
    }
    text.remove_prefix(i);
    return whole * second_units + fraction;
}

bool take(std::string_view& text, std::string_view word) {
    if (!text.starts_with(word)) return false;
    text.remove_prefix(word.size());
    return true;
}

bool take_sign(std::string_view& text) {
    if (take(text, "-")) return true;
    take(text, "+");
    return false;
}

/// The sum, unless it is longer than a duration can be.
std::optional<std::int64_t> sum(std::int64_t total, std::int64_t count, std::int64_t times) {
    std::int64_t product = 0, result = 0;
    if (__builtin_mul_overflow(count, times, &product) || __builtin_add_overflow(total, product, &result)) return std::nullopt;
    return result;
}

std::optional<Duration> as_duration(std::optional<std::int64_t> microseconds) {
    if (!microseconds || *microseconds == INT64_MIN) return std::nullopt;
    return Duration(*microseconds);
}

/// "P4DT1H15M20S" (ISO 8601; years and months have no fixed length and are refused).
std::optional<Duration> parse_iso(std::string_view text) {
    bool negative = take_sign(text);
    if (!take(text, "P") || text.empty()) return std::nullopt;
    std::int64_t total = 0;
    bool in_time = false;
    while (!text.empty()) {
        if (take(text, "T")) {
            if (in_time || text.empty()) return std::nullopt;
            in_time = true;
            continue;
        }
        bool minus = take_sign(text);
        auto number = take_number(text);
        if (!number || text.empty()) return std::nullopt;
        std::int64_t seconds = 0;
        char unit = text.front();
        text.remove_prefix(1);
        if (!in_time && unit == 'W') seconds = 604'800;
        if (!in_time && unit == 'D') seconds = 86'400;
        if (in_time && unit == 'H') seconds = 3'600;
        if (in_time && unit == 'M') seconds = 60;
        if (in_time && unit == 'S') seconds = 1;
        auto sum_so_far = seconds == 0 ? std::nullopt : sum(total, minus ? -*number : *number, seconds);
        if (!sum_so_far || *sum_so_far == INT64_MIN) return std::nullopt;
        total = *sum_so_far;
    }
    return Duration(negative ? -total : total);
}

/// "[-]4 days, 1:15:20.5", "15:30", "30": days, then hours, minutes and seconds from the right.
std::optional<Duration> parse_clock(std::string_view text) {
    std::int64_t days = 0;
    auto rest = text;
    bool negative_days = take_sign(rest);
    auto first = take_number(rest);
    bool has_days = first && (rest.starts_with(" ") || rest.starts_with("day"));
    if (has_days) {
        take(rest, " ");
        if (take(rest, "days") || take(rest, "day")) take(rest, ",");
        while (take(rest, " ")) {}
        days = negative_days ? -*first : *first;
        text = rest;
        if (text.empty()) return as_duration(sum(0, days, 86'400));
    }
    bool negative = take_sign(text);
    std::int64_t total = 0;
    for (int part = 0; part < 3; ++part) {
        auto number = take_number(text);
        auto sum_so_far = number ? sum(*number, total, 60) : std::nullopt;
        if (!sum_so_far) return std::nullopt;
        total = *sum_so_far;
        if (text.empty()) return as_duration(sum(negative ? -total : total, days, 86'400));
        if (!take(text, ":")) return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
    auto after_sign = text;
    take_sign(after_sign);
    return after_sign.starts_with("P") ? parse_iso(text) : parse_clock(text);
}

}  // namespace portico
