#include <sqlite3.h>

#include <charconv>
#include <string>
#include <string_view>

#include <portico/base/date_time.hpp>
#include <portico/i18n/time_zone.hpp>

#include "texts.hpp"
#include "value_functions.hpp"

/// Moments as clocks elsewhere show them: SQLite itself knows UTC alone.
namespace portico::orm::sqlite {

namespace {

using i18n::TimeZone;

std::string_view text_of(sqlite3_value* value) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
    return text ? std::string_view(text, static_cast<std::size_t>(sqlite3_value_bytes(value))) : std::string_view();
}

/// A name of the database of zones, or the seconds from UTC.
std::optional<TimeZone> zone_named(std::string_view name) {
    int seconds = 0;
    auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), seconds);
    if (error == std::errc() && end == name.data() + name.size()) return TimeZone::fixed(std::chrono::seconds(seconds));
    return TimeZone::find(name);
}

/// The zone stays with the statement.
const TimeZone* zone_of(sqlite3_context* context, int argument, sqlite3_value* value) {
    if (auto* kept = static_cast<const TimeZone*>(sqlite3_get_auxdata(context, argument))) return kept;
    auto found = zone_named(text_of(value));
    if (!found) {
        sqlite3_result_error(context, "there is no such time zone", -1);
        return nullptr;
    }
    sqlite3_set_auxdata(context, argument, new TimeZone(*found), [](void* zone) { delete static_cast<TimeZone*>(zone); });
    // SQLite may have refused it for want of memory.
    return static_cast<const TimeZone*>(sqlite3_get_auxdata(context, argument));
}

std::optional<DateTime> moment_of(sqlite3_value* value) {
    if (sqlite3_value_type(value) == SQLITE_NULL) return std::nullopt;
    if (auto moment = parse_date_time(text_of(value))) return moment;
    auto date = parse_date(text_of(value));
    return date ? std::optional(at(*date)) : std::nullopt;
}

void answer(sqlite3_context* context, DateTime moment) {
    std::string text = stored_date_time(moment);
    sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

/// portico_local(moment, zone)
void local(sqlite3_context* context, int, sqlite3_value** values) {
    const TimeZone* zone = zone_of(context, 1, values[1]);
    auto moment = moment_of(values[0]);
    if (!zone || !moment) return;
    answer(context, *moment + zone->local(*moment).offset);
}

Date first_day(std::string_view unit, Date day) {
    using namespace std::chrono;
    if (unit == "year") return day.year() / January / 1;
    if (unit == "quarter") return day.year() / month((static_cast<unsigned>(day.month()) - 1) / 3 * 3 + 1) / 1;
    if (unit == "month") return day.year() / day.month() / 1;
    if (unit == "week") return Date(sys_days(day) - (weekday(sys_days(day)) - Monday));
    return day;
}

/// portico_trunc(moment, unit, zone): the moment at which that year, day, hour … began there.
void trunc(sqlite3_context* context, int, sqlite3_value** values) {
    using namespace std::chrono;
    const TimeZone* zone = zone_of(context, 2, values[2]);
    auto moment = moment_of(values[0]);
    if (!zone || !moment) return;
    std::string_view unit = text_of(values[1]);
    auto shown = zone->local(*moment);
    if (unit != "hour" && unit != "minute" && unit != "second") return answer(context, zone->moment(first_day(unit, shown.date), {}));
    // Within an hour that the clocks show twice it stays the one that it is.
    auto clock = *moment + shown.offset;
    auto cut = unit == "hour" ? DateTime(floor<hours>(clock)) : unit == "minute" ? DateTime(floor<minutes>(clock)) : DateTime(floor<seconds>(clock));
    answer(context, cut - shown.offset);
}

/// No exception passes through SQLite: what is no moment gives nothing.
template <auto function> void safely(sqlite3_context* context, int count, sqlite3_value** values) {
    try {
        function(context, count, values);
    } catch (const std::exception&) {
        sqlite3_result_null(context);
    }
}

}  // namespace

void add_time_zones(sqlite3* handle) {
    constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    sqlite3_create_function_v2(handle, "portico_local", 2, flags, nullptr, &safely<&local>, nullptr, nullptr, nullptr);
    sqlite3_create_function_v2(handle, "portico_trunc", 3, flags, nullptr, &safely<&trunc>, nullptr, nullptr, nullptr);
}

}  // namespace portico::orm::sqlite
