#pragma once
#include <optional>
#include <string_view>

#include <portico/base/value.hpp>
#include <portico/i18n/current_zone.hpp>

namespace portico::forms {

using i18n::current_zone;

/// A date, time or moment as its control shows it; other values as they are. `native`: for the browser's own controls, which want
/// "2026-01-02T03:04" where Django's text fields have "2026-01-02 03:04:05".
Value date_text(const Value& value);
Value time_text(const Value& value, bool native);
Value date_time_text(const Value& value, bool native);

/// By Django's input formats for English: "2026-01-02", "01/02/2026", "Jan 2 2026", "2 January 2026" …; nothing where none fits.
std::optional<Date> typed_date(std::string_view text);
std::optional<Time> typed_time(std::string_view text);

/// A date and time without a zone, or a moment where the text has an offset.
struct TypedMoment {
    Date date{};
    Time time{};
    std::optional<DateTime> moment{};
};
std::optional<TypedMoment> typed_date_time(std::string_view text);

}  // namespace portico::forms
