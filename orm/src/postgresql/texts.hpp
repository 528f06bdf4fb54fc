/// Values as the server writes and reads them, with DateStyle ISO, IntervalStyle iso_8601 and the time zone UTC.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <portico/base/date_time.hpp>

namespace portico::orm::postgresql {

/// "3 days 04:05:06.000007": whole days apart, as Django stores it.
std::string stored_duration(Duration duration);
/// "P1Y2M3DT4H5M6.000007S", each number with its own sign; a month counts 30 days and a year 365, as for Django.
std::optional<Duration> parse_interval(std::string_view text);
/// "2026-01-02 03:04:05.0006+00". Nothing for what is beyond the years 1 to 9999, and for infinity.
std::optional<DateTime> parse_timestamp(std::string_view text);

}  // namespace portico::orm::postgresql
