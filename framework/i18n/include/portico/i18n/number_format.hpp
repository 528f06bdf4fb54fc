#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <portico/i18n/formats.hpp>

namespace portico::i18n {

struct NumberStyle {
    std::optional<int> places{}; // behind the point; more are cut off, not rounded
    bool grouping = false;       // group even where the formats don't ask for it
};

/// Writes a plain number ("1234.5", "1.5e+20") with the separators of these formats: "1,234.5".
std::string format_number(std::string_view number, const Formats& formats, NumberStyle style = {});

/// The same for what has no exponent: a point and digits, or any other text.
std::string separated_number(std::string_view plain, const Formats& formats, NumberStyle style = {});

} // namespace portico::i18n
