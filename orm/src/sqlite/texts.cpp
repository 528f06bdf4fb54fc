#include "texts.hpp"

#include <portico/base/text.hpp>

#include "../dialect_parts.hpp"

namespace portico::orm::sqlite {

namespace {

char* put(char* out, int width, int number) {
    for (int i = width; i-- > 0; number /= 10) out[i] = static_cast<char>('0' + number % 10);
    return out + width;
}

char* put(char* out, Time time) {
    out = put(out, 2, time.hour());
    *out++ = ':';
    out = put(out, 2, time.minute());
    *out++ = ':';
    out = put(out, 2, time.second());
    if (time.microsecond() == 0) return out;
    *out++ = '.';
    return put(out, 6, time.microsecond());
}

}  // namespace

std::string stored_time(Time time) {
    char buffer[16];
    return std::string(buffer, put(buffer, time));
}

std::string stored_date_time(DateTime moment) {
    const Date date = portico::date_of(moment);
    const int year = static_cast<int>(date.year());
    if (year < 0 || year > 9999) return to_iso(date) + " " + stored_time(portico::time_of(moment));
    char buffer[32];
    char* out = put(buffer, 4, year);
    *out++ = '-';
    out = put(out, 2, static_cast<int>(static_cast<unsigned>(date.month())));
    *out++ = '-';
    out = put(out, 2, static_cast<int>(static_cast<unsigned>(date.day())));
    *out++ = ' ';
    return std::string(buffer, put(out, portico::time_of(moment)));
}

std::optional<DateTime> read_date_time(std::string_view text) {
    const char* t = text.data();
    if ((text.size() != 19 && text.size() != 26) || t[4] != '-' || t[7] != '-' || t[10] != ' ' || t[13] != ':' || t[16] != ':')
        return std::nullopt;
    const bool fraction = text.size() == 26;
    const int hour = digits(t + 11, 2), minute = digits(t + 14, 2), second = digits(t + 17, 2);
    const int year = digits(t, 4), month = digits(t + 5, 2), day = digits(t + 8, 2);
    const int microsecond = !fraction ? 0 : t[19] == '.' ? digits(t + 20, 6) : -1;
    const Date date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)), std::chrono::day(static_cast<unsigned>(day)));
    const bool good = year > 0 && month > 0 && day > 0 && date.ok() && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 &&
                      second < 60 && microsecond >= 0;
    if (!good) return std::nullopt;
    return at(date, Time::of(hour, minute, second, microsecond));
}

std::string stored_uuid(const Uuid& uuid) {
    return text::hex({reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size()});
}

}  // namespace portico::orm::sqlite
