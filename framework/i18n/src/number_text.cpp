#include <portico/i18n/number_text.hpp>

#include <cmath>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>
#include <portico/i18n/big_number.hpp>
#include <portico/i18n/exact_number.hpp>

namespace portico::i18n {

namespace {

bool is_whole(const Value& number) {
    if (number.as_integer() || number.as_boolean()) return true;
    auto* big = as_big_number(number);
    return big && !big->is_decimal();
}

/// Decimals, and floats that Python writes with an exponent: those are worked on digit by digit.
std::optional<ExactNumber> exact_of(const Value& number) {
    if (auto* big = as_big_number(number)) return big->is_decimal() ? std::optional(big->exact()) : std::nullopt;
    if (number.as_decimal()) return ExactNumber::parse(number.str());
    bool has_exponent = number.as_number() && std::isfinite(*number.as_number()) && number.str().find('e') != std::string::npos;
    return has_exponent ? ExactNumber::parse(number.str()) : std::nullopt;
}

bool is_below_places(const ExactNumber& number, int places) {
    auto cutoff = ExactNumber::parse(places == 0 ? "0.1" : "0." + std::string(static_cast<std::size_t>(places - 1), '0') + "1");
    return compare(number.absolute(), *cutoff) < 0;
}

} // namespace

Value number_text(const Value& number, const Formats& formats, NumberStyle style) {
    if (number.is_null() || (number.is_text() && number.as_text()->empty())) return Value(Html{number.str()});
    bool groups = (formats.use_thousand_separator || style.grouping) && !formats.number_grouping.empty() &&
                  formats.number_grouping[0] != 0;
    if (is_whole(number) && !groups && style.places.value_or(0) == 0) return Value(Html{number.str()});
    auto exact = exact_of(number);
    if (!exact) return Value(separated_number(number.str(), formats, style));
    if (!exact->is_finite()) {
        if (style.places) throw ConversionError("\"" + number.str() + "\" has no digits to format");
        return Value(number.str());
    }
    if (style.places && is_below_places(*exact, *style.places)) exact = ExactNumber::parse("0");
    auto size = exact->digits().size() + static_cast<std::size_t>(std::abs(exact->exponent()));
    if (size <= 200) return Value(separated_number(exact->plain(), formats, style));
    std::string text = exact->scientific();
    auto e = text.find('e');
    return Value(separated_number(std::string_view(text).substr(0, e), formats, style) + text.substr(e));
}

std::string plain_number(std::string_view typed, const Formats& formats) {
    std::string whole(typed), places;
    auto decimal = typed.find(formats.decimal_separator);
    if (!formats.decimal_separator.empty() && decimal != std::string_view::npos) {
        whole = typed.substr(0, decimal);
        places = '.' + std::string(typed.substr(decimal + formats.decimal_separator.size()));
    }
    if (formats.use_thousand_separator) {
        // "1.5" may be a point that was meant as one: not where there are as many digits behind it as a group has.
        bool is_point = formats.thousand_separator == "." && places.empty() && text::split(whole, '.').size() == 2 &&
                        whole.size() - whole.find('.') != 4;
        if (!is_point) whole = text::replace_all(whole, formats.thousand_separator, "");
        // People type a plain space for one that doesn't break.
        bool is_space = formats.thousand_separator == "\u00a0" || formats.thousand_separator == "\u202f";
        if (is_space) whole = text::replace_all(whole, " ", "");
    }
    return whole + places;
}

std::optional<std::string> without_underscores(std::string_view text) {
    const auto is_digit = [&](std::size_t at) { return at < text.size() && text[at] >= '0' && text[at] <= '9'; };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '_')
            out += text[i];
        else if (i == 0 || !is_digit(i - 1) || !is_digit(i + 1))
            return std::nullopt;
    }
    return out;
}

} // namespace portico::i18n
