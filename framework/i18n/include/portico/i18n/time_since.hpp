#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <portico/base/date_time.hpp>
#include <portico/i18n/zoned_time.hpp>

namespace portico::i18n {

/// A reading of the calendar and the clock, in whatever zone both readings that are compared are in.
using WallTime = std::pair<Date, Time>;

/// "3 days, 4 hours": how long from `start` to `end`, in years, months, weeks, days, hours and minutes, at
/// most `depth` of them side by side; "0 minutes" when `end` is not later. Between number and unit stands a
/// no-break space. Counts months by the calendar as Django does.
std::string time_since(WallTime start, WallTime end, int depth = 2);

struct SpanOptions {
    int depth = 2;
    bool until = false; // from the end to the start: how long until something
    TimeZone zone{};    // whose clock tells what now is where neither has a zone of its own
};
/// From one moment to another, or to now, by the clock of the first one's zone. ConversionError where one has a zone and the other has none,
/// or where `depth` is below 1.
std::string time_since(const ZonedTime& start, const std::optional<ZonedTime>& end, const SpanOptions& options = {});

} // namespace portico::i18n
