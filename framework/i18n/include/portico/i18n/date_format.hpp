/// Dates and times by Django's format characters ("j F Y, H:i"; a backslash takes the next character as it
/// stands).
///
///     format_moment(zone.local(now()), "D j M Y")         // "Sat 21 Nov 2026"
///     format_date(day, "N j, Y")                          // "Nov. 21, 2026"
///     format_time(Time::of(9, 30), "P")                   // "9:30 a.m."
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <portico/i18n/time_zone.hpp>
#include <portico/i18n/zoned_time.hpp>

namespace portico::i18n {

/// `naive`: the time stands for itself, its zone is only assumed ("e" prints nothing).
std::string format_moment(const LocalTime& local, std::string_view format, bool naive = false);
/// As it stands on the wall of its own zone; a time without one is taken as one of `naive_zone`.
std::string format_moment(const ZonedTime& moment, std::string_view format, const TimeZone& naive_zone = {});
/// Its time of day only: throws ConversionError when the format asks for a date.
std::string format_clock(const ZonedTime& moment, std::string_view format, const TimeZone& naive_zone = {});
/// Throws ConversionError when the format asks for a time of day. `zone` is what "r" assumes.
std::string format_date(Date date, std::string_view format, const TimeZone& zone = {});
/// Nothing when the format asks for a date.
std::optional<std::string> format_time(Time time, std::string_view format);
/// As Python's `isoformat()`: with an offset unless naive.
std::string iso_moment(const LocalTime& local, bool naive, char separator = 'T');

/// "a.m." and so on: is this character of a format about the time of day?
bool is_clock_character(char c);
bool is_format_character(char c);

} // namespace portico::i18n
