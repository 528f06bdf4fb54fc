#include "number_rules.hpp"

#include <charconv>
#include <cmath>

#include <portico/i18n/big_number.hpp>

namespace portico::forms {

bool is_less(const Value& a, const Value& b) {
    if (!i18n::as_big_number(a) && !i18n::as_big_number(b)) return (a <=> b) < 0;
    auto left = i18n::ExactNumber::parse(a.str()), right = i18n::ExactNumber::parse(b.str());
    return left && right && left->is_finite() && right->is_finite() && compare(*left, *right) < 0;
}

namespace {

double to_double(const Value& value) {
    if (auto* number = value.as_number()) return *number;
    if (auto* integer = value.as_integer()) return static_cast<double>(*integer);
    if (auto* decimal = value.as_decimal()) return decimal->to_double();
    double out = 0;
    std::string text = value.str();
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
}

std::optional<Decimal> to_exact(const Value& value) {
    if (auto* decimal = value.as_decimal()) return *decimal;
    if (auto* integer = value.as_integer()) return Decimal(*integer);
    return std::nullopt;
}

}  // namespace

bool is_multiple(const Value& value, const Value& step, const Value& offset) {
    auto number = to_exact(value), width = to_exact(step), from = to_exact(offset);
    if (number && width && from) {
        Decimal rest = *number - *from;
        int scale = std::max(rest.scale(), width->scale());
        auto units = [scale](Decimal d) { return (d + Decimal::of_units(0, scale)).units(); };
        return units(*width) == 0 || units(rest) % units(*width) == 0;
    }
    double rest = std::remainder(to_double(value) - to_double(offset), to_double(step));
    return std::abs(rest) < 1e-9;
}

Fault step_fault(const Value& step, const std::optional<Value>& offset) {
    if (!offset) return {"Ensure this value is a multiple of step size %(limit_value)s.", "step_size", {{"limit_value", step.str()}}};
    std::string first = offset->str(), second, third;
    if (auto from = to_exact(*offset), width = to_exact(step); from && width) {
        second = (*from + *width).str();
        third = (*from + *width + *width).str();
    } else {
        double from_number = to_double(*offset), width_number = to_double(step);
        second = Value(from_number + width_number).str();
        third = Value(from_number + 2 * width_number).str();
    }
    return {"Ensure this value is a multiple of step size %(limit_value)s, starting from %(offset)s, e.g. %(offset)s, "
            "%(valid_value1)s, %(valid_value2)s, and so on.",
            "step_size",
            {{"limit_value", step.str()}, {"offset", first}, {"valid_value1", second}, {"valid_value2", third}}};
}

namespace {

Fault digits_error(std::string what, std::string code, int most) {
    std::string one = most == 1 ? "" : "s";
    auto place = what.find("(s)");
    what.replace(place, 3, one);
    return {"Ensure that there are no more than %(max)s " + what + ".", std::move(code), {{"max", std::to_string(most)}}};
}

}  // namespace

std::optional<Fault> digits_fault(const i18n::ExactNumber& number, std::optional<int> max_digits, std::optional<int> decimal_places) {
    auto digits = static_cast<std::int64_t>(number.digits().size()), decimals = std::int64_t{0};
    if (number.exponent() >= 0) {
        if (!number.is_zero()) digits += number.exponent();
    } else {
        decimals = -number.exponent();
        digits = std::max(digits, decimals);
    }
    if (max_digits && digits > *max_digits) return digits_error("digit(s) in total", "max_digits", *max_digits);
    if (decimal_places && decimals > *decimal_places) return digits_error("decimal place(s)", "max_decimal_places", *decimal_places);
    bool too_large = max_digits && decimal_places && digits - decimals > *max_digits - *decimal_places;
    if (too_large) return digits_error("digit(s) before the decimal point", "max_whole_digits", *max_digits - *decimal_places);
    return std::nullopt;
}

}  // namespace portico::forms
