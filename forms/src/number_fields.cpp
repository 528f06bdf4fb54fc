#include <charconv>
#include <cmath>
#include <limits>

#include <portico/base/text.hpp>
#include <portico/forms/fields.hpp>

#include "strip.hpp"

namespace portico::forms {

namespace {

/// "5.0" and "5." are whole numbers too.
std::string_view without_zero_fraction(std::string_view text) {
    auto point = text.find_last_of('.');
    if (point == text.npos || text.find_first_not_of('0', point + 1) != text.npos) return text;
    return text.substr(0, point);
}

std::optional<double> to_double(const Value& value) {
    if (auto* number = value.as_number()) return *number;
    if (auto* integer = value.as_integer()) return static_cast<double>(*integer);
    if (auto* decimal = value.as_decimal()) return decimal->to_double();
    return std::nullopt;
}

std::optional<Decimal> to_exact(const Value& value) {
    if (auto* decimal = value.as_decimal()) return *decimal;
    if (auto* integer = value.as_integer()) return Decimal(*integer);
    return std::nullopt;
}

bool is_multiple(const Value& value, const Value& step, const Value& offset) {
    auto number = to_exact(value), width = to_exact(step), from = to_exact(offset);
    if (number && width && from) {
        Decimal rest = *number - *from;
        int scale = std::max(rest.scale(), width->scale());
        auto units = [scale](Decimal d) { return (d + Decimal::of_units(0, scale)).units(); };
        return units(*width) == 0 || units(rest) % units(*width) == 0;
    }
    double rest = std::remainder(to_double(value).value_or(0) - to_double(offset).value_or(0), to_double(step).value_or(1));
    return std::abs(rest) < 1e-9;
}

Fault step_fault(const Value& step, const std::optional<Value>& offset) {
    if (!offset) return {"Ensure this value is a multiple of step size %(limit_value)s.", "step_size", {{"limit_value", step.str()}}};
    std::string first = offset->str(), second, third;
    if (auto from = to_exact(*offset), width = to_exact(step); from && width) {
        second = (*from + *width).str();
        third = (*from + *width + *width).str();
    } else {
        double from_number = to_double(*offset).value_or(0), width_number = to_double(step).value_or(0);
        second = Value(from_number + width_number).str();
        third = Value(from_number + 2 * width_number).str();
    }
    return {"Ensure this value is a multiple of step size %(limit_value)s, starting from %(offset)s, e.g. %(offset)s, "
            "%(valid_value1)s, %(valid_value2)s, and so on.",
            "step_size",
            {{"limit_value", step.str()}, {"offset", first}, {"valid_value1", second}, {"valid_value2", third}}};
}

std::string count_of(int n, const char* one, const char* many) { return n == 1 ? one : many; }

}  // namespace

Value IntegerField::to_value(const Value& sent) const {
    if (sent.as_integer()) return sent;
    if (is_empty(sent)) return {};
    std::string whole = sent.str();
    std::string_view text = without_zero_fraction(stripped(whole));
    bool plus = text.starts_with('+');
    if (plus) text.remove_prefix(1);
    std::int64_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    bool complete = end == text.data() + text.size() && !text.empty() && !(plus && text.starts_with('-'));
    if (error == std::errc::result_out_of_range && complete) {
        bool negative = text.starts_with('-');
        std::int64_t limit = negative ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
        if (negative) {
            fail("min_value", "Ensure this value is greater than or equal to %(limit_value)s.",
                 {{"limit_value", std::to_string(limit)}, {"show_value", whole}});
        }
        fail("max_value", "Ensure this value is less than or equal to %(limit_value)s.",
             {{"limit_value", std::to_string(limit)}, {"show_value", whole}});
    }
    if (error != std::errc() || !complete) fail("invalid", "Enter a whole number.", {{"value", whole}});
    return number;
}

void IntegerField::check_limits(const Value& value, std::vector<Fault>& faults) const {
    auto refuse = [&](const char* code, const char* message, const Value& limit) {
        faults.push_back({message, code, {{"limit_value", limit.str()}, {"show_value", value.str()}, {"value", value.str()}}});
    };
    if (max_value && (exclusive_max ? value >= *max_value : value > *max_value)) {
        refuse("max_value", exclusive_max ? "Ensure this value is less than %(limit_value)s."
                                          : "Ensure this value is less than or equal to %(limit_value)s.", *max_value);
    }
    if (min_value && (exclusive_min ? value <= *min_value : value < *min_value)) {
        refuse("min_value", exclusive_min ? "Ensure this value is greater than %(limit_value)s."
                                          : "Ensure this value is greater than or equal to %(limit_value)s.", *min_value);
    }
    if (step && !is_multiple(value, *step, min_value.value_or(Value(0)))) faults.push_back(step_fault(*step, min_value));
}

void IntegerField::widget_attributes(const Widget& on, Attributes& attributes) const {
    if (!dynamic_cast<const Input*>(&on) || on.is_hidden()) return;
    if (min_value) attributes.set("min", min_value->str());
    if (max_value) attributes.set("max", max_value->str());
    if (step) attributes.set("step", step->str());
}

Value FloatField::to_value(const Value& sent) const {
    if (sent.as_number()) return sent;
    if (is_empty(sent)) return {};
    std::string whole = sent.str();
    std::string_view text = stripped(whole);
    if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
    double number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) fail("invalid", "Enter a number.");
    return number;
}

void FloatField::widget_attributes(const Widget& on, Attributes& attributes) const {
    IntegerField::widget_attributes(on, attributes);
    if (dynamic_cast<const NumberInput*>(&on) && !step && !on.attributes.contains("step")) attributes.set("step", "any");
}

Value DecimalField::to_value(const Value& sent) const {
    if (sent.as_decimal()) return sent;
    if (is_empty(sent)) return {};
    std::string whole = sent.str();
    auto decimal = Decimal::parse(stripped(whole));
    if (!decimal) fail("invalid", "Enter a number.", {{"value", whole}});
    return *decimal;
}

void DecimalField::check_limits(const Value& value, std::vector<Fault>& faults) const {
    IntegerField::check_limits(value, faults);
    auto* decimal = value.as_decimal();
    if (!decimal) return;
    int places = decimal->scale();
    int digits = static_cast<int>(std::to_string(std::abs(decimal->units())).size());
    digits = std::max(digits, places);
    int whole = digits - places;
    auto refuse = [&](const char* code, const std::string& message, int most) {
        faults.push_back({message, code, {{"max", std::to_string(most)}, {"value", value.str()}}});
    };
    if (max_digits && digits > *max_digits) {
        return refuse("max_digits", "Ensure that there are no more than %(max)s " + count_of(*max_digits, "digit", "digits") +
                                        " in total.", *max_digits);
    }
    if (decimal_places && places > *decimal_places) {
        return refuse("max_decimal_places", "Ensure that there are no more than %(max)s decimal " +
                                                count_of(*decimal_places, "place.", "places."), *decimal_places);
    }
    if (max_digits && decimal_places && whole > *max_digits - *decimal_places) {
        int most = *max_digits - *decimal_places;
        refuse("max_whole_digits", "Ensure that there are no more than %(max)s " + count_of(most, "digit", "digits") +
                                       " before the decimal point.", most);
    }
}

void DecimalField::widget_attributes(const Widget& on, Attributes& attributes) const {
    IntegerField::widget_attributes(on, attributes);
    if (!dynamic_cast<const NumberInput*>(&on) || step || on.attributes.contains("step")) return;
    std::string smallest = "any";
    if (decimal_places) smallest = *decimal_places == 0 ? "1" : Decimal::of_units(1, *decimal_places).str();
    attributes.set("step", smallest);
}

}  // namespace portico::forms
