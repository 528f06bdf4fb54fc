#include <charconv>
#include <cmath>
#include <limits>

#include <portico/base/text.hpp>
#include <portico/base/white_space.hpp>
#include <portico/forms/fields.hpp>
#include <portico/i18n/big_number.hpp>
#include <portico/i18n/number_text.hpp>

#include "number_rules.hpp"

namespace portico::forms {

namespace {

/// Of a decimal digit of any script: each has its ten in a row.
std::optional<int> digit_value(char32_t letter) {
    constexpr char32_t zeros[] = {0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50,
                                  0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0xff10};
    for (char32_t zero : zeros)
        if (letter >= zero && letter < zero + 10) return static_cast<int>(letter - zero);
    return std::nullopt;
}

/// "1_000" as Python reads it: single underscores between digits, and digits of other scripts are as good as ours.
std::string in_plain_digits(std::string_view text) {
    std::string plain;
    for (std::string_view rest = text; !rest.empty();) {
        char32_t letter = text::next_code_point(rest);
        auto value = letter < 128 ? std::nullopt : digit_value(letter);
        text::append_code_point(plain, value ? static_cast<char32_t>(U'0' + *value) : letter);
    }
    return i18n::without_underscores(plain).value_or(plain);  // which is no number then
}

/// "5.0" and "5." are whole numbers too.
std::string_view without_zero_fraction(std::string_view text) {
    auto point = text.find_last_of('.');
    if (point == text.npos || text.find_first_not_of('0', point + 1) != text.npos) return text;
    return text.substr(0, point);
}

}  // namespace

Value IntegerField::to_value(const Value& sent) const {
    if (sent.as_integer()) return sent;
    if (is_empty(sent)) return {};
    std::string whole = sent.str();
    std::string plain = in_plain_digits(text::stripped(whole));
    std::string_view text = without_zero_fraction(plain);
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
    if (error != std::errc() || !complete) fail("invalid", "Enter a whole number.");
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
    std::string plain = in_plain_digits(text::stripped(whole));
    std::string_view text = plain;
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
    std::string plain = in_plain_digits(text::stripped(whole));
    if (auto decimal = Decimal::parse(plain)) return *decimal;
    auto exact = i18n::ExactNumber::parse(plain);
    if (!exact || !exact->is_finite()) fail("invalid", "Enter a number.");
    refuse_long(i18n::BigNumber(plain, true));
}

/// A number with more digits than a Decimal has: by the field's own limits where it breaks one of them.
void DecimalField::refuse_long(const i18n::BigNumber& number) const {
    std::vector<Fault> faults;
    auto beyond = [&](const char* code, const char* than, const Value& limit) {
        faults.push_back({message(code, "Ensure this value is " + std::string(than) + " than or equal to %(limit_value)s."), code,
                          {{"limit_value", limit.str()}, {"show_value", number.str()}, {"value", number.str()}}});
    };
    const Value value(number);
    if (max_value && is_less(*max_value, value)) beyond("max_value", "less", *max_value);
    if (min_value && is_less(value, *min_value)) beyond("min_value", "greater", *min_value);
    if (auto fault = digits_fault(number.exact(), max_digits.value_or(18), decimal_places); fault && (faults.empty() || max_digits)) {
        fault->message = message(fault->code, fault->message);
        faults.push_back(std::move(*fault));
    }
    if (faults.empty()) fail("invalid", "Enter a number.");
    throw ValidationError(std::move(faults));
}

void DecimalField::check_limits(const Value& value, std::vector<Fault>& faults) const {
    IntegerField::check_limits(value, faults);
    auto* decimal = value.as_decimal();
    if (!decimal) return;
    auto fault = digits_fault(*i18n::ExactNumber::parse(decimal->str()), max_digits, decimal_places);
    if (!fault) return;
    fault->parameters.emplace_back("value", value.str());
    faults.push_back(std::move(*fault));
}

void DecimalField::widget_attributes(const Widget& on, Attributes& attributes) const {
    IntegerField::widget_attributes(on, attributes);
    if (!dynamic_cast<const NumberInput*>(&on) || step || on.attributes.contains("step")) return;
    std::string smallest = "any";
    if (decimal_places) smallest = *decimal_places == 0 ? "1" : Decimal::of_units(1, *decimal_places).str();
    attributes.set("step", smallest);
}

}  // namespace portico::forms
