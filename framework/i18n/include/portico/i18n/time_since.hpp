#pragma once
#include <string>
#include <string_view>
#include <utility>

#include <portico/base/date_time.hpp>

namespace portico::i18n {

/// A reading of the calendar and the clock, in whatever zone both readings that are compared are in.
using WallTime = std::pair<Date, Time>;

/// "3 days, 4 hours": how long from `start` to `end`, in years, months, weeks, days, hours and minutes, at
/// most `depth` of them side by side; "0 minutes" when `end` is not later. Between number and unit stands a
/// no-break space. Counts months by the calendar as Django does.
std::string time_since(WallTime start, WallTime end, int depth = 2);

} // namespace portico::i18n
