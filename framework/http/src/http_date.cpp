#include <portico/http/http_date.hpp>

#include <array>

#include <portico/http/headers.hpp>

#include "characters.hpp"

namespace portico {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 7> long_days{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};

/// Takes the pieces of a date off the front of a text; `fine` turns false at the first that isn't there.
struct Reader {
    std::string_view text;
    bool fine = true;

    void expect(std::string_view literal) {
        fine = fine && text.starts_with(literal);
        if (fine) text.remove_prefix(literal.size());
    }
    int number(std::size_t digits, bool leading_space = false) {
        int value = 0;
        fine = fine && text.size() >= digits;
        for (std::size_t i = 0; fine && i < digits; ++i) {
            bool blank = i == 0 && leading_space && text[0] == ' ';
            fine = blank || http::is_digit(text[i]);
            if (!blank) value = value * 10 + (text[i] - '0');
        }
        if (fine) text.remove_prefix(digits);
        return value;
    }
    template <std::size_t N> int one_of(const std::array<std::string_view, N>& names) {
        for (std::size_t i = 0; fine && i < N; ++i)
            if (text.size() >= names[i].size() &&
                text::ascii_iequals(text.substr(0, names[i].size()), names[i])) {
                text.remove_prefix(names[i].size());
                return static_cast<int>(i) + 1;
            }
        fine = false;
        return 0;
    }
    seconds time() {
        int hour = number(2);
        expect(":");
        int minute = number(2);
        expect(":");
        int second = number(2);
        fine = fine && hour < 24 && minute < 60 && second < 61;
        return hours(hour) + minutes(minute) + seconds(second);
    }
    std::optional<HttpMoment> result(int y, int m, int d, seconds time) const {
        year_month_day date{year(y), month(static_cast<unsigned>(m)), day(static_cast<unsigned>(d))};
        if (!fine || !text.empty() || !date.ok()) return std::nullopt;
        return sys_days(date) + time;
    }
};

/// "Sun, 06 Nov 1994 08:49:37 GMT"
std::optional<HttpMoment> read_fixed(std::string_view text) {
    Reader in{text};
    in.one_of(days);
    in.expect(", ");
    int day = in.number(2);
    in.expect(" ");
    int month = in.one_of(months);
    in.expect(" ");
    int year = in.number(4);
    in.expect(" ");
    auto time = in.time();
    in.expect(" GMT");
    return in.result(year, month, day, time);
}

/// "Sunday, 06-Nov-94 08:49:37 GMT"
std::optional<HttpMoment> read_rfc850(std::string_view text, HttpMoment now) {
    Reader in{text};
    in.one_of(long_days);
    in.expect(", ");
    int day = in.number(2);
    in.expect("-");
    int month = in.one_of(months);
    in.expect("-");
    int short_year = in.number(2);
    in.expect(" ");
    auto time = in.time();
    in.expect(" GMT");
    int this_year = static_cast<int>(year_month_day(floor<std::chrono::days>(now)).year());
    int year = this_year - this_year % 100 + short_year;
    if (year > this_year + 50) year -= 100;
    return in.result(year, month, day, time);
}

/// "Sun Nov  6 08:49:37 1994"
std::optional<HttpMoment> read_asctime(std::string_view text) {
    Reader in{text};
    in.one_of(days);
    in.expect(" ");
    int month = in.one_of(months);
    in.expect(" ");
    int day = in.number(2, true);
    in.expect(" ");
    auto time = in.time();
    in.expect(" ");
    int year = in.number(4);
    return in.result(year, month, day, time);
}

void append_two(std::string& out, unsigned value) {
    out += static_cast<char>('0' + value / 10);
    out += static_cast<char>('0' + value % 10);
}

std::string_view opaque(std::string_view etag) { return etag.starts_with("W/") ? etag.substr(2) : etag; }

} // namespace

std::string http_date(HttpMoment moment) {
    auto day = floor<std::chrono::days>(moment);
    year_month_day date(day);
    hh_mm_ss time(moment - day);
    std::string out;
    out.reserve(29);
    out += days[weekday(day).c_encoding()];
    out += ", ";
    append_two(out, static_cast<unsigned>(date.day()));
    out += ' ';
    out += months[static_cast<unsigned>(date.month()) - 1];
    out += ' ';
    auto year = static_cast<unsigned>(static_cast<int>(date.year()));
    append_two(out, year / 100);
    append_two(out, year % 100);
    out += ' ';
    append_two(out, static_cast<unsigned>(time.hours().count()));
    out += ':';
    append_two(out, static_cast<unsigned>(time.minutes().count()));
    out += ':';
    append_two(out, static_cast<unsigned>(time.seconds().count()));
    return out += " GMT";
}

std::optional<HttpMoment> parse_http_date(std::string_view text) {
    return parse_http_date(text, floor<seconds>(system_clock::now()));
}

std::optional<HttpMoment> parse_http_date(std::string_view text, HttpMoment now) {
    if (auto moment = read_fixed(text)) return moment;
    if (auto moment = read_rfc850(text, now)) return moment;
    return read_asctime(text);
}

std::string quote_etag(std::string_view etag) {
    std::string_view inner = opaque(etag);
    if (inner.size() >= 2 && inner.front() == '"' && inner.back() == '"') return std::string(etag);
    return '"' + std::string(etag) + '"';
}

std::vector<std::string> parse_etags(std::string_view header) {
    header = text::trim(header);
    if (header == "*") return {"*"};
    std::vector<std::string> tags;
    while (!header.empty()) {
        if (header.front() == ',' || http::is_space(header.front())) {
            header.remove_prefix(1);
            continue;
        }
        std::size_t begin = header.starts_with("W/\"") ? 3 : 1;
        if (!header.starts_with('"') && begin == 1) return {};
        auto end = header.find('"', begin);
        if (end == std::string_view::npos) return {};
        tags.emplace_back(header.substr(0, end + 1));
        header = text::trim(header.substr(end + 1));
        if (!header.empty() && header.front() != ',') return {};
    }
    return tags;
}

bool etags_match_weakly(std::string_view a, std::string_view b) noexcept { return opaque(a) == opaque(b); }

bool etags_match_strongly(std::string_view a, std::string_view b) noexcept {
    return a == b && !a.starts_with("W/");
}

} // namespace portico
