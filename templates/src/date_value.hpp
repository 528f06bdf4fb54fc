/// Values that are dates, times or moments, as they stand in the current time zone.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <portico/base/value.hpp>
#include <portico/i18n/date_format.hpp>
#include <portico/i18n/zoned_time.hpp>

namespace portico::templates {

class Rendering;

struct DateValue {
    enum class Kind { date, time, moment };
    Kind kind = Kind::moment;
    i18n::LocalTime local{};
    bool naive = false; // a moment without a zone of its own
};

bool is_zoned(const Value& value);
const i18n::ZonedTime* as_zoned(const Value& value);
/// Nothing when the value is no date, time or moment. `convert`: moments with a zone come as local time.
std::optional<DateValue> date_value(const Value& value, const Rendering& rendering, bool convert = true);
/// Writes by format characters or a format's name; nothing when the value lacks what the format asks for.
std::optional<std::string> format_date_value(const DateValue& value, std::string_view format,
                                             const Rendering& rendering);
/// As {{ value }} shows it: in the format that fits its kind.
std::string localized_date(const Value& value, const Rendering& rendering);

} // namespace portico::templates
