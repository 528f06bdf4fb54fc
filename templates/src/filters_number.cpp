#include <cmath>
#include <cstdio>

#include <portico/base/text.hpp>
#include <portico/i18n/big_number.hpp>
#include <portico/i18n/number_format.hpp>

#include "builtins.hpp"
#include "conversion.hpp"

namespace portico::templates {

namespace {

/// floatformat's argument: digits, then "g" (group) and "u" (plain separators).
struct FloatStyle {
    std::optional<std::int64_t> places = -1;
    bool grouping = false;
    bool localize = true;

    static FloatStyle parse(const Value* argument) {
        FloatStyle style;
        if (!argument) return style;
        auto given = argument->as_text();
        if (!given) {
            style.places = to_integer(*argument);
            return style;
        }
        std::string_view text = *given;
        while (text.ends_with('g') || text.ends_with('u')) {
            bool& flag = text.back() == 'g' ? style.grouping : style.localize;
            bool wanted = text.back() == 'g';
            if (flag == wanted) break;
            flag = wanted;
            text.remove_suffix(1);
        }
        bool lettered = text.size() != given->size();
        if (text.empty() && lettered) return style;
        style.places = parse_integer(text);
        return style;
    }
};

std::optional<i18n::ExactNumber> exact_number(const Value& value, const std::string& text) {
    if (auto exact = i18n::ExactNumber::parse(text)) return exact;
    auto number = value.is_text() ? parse_number(text) : to_number(value);
    if (!number) return std::nullopt;
    return i18n::ExactNumber::parse(Value(*number).str());
}

Value float_format(FilterCall& call) {
    FloatStyle style = FloatStyle::parse(call.argument);
    std::string text = python_str(call.input);
    auto number = exact_number(call.input, text);
    if (!number) return Value("");
    if (!style.places) return Value(text);
    if (!number->is_finite()) return Value(text);
    auto size = static_cast<std::int64_t>(number->digits().size()) + std::abs(number->exponent());
    if (size > 200) return Value(text);
    const i18n::Formats& formats = style.localize ? *call.rendering.localized : call.rendering.unlocalized();
    i18n::Formats plain;
    if (!style.localize) {
        plain = formats;
        plain.use_thousand_separator = false;
    }
    const i18n::Formats& used = style.localize ? formats : plain;
    if (number->is_whole() && *style.places <= 0) {
        std::string whole = number->truncated().plain();
        if (whole == "-0") whole = "0";
        return Value(Html{i18n::format_number(whole, used, {0, style.grouping})});
    }
    auto places = std::abs(*style.places);
    if (places > 10'000) throw RenderError("floatformat can't show " + std::to_string(places) + " places");
    auto rounded = number->rounded(static_cast<int>(places));
    std::string digits = rounded.is_zero() ? rounded.absolute().plain() : rounded.plain();
    return Value(Html{i18n::format_number(digits, used, {static_cast<int>(places), style.grouping})});
}

Value file_size_format(FilterCall& call) {
    constexpr std::string_view no_break_space = "\u00a0";
    auto finish = [&](const std::string& text) {
        return Value(text::replace_all(text, " ", no_break_space));
    };
    if (auto* number = call.input.as_number(); number && std::isinf(*number))
        throw RenderError("a file can't be infinitely large");
    auto given = to_integer(call.input);
    if (auto number = to_number(call.input); !given && number && i18n::as_big_number(call.input)) {
        char petabytes[64];
        std::snprintf(petabytes, sizeof petabytes, "%.1f", *number / 1125899906842624.0);
        return finish(i18n::format_number(petabytes, *call.rendering.localized, {1, false}) + " PB");
    }
    if (!given) return finish("0 bytes");
    std::string sign = *given < 0 ? "-" : "";
    auto bytes = *given < 0 ? 0 - static_cast<std::uint64_t>(*given) : static_cast<std::uint64_t>(*given);
    if (bytes < 1024) return finish(sign + std::to_string(bytes) + (bytes == 1 ? " byte" : " bytes"));
    constexpr std::string_view units[] = {"KB", "MB", "GB", "TB", "PB"};
    std::size_t unit = 0;
    double divisor = 1024;
    while (unit + 1 < std::size(units) && static_cast<double>(bytes) >= divisor * 1024) {
        divisor *= 1024;
        ++unit;
    }
    char rounded[40];
    std::snprintf(rounded, sizeof rounded, "%.1f", static_cast<double>(bytes) / divisor);
    return finish(sign + i18n::format_number(rounded, *call.rendering.localized, {1, false}) + " " +
                  std::string(units[unit]));
}

} // namespace

std::span<const Filter> number_filters() {
    static const Filter filters[] = {
        {"filesizeformat", file_size_format, TakesArgument::no, true},
        {"floatformat", float_format, TakesArgument::optional, true},
    };
    return filters;
}

} // namespace portico::templates
