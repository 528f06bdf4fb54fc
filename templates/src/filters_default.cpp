#include <cmath>

#include <portico/base/text.hpp>
#include <portico/i18n/big_number.hpp>
#include <portico/i18n/zoned_time.hpp>

#include "builtins.hpp"
#include "conversion.hpp"
#include "python_format.hpp"

namespace portico::templates {

namespace {

Value default_value(FilterCall& call) { return call.input.truthy() ? call.input : *call.argument; }

Value default_if_none(FilterCall& call) { return call.input.is_null() ? *call.argument : call.input; }

Value yes_no(FilterCall& call) {
    std::string words = call.argument ? python_str(*call.argument) : "yes,no,maybe";
    auto parts = text::split(words, ',');
    if (parts.size() < 2) return call.input;
    if (call.input.is_null()) return Value(parts.size() == 3 ? parts[2] : parts[1]);
    return Value(call.input.truthy() ? parts[0] : parts[1]);
}

Value pluralize(FilterCall& call) {
    std::string suffixes = call.argument ? python_str(*call.argument) : "s";
    if (suffixes.find(',') == std::string::npos) suffixes.insert(0, ",");
    auto parts = text::split(suffixes, ',');
    if (parts.size() > 2) return Value("");
    bool one = false;
    if (auto number = to_number(call.input)) {
        one = *number == 1;
    } else if (call.input.is_text()) {
        return Value("");
    } else if (auto size = call.input.size()) {
        one = *size == 1;
    } else {
        return Value("");
    }
    return Value(one ? parts[0] : parts[1]);
}

Value divisible_by(FilterCall& call) {
    auto number = to_integer(call.input), divisor = to_integer(*call.argument);
    if (!number || !divisor)
        throw RenderError("divisibleby needs whole numbers, got \"" + python_str(call.input) + "\" and \"" +
                          python_str(*call.argument) + "\"");
    if (*divisor == 0) throw RenderError("divisibleby can't divide by 0");
    return Value(*divisor == -1 || *number % *divisor == 0);
}

std::optional<Value> added_dates(const Value& a, const Value& b) {
    auto* duration = b.as_duration();
    if (!duration) return std::nullopt;
    if (auto* other = a.as_duration()) return Value(*other + *duration);
    if (auto* moment = a.as_date_time()) return Value(*moment + *duration);
    if (auto* date = a.as_date())
        return Value(Date(std::chrono::sys_days(*date) + std::chrono::floor<std::chrono::days>(*duration)));
    auto* zoned = dynamic_cast<const i18n::ZonedTime*>(a.as_dynamic());
    if (!zoned) return std::nullopt;
    auto wall = at(zoned->date(), zoned->time()) + *duration;
    if (zoned->zone()) return Value(i18n::ZonedTime(date_of(wall), time_of(wall), *zoned->zone()));
    return Value(i18n::ZonedTime(date_of(wall), time_of(wall)));
}

/// Python's a + b for what is no number.
Value joined(const Value& a, const Value& b) {
    if (auto left = a.as_text(), right = b.as_text(); left && right) {
        std::string both = std::string(*left) + std::string(*right);
        bool safe = a.type() == Value::Type::html && b.type() == Value::Type::html;
        return safe ? Value(Html{std::move(both)}) : Value(std::move(both));
    }
    if (auto *left = a.as_list(), *right = b.as_list(); left && right) {
        List both = *left;
        both.insert(both.end(), right->begin(), right->end());
        return Value(std::move(both));
    }
    if (auto sum = added_dates(a, b)) return *sum;
    if (auto sum = added_dates(b, a)) return *sum;
    return Value("");
}

/// Python has no whole number for infinity, and Django lets that error through.
void refuse_infinity(const Value& value) {
    if (auto* number = value.as_number(); number && std::isinf(*number)) {
        throw RenderError("infinity is not a whole number");
    }
}

Value add(FilterCall& call) {
    refuse_infinity(call.input);
    auto a = to_integer(call.input), b = to_integer(*call.argument);
    std::int64_t sum = 0;
    if (a && b && !__builtin_add_overflow(*a, *b, &sum)) return Value(sum);
    if (auto *left = call.input.as_number(), *right = call.argument->as_number(); left && right)
        return Value(*left + *right);
    return joined(call.input, *call.argument);
}

Value get_digit(FilterCall& call) {
    refuse_infinity(call.input);
    auto place = to_integer(*call.argument), number = to_integer(call.input);
    auto* big = number ? nullptr : i18n::as_big_number(call.input);
    if (!place || (!number && !big) || (big && *place < 1)) return call.input;
    if (*place < 1) return Value(*number);
    std::string digits = big ? big->exact().truncated().plain() : std::to_string(*number);
    if (static_cast<std::size_t>(*place) > digits.size()) return Value(0);
    char digit = digits[digits.size() - static_cast<std::size_t>(*place)];
    if (digit == '-') throw RenderError("get_digit found no digit in \"" + digits + "\"");
    return Value(digit - '0');
}

Value string_format(FilterCall& call) {
    auto formatted = python_format("%" + python_str(*call.argument), call.input);
    return Value(formatted.value_or(std::string()));
}

Value pprint(FilterCall& call) {
    std::string out;
    append_python_repr(out, call.input);
    return Value(std::move(out));
}

} // namespace

std::span<const Filter> default_filters() {
    static const Filter filters[] = {
        {"add", add, TakesArgument::yes},
        {"default", default_value, TakesArgument::yes},
        {"default_if_none", default_if_none, TakesArgument::yes},
        {"divisibleby", divisible_by, TakesArgument::yes},
        {"get_digit", get_digit, TakesArgument::yes},
        {"pluralize", pluralize, TakesArgument::optional},
        {"pprint", pprint, TakesArgument::no, true},
        {"stringformat", string_format, TakesArgument::yes, true},
        {"yesno", yes_no, TakesArgument::optional},
    };
    return filters;
}

} // namespace portico::templates
