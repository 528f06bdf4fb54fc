/// Values of numbers as text, and typed text as numbers (django.utils.formats).
///
///     number_text(Value(1234.5), formats, {.grouping = true})        // "1,234.5"
///     plain_number("1.234,5", german)                                // "1234.5"
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <portico/base/value.hpp>
#include <portico/i18n/formats.hpp>
#include <portico/i18n/number_format.hpp>

namespace portico::i18n {

/// Integers, floats, decimals of any size, and texts of digits, with the formats' separators. What needs none comes as Html, for there is
/// nothing to escape. A decimal or a float with an exponent that is too small to be seen in so many places is 0. ConversionError for a
/// decimal that is no number.
Value number_text(const Value& number, const Formats& formats, NumberStyle style = {});

/// A number as people type it in these formats, with a point and without groups; a text that has none of their separators stays as it is.
std::string plain_number(std::string_view typed, const Formats& formats);

/// Without the underscores that Python allows between digits ("1_000"); nothing when one stands elsewhere.
std::optional<std::string> without_underscores(std::string_view text);

} // namespace portico::i18n
