#include "calendar.hpp"

namespace bench {

namespace {

int two(const char* text) { return (text[0] - '0') * 10 + text[1] - '0'; }

void put(char* out, int digits, std::int64_t number) {
    for (int i = digits; i-- > 0; number /= 10) out[i] = static_cast<char>('0' + number % 10);
}

}  // namespace

portico::DateTime read_moment(const char* text) {
    using namespace std::chrono;
    const int year_number = two(text) * 100 + two(text + 2);
    const auto day_number = sys_days(year(year_number) / two(text + 5) / two(text + 8));
    std::int64_t fraction = 0, worth = 100'000;
    if (text[19] == '.') {
        for (const char* digit = text + 20; *digit >= '0' && *digit <= '9'; ++digit, worth /= 10) fraction += (*digit - '0') * worth;
    }
    return day_number + hours(two(text + 11)) + minutes(two(text + 14)) + seconds(two(text + 17)) + microseconds(fraction);
}

void write_moment(portico::DateTime moment, char* out) {
    using namespace std::chrono;
    const auto day_number = floor<days>(moment);
    const year_month_day date(day_number);
    const std::int64_t rest = (moment - day_number).count();
    put(out, 4, static_cast<int>(date.year()));
    put(out + 5, 2, unsigned(date.month()));
    put(out + 8, 2, unsigned(date.day()));
    put(out + 11, 2, rest / 3'600'000'000);
    put(out + 14, 2, rest / 60'000'000 % 60);
    put(out + 17, 2, rest / 1'000'000 % 60);
    put(out + 20, 6, rest % 1'000'000);
    out[4] = out[7] = '-';
    out[10] = ' ';
    out[13] = out[16] = ':';
    out[19] = '.';
}

}  // namespace bench
