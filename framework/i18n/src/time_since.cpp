#include <portico/i18n/time_since.hpp>

#include <array>

#include <portico/base/error.hpp>

namespace portico::i18n {

namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 6> units{"year", "month", "week", "day", "hour", "minute"};

microseconds since_epoch(WallTime wall) {
    return sys_days(wall.first).time_since_epoch() + wall.second.since_midnight;
}

std::string counted(std::int64_t number, std::string_view unit) {
    return std::to_string(number) + "\u00a0" + std::string(unit) + (number == 1 ? "" : "s");
}

int whole_months(WallTime start, WallTime end) {
    int months = (static_cast<int>(end.first.year()) - static_cast<int>(start.first.year())) * 12 +
                 static_cast<int>(static_cast<unsigned>(end.first.month())) -
                 static_cast<int>(static_cast<unsigned>(start.first.month()));
    bool incomplete = start.first.day() > end.first.day() ||
                      (start.first.day() == end.first.day() && start.second > end.second);
    return incomplete ? months - 1 : months;
}

/// `start` moved on by whole months; a day that the month lacks becomes its last (February's always the
/// 28th).
WallTime moved(WallTime start, int months_on) {
    if (months_on == 0) return start;
    auto month_there = start.first.year() / start.first.month() + months(months_on);
    constexpr std::array<unsigned, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    auto length = lengths[static_cast<unsigned>(month_there.month()) - 1];
    day pivot_day{std::min(static_cast<unsigned>(start.first.day()), length)};
    Time whole_seconds{floor<seconds>(start.second.since_midnight)};
    return {month_there / pivot_day, whole_seconds};
}

} // namespace

std::string time_since(WallTime start, WallTime end, int depth) {
    if (floor<seconds>(since_epoch(end) - since_epoch(start)).count() <= 0) return counted(0, "minute");
    int total_months = whole_months(start, end);
    auto remaining = since_epoch(end) - since_epoch(moved(start, total_months));
    std::array<std::int64_t, 6> parts{total_months / 12, total_months % 12};
    constexpr std::array<seconds, 4> chunks{days(7), days(1), hours(1), minutes(1)};
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        parts[i + 2] = remaining / microseconds(chunks[i]);
        remaining -= chunks[i] * parts[i + 2];
    }
    std::size_t first = 0;
    while (first < parts.size() && parts[first] == 0) ++first;
    if (first == parts.size()) return counted(0, "minute");
    std::string text;
    for (std::size_t i = first; i < parts.size() && depth > 0 && parts[i] != 0; ++i, --depth) {
        if (!text.empty()) text += ", ";
        text += counted(parts[i], units[i]);
    }
    return text;
}

namespace {

/// What the clock beside `start` shows at the end.
WallTime end_beside(const ZonedTime& start, const std::optional<ZonedTime>& end, const TimeZone& zone) {
    if (end && end->zone().has_value() != start.zone().has_value())
        throw ConversionError("a moment with a time zone and one without can't be compared");
    if (end && !end->zone()) return {end->date(), end->time()};
    LocalTime local = (start.zone() ? *start.zone() : zone).local(end ? end->moment() : now());
    return {local.date, local.time};
}

} // namespace

std::string time_since(const ZonedTime& start, const std::optional<ZonedTime>& end, const SpanOptions& options) {
    if (options.depth < 1) throw ConversionError("a span of time needs a depth above 0");
    WallTime first{start.date(), start.time()}, last = end_beside(start, end, options.zone);
    return options.until ? time_since(last, first, options.depth) : time_since(first, last, options.depth);
}

} // namespace portico::i18n
