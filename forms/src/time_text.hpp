#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/value.hpp>
#include <portico/i18n/current_zone.hpp>

namespace portico::forms {

using i18n::current_zone;

/// A date, time or moment as its control shows it; other values as they are. `native`: for the browser's own controls, which want
/// "2026-01-02T03:04" where Django's text fields have "2026-01-02 03:04:05".
Value date_text(const Value& value);
Value time_text(const Value& value, bool native);
Value date_time_text(const Value& value, bool native);

/// By a strftime format, a moment in the current zone; other values as they are.
Value formatted_text(const Value& value, std::string_view format);

/// By these strptime formats, or, where there are none, by Django's for English: "2026-01-02", "01/02/2026", "Jan 2 2026", "2 January
/// 2026" …; nothing where none fits.
using InputFormats = std::vector<std::string>;
std::optional<Date> typed_date(std::string_view text, const InputFormats& formats = {});
std::optional<Time> typed_time(std::string_view text, const InputFormats& formats = {});

/// A date and time without a zone, or a moment where the text has an offset.
struct TypedMoment {
    Date date{};
    Time time{};
    std::optional<DateTime> moment{};
};
std::optional<TypedMoment> typed_date_time(std::string_view text, const InputFormats& formats = {});

}  // namespace portico::forms
