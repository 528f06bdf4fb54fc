#include <cmath>
#include <cstdio>

#include <portico/base/text.hpp>
#include <portico/i18n/big_number.hpp>
#include <portico/i18n/number_format.hpp>
#include <portico/i18n/time_since.hpp>

#include "builtins.hpp"
#include "conversion.hpp"
#include "date_value.hpp"

namespace portico::templates {

namespace {

/// Python's int(value), of any size.
std::optional<i18n::ExactNumber> whole_number(const Value& value) {
    if (auto* boolean = value.as_boolean()) return i18n::ExactNumber::parse(*boolean ? "1" : "0");
    if (auto text = value.as_text()) {
        auto trimmed = text::trim(*text);
        bool digits =
            !trimmed.empty() && trimmed.find_first_not_of("0123456789+-_") == std::string_view::npos;
        return digits ? i18n::ExactNumber::parse(trimmed) : std::nullopt;
    }
    if (!to_number(value) && value.type() != Value::Type::dynamic) return std::nullopt;
    auto exact = i18n::ExactNumber::parse(value.str());
    if (!exact) return std::nullopt;
    const bool is_nan = !exact->is_finite() && text::ascii_lower(value.str()).find("nan") != std::string::npos;
    if (is_nan) return std::nullopt;  // shown as it is
    if (!exact->is_finite()) throw RenderError("\"" + value.str() + "\" is not a whole number");
    return exact->truncated();
}

bool is_big_decimal(const Value& value) {
    auto* big = i18n::as_big_number(value);
    return big && big->is_decimal();
}

Value plain(const i18n::ExactNumber& number) {
    std::string digits = number.plain();
    if (digits == "-0") digits = "0";
    if (auto small = parse_integer(digits)) return Value(*small);
    return Value(std::move(digits));
}

Value ordinal(FilterCall& call) {
    auto number = whole_number(call.input);
    if (!number) return call.input;
    std::string digits = plain(*number).str();
    if (digits.front() == '-') return Value(digits);
    bool teen = digits.size() > 1 && digits[digits.size() - 2] == '1';
    std::string_view suffix = "th";
    if (!teen && digits.back() == '1') suffix = "st";
    if (!teen && digits.back() == '2') suffix = "nd";
    if (!teen && digits.back() == '3') suffix = "rd";
    return Value(Html{digits + std::string(suffix)});
}

/// Commas by hand, for texts that are no whole numbers and for plain formats.
std::string with_commas(std::string text) {
    std::size_t start = text.starts_with('-') ? 1 : 0, end = start;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    for (auto place = static_cast<std::ptrdiff_t>(end) - 3; place > static_cast<std::ptrdiff_t>(start);
         place -= 3) {
        text.insert(static_cast<std::size_t>(place), 1, ',');
    }
    return text;
}

Value int_comma(FilterCall& call) {
    const Value& input = call.input;
    bool plain_style = call.argument && !call.argument->truthy();
    if (plain_style) return Value(with_commas(python_str(input)));
    if (input.as_number() || input.as_decimal() || is_big_decimal(input)) {
        return Value(i18n::format_number(input.str(), *call.rendering.localized, {std::nullopt, true}));
    }
    auto text = input.as_text();
    auto number = text ? i18n::ExactNumber::parse(*text) : whole_number(input);
    if (!number) return Value(with_commas(python_str(input)));
    return Value(i18n::format_number(number->str(), *call.rendering.localized, {std::nullopt, true}));
}

Value int_word(FilterCall& call) {
    struct Unit {
        int exponent;
        std::string_view name;
    };
    static constexpr Unit units[] = {{6, "million"},      {9, "billion"},      {12, "trillion"},
                                     {15, "quadrillion"}, {18, "quintillion"}, {21, "sextillion"},
                                     {24, "septillion"},  {27, "octillion"},   {30, "nonillion"},
                                     {33, "decillion"},   {100, "googol"}};
    auto number = whole_number(call.input);
    if (!number) return call.input;
    std::string digits = number->absolute().plain();
    if (digits.size() <= 6) return plain(*number);
    for (const Unit& unit : units) {
        if (digits.size() > static_cast<std::size_t>(unit.exponent) + 3) continue;
        double value = *parse_number(number->plain()) / std::pow(10.0, unit.exponent);
        auto rounded = i18n::ExactNumber::parse(Value(value).str())->rounded(1);
        return Value(i18n::format_number(rounded.plain(), *call.rendering.localized, {1, false}) + " " +
                     std::string(unit.name));
    }
    return plain(*number);
}

Value ap_number(FilterCall& call) {
    static constexpr std::string_view names[] = {"one", "two",   "three", "four", "five",
                                                 "six", "seven", "eight", "nine"};
    auto number = whole_number(call.input);
    if (!number) return call.input;
    auto small = parse_integer(number->plain());
    if (!small || *small <= 0 || *small >= 10) return plain(*number);
    return Value(names[*small - 1]);
}

std::optional<DateValue> shown_date(const FilterCall& call) {
    auto value = date_value(call.input, call.rendering);
    return value && value->kind != DateValue::Kind::time ? value : std::nullopt;
}

Value natural_day(FilterCall& call) {
    auto value = shown_date(call);
    if (!value) return call.input;
    const i18n::TimeZone& zone = value->kind == DateValue::Kind::moment && !value->naive
                                     ? *call.rendering.zone
                                     : call.rendering.engine.options().time_zone;
    auto days = std::chrono::sys_days(value->local.date) - std::chrono::sys_days(zone.local(now()).date);
    if (days.count() == 0) return Value("today");
    if (days.count() == 1) return Value("tomorrow");
    if (days.count() == -1) return Value("yesterday");
    std::string format =
        call.argument && call.argument->truthy() ? python_str(*call.argument) : "DATE_FORMAT";
    auto text = format_date_value({DateValue::Kind::date, value->local, true},
                                  call.rendering.formats().named(format), call.rendering);
    return Value(text.value_or(std::string()));
}

std::string counted(std::int64_t count, std::string_view unit, std::string_view article) {
    if (count == 1) return std::string(article) + " " + std::string(unit);
    return std::to_string(count) + "\u00a0" + std::string(unit) + "s";
}

Value natural_time(FilterCall& call) {
    auto value = date_value(call.input, call.rendering, false);
    if (!value || value->kind != DateValue::Kind::moment) return call.input;
    auto current = now();
    auto zone = i18n::TimeZone();
    if (auto* zoned = as_zoned(call.input))
        zone = zoned->zone() ? *zoned->zone() : call.rendering.engine.options().time_zone;
    auto wall = zone.local(current);
    auto there =
        std::chrono::sys_days(value->local.date).time_since_epoch() + value->local.time.since_midnight;
    auto here = std::chrono::sys_days(wall.date).time_since_epoch() + wall.time.since_midnight;
    bool past = there < here;
    auto distance = past ? here - there : there - here;
    std::string_view direction = past ? " ago" : " from now";
    auto seconds = std::chrono::floor<std::chrono::seconds>(distance).count();
    if (seconds == 0) return Value("now");
    i18n::WallTime other{value->local.date, value->local.time}, local{wall.date, wall.time};
    std::string text;
    if (seconds >= 24 * 3600)
        text = past ? i18n::time_since(other, local) : i18n::time_since(local, other);
    else if (seconds < 60)
        text = counted(seconds, "second", "a");
    else if (seconds < 3600)
        text = counted(seconds / 60, "minute", "a");
    else
        text = counted(seconds / 3600, "hour", "an");
    return Value(text + std::string(direction));
}

} // namespace

std::span<const Filter> humanize_filters() {
    static const Filter filters[] = {
        {"apnumber", ap_number, TakesArgument::no, true},
        {"intcomma", int_comma, TakesArgument::optional, true},
        {"intword", int_word, TakesArgument::no},
        {"naturalday", natural_day, TakesArgument::optional},
        {"naturaltime", natural_time, TakesArgument::no},
        {"ordinal", ordinal, TakesArgument::no, true},
    };
    return filters;
}

} // namespace portico::templates
