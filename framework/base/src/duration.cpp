#include <portico/base/date_time.hpp>

#include <cstdint>

namespace portico {

namespace {

constexpr std::int64_t second_units = 1'000'000;
constexpr std::int64_t day_seconds = 86'400;
constexpr std::int64_t longest = 1'000'000'000;  // of any unit

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool take(std::string_view& text, std::string_view word) {
    if (!text.starts_with(word)) return false;
    text.remove_prefix(word.size());
    return true;
}

/// Digits; nothing when there are none, or too many.
std::optional<std::int64_t> take_whole(std::string_view& text) {
    std::int64_t whole = 0;
    std::size_t i = 0;
    for (; i < text.size() && is_digit(text[i]); ++i) {
        whole = whole * 10 + (text[i] - '0');
        if (whole > longest) return std::nullopt;
    }
    if (i == 0) return std::nullopt;
    text.remove_prefix(i);
    return whole;
}

/// What stands behind a point or comma, in millionths; nothing where that has no digits.
std::optional<std::int64_t> take_fraction(std::string_view& text, std::string_view points) {
    if (text.empty() || points.find(text.front()) == std::string_view::npos) return 0;
    text.remove_prefix(1);
    if (text.empty() || !is_digit(text.front())) return std::nullopt;
    std::int64_t fraction = 0, unit = second_units / 10;
    for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1), unit /= 10) fraction += (text.front() - '0') * unit;
    return fraction;
}

/// A sum of microseconds that remembers whether it ever was longer than a duration can be.
class Sum {
public:
    void add(std::int64_t count, std::int64_t times) {
        std::int64_t product = 0;
        good_ = good_ && !__builtin_mul_overflow(count, times, &product) && !__builtin_add_overflow(total_, product, &total_);
    }
    std::optional<Duration> duration() const {
        if (!good_ || total_ == INT64_MIN) return std::nullopt;
        return Duration(total_);
    }

private:
    std::int64_t total_ = 0;
    bool good_ = true;
};

/// "P4DT1H15M20S" (ISO 8601, parts in their order; years and months have no fixed length and are refused).
std::optional<Duration> parse_iso(std::string_view text) {
    std::int64_t sign = take(text, "-") ? -1 : 1;
    if (sign == 1) take(text, "+");
    if (!take(text, "P")) return std::nullopt;
    struct Unit {
        char letter;
        bool in_time;
        std::int64_t seconds;
    };
    constexpr Unit units[] = {{'W', false, 7 * day_seconds}, {'D', false, day_seconds}, {'H', true, 3'600}, {'M', true, 60}, {'S', true, 1}};
    Sum sum;
    bool in_time = false;
    for (std::size_t next = 0; !text.empty();) {
        if (!in_time && take(text, "T")) {
            in_time = true;
            continue;
        }
        auto whole = take_whole(text);
        auto fraction = whole ? take_fraction(text, ".,") : std::nullopt;
        if (!fraction || text.empty()) return std::nullopt;
        while (next < std::size(units) && (units[next].letter != text.front() || units[next].in_time != in_time)) ++next;
        if (next == std::size(units)) return std::nullopt;
        text.remove_prefix(1);
        sum.add(sign * (*whole * second_units + *fraction), units[next++].seconds);
    }
    return sum.duration();
}

/// "-4 ", "-4 days, ": what stands before the clock; the text behind it, or nothing where there is no such thing.
std::optional<std::string_view> behind_days(std::string_view text, Sum& sum, bool comma) {
    std::int64_t sign = take(text, "-") ? -1 : 1;
    auto days = take_whole(text);
    if (!days || !take(text, " ")) return std::nullopt;
    auto before_word = text;
    bool word = take(text, "days") || take(text, "day");
    if (word && comma && !take(text, ", ")) text = before_word;
    if (word && !comma) take(text, " ");
    sum.add(sign * *days * second_units, day_seconds);
    return text;
}

/// "[4 days, ][-]1:15:20.5", "15:30", "30": hours, minutes and seconds from the right.
std::optional<Duration> parse_clock(std::string_view text) {
    Sum sum;
    text = behind_days(text, sum, true).value_or(text);
    std::int64_t sign = take(text, "-") ? -1 : 1;
    std::int64_t seconds = 0;
    for (int part = 0; part < 3; ++part) {
        auto number = take_whole(text);
        if (!number) return std::nullopt;
        seconds = seconds * 60 + *number;
        if (take(text, ":")) continue;
        auto fraction = take_fraction(text, ".,");
        if (!fraction || !text.empty()) return std::nullopt;
        sum.add(sign * seconds, second_units);
        sum.add(sign * *fraction, 1);
        return sum.duration();
    }
    return std::nullopt;
}

std::optional<std::int64_t> take_two(std::string_view& text) {
    if (text.size() < 2 || !is_digit(text[0]) || !is_digit(text[1])) return std::nullopt;
    std::int64_t number = (text[0] - '0') * 10 + (text[1] - '0');
    text.remove_prefix(2);
    return number;
}

/// "[3 days ][-04:05:06.7]" as PostgreSQL writes intervals; either part may be missing.
std::optional<Duration> parse_interval(std::string_view text) {
    Sum sum;
    text = behind_days(text, sum, false).value_or(text);
    if (text.empty()) return sum.duration();
    std::int64_t sign = take(text, "-") ? -1 : 1;
    if (sign == 1) take(text, "+");
    auto hours = take_whole(text);
    if (!hours || !take(text, ":")) return std::nullopt;
    auto minutes = take_two(text);
    if (!minutes || !take(text, ":")) return std::nullopt;
    auto seconds = take_two(text);
    auto fraction = seconds ? take_fraction(text, ".") : std::nullopt;
    if (!fraction || !text.empty()) return std::nullopt;
    sum.add(sign * (*hours * 3'600 + *minutes * 60 + *seconds), second_units);
    sum.add(sign * *fraction, 1);
    return sum.duration();
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
    if (auto found = parse_clock(text)) return found;
    if (auto found = parse_iso(text)) return found;
    return parse_interval(text);
}

}  // namespace portico
