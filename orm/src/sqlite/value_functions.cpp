#include "value_functions.hpp"

#include <sqlite3.h>

#include <chrono>
#include <string>

#include <portico/base/date_time.hpp>
#include <portico/base/error.hpp>

#include "texts.hpp"

namespace portico::orm::sqlite {

namespace {

std::string text_of(sqlite3_value* value) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
    return text ? std::string(text, static_cast<std::size_t>(sqlite3_value_bytes(value))) : std::string();
}

bool is_number(sqlite3_value* value) {
    int type = sqlite3_value_type(value);
    return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

bool is_less(sqlite3_value* a, sqlite3_value* b) {
    if (sqlite3_value_type(a) == SQLITE_INTEGER && sqlite3_value_type(b) == SQLITE_INTEGER)
        return sqlite3_value_int64(a) < sqlite3_value_int64(b);
    if (is_number(a) && is_number(b)) return sqlite3_value_double(a) < sqlite3_value_double(b);
    if (is_number(a) != is_number(b)) return is_number(a);
    return text_of(a) < text_of(b);
}

/// The least or greatest of those that aren't null.
template <bool Greatest> void extreme(sqlite3_context* context, int count, sqlite3_value** values) {
    sqlite3_value* best = nullptr;
    for (int i = 0; i < count; ++i) {
        if (sqlite3_value_type(values[i]) == SQLITE_NULL) continue;
        bool better = !best || (Greatest ? is_less(best, values[i]) : is_less(values[i], best));
        if (better) best = values[i];
    }
    if (best) sqlite3_result_value(context, best);
}

/// A day, a moment, or a time of the first day of 1970.
std::optional<DateTime> moment_of(const std::string& text) {
    try {
        if (auto moment = parse_date_time(text)) return moment;
        if (auto date = parse_date(text)) return at(*date);
        if (auto time = parse_time(text)) return DateTime(time->since_midnight);
    } catch (const ConversionError&) {
        // No such day: nothing is computed from it, and no exception passes through SQLite.
    }
    return std::nullopt;
}

/// portico_shift(moment, microseconds, 'date' | 'time' | 'datetime')
void shift(sqlite3_context* context, int, sqlite3_value** values) {
    auto moment = moment_of(text_of(values[0]));
    if (!moment || sqlite3_value_type(values[1]) == SQLITE_NULL) return;
    DateTime shifted = *moment + Duration(sqlite3_value_int64(values[1]));
    std::string kind = text_of(values[2]);
    std::string text = kind == "date"   ? to_iso(portico::date_of(shifted))
                       : kind == "time" ? stored_time(portico::time_of(shifted))
                                        : stored_date_time(shifted);
    sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

/// portico_between(from, to): microseconds.
void between(sqlite3_context* context, int, sqlite3_value** values) {
    auto from = moment_of(text_of(values[0])), to = moment_of(text_of(values[1]));
    if (from && to) sqlite3_result_int64(context, (*to - *from).count());
}

}  // namespace

void add_value_functions(sqlite3* handle) {
    constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    auto add = [&](const char* name, int arguments, auto* function) {
        sqlite3_create_function_v2(handle, name, arguments, flags, nullptr, function, nullptr, nullptr, nullptr);
    };
    add("portico_greatest", -1, &extreme<true>);
    add("portico_least", -1, &extreme<false>);
    add("portico_shift", 3, &shift);
    add("portico_between", 2, &between);
}

}  // namespace portico::orm::sqlite
