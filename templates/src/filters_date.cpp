#include <portico/i18n/time_since.hpp>

#include "builtins.hpp"
#include "conversion.hpp"
#include "date_value.hpp"

namespace portico::templates {

namespace {

/// Text that stands in for a date has no parts: a format that asks for none still prints.
Value format_without_parts(std::string_view format) {
    std::string out;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (i18n::is_format_character(format[i])) return Value("");
        if (format[i] == '\\' && i + 1 < format.size()) ++i;
        out += format[i];
    }
    return Value(std::move(out));
}

bool is_blank(const Value& value) { return value.is_null() || (value.is_text() && value.as_text()->empty()); }

Value date(FilterCall& call) {
    if (is_blank(call.input)) return Value("");
    const i18n::Formats& formats = call.rendering.formats();
    std::string argument =
        call.argument && call.argument->truthy() ? python_str(*call.argument) : "DATE_FORMAT";
    auto format = formats.named(argument);
    auto value = date_value(call.input, call.rendering);
    if (!value) return format_without_parts(format);
    return Value(format_date_value(*value, format, call.rendering).value_or(std::string()));
}

Value time(FilterCall& call) {
    if (is_blank(call.input)) return Value("");
    const i18n::Formats& formats = call.rendering.formats();
    std::string argument =
        call.argument && call.argument->truthy() ? python_str(*call.argument) : "TIME_FORMAT";
    auto format = formats.named(argument);
    auto value = date_value(call.input, call.rendering);
    if (!value || value->kind == DateValue::Kind::date) return format_without_parts(format);
    // Only the characters that a time of day knows.
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] == '\\')
            ++i;
        else if (i18n::is_format_character(format[i]) && !i18n::is_clock_character(format[i]))
            return Value("");
    }
    return Value(format_date_value(*value, format, call.rendering).value_or(std::string()));
}

/// A reading of calendar and clock to compare with another: UTC for what has a zone, the wall's for what has
/// none.
struct Reading {
    i18n::WallTime wall{};
    std::optional<i18n::TimeZone> zone{};
};

std::optional<Reading> reading_of(const Value& value) {
    if (auto* date = value.as_date()) return Reading{{*date, Time{}}, std::nullopt};
    if (auto* moment = value.as_date_time())
        return Reading{{date_of(*moment), time_of(*moment)}, i18n::TimeZone()};
    if (auto* zoned = as_zoned(value)) return Reading{{zoned->date(), zoned->time()}, zoned->zone()};
    return std::nullopt;
}

DateTime moment_of(const Value& value) {
    if (auto* moment = value.as_date_time()) return *moment;
    return as_zoned(value)->moment();
}

/// The other end of the span in the zone of the first.
std::optional<i18n::WallTime> in_zone_of(const Reading& first, const Value* other,
                                         const Rendering& rendering) {
    DateTime moment = now();
    if (other && other->truthy()) {
        auto reading = reading_of(*other);
        if (!reading || reading->zone.has_value() != first.zone.has_value()) return std::nullopt;
        if (!reading->zone) return reading->wall;
        moment = moment_of(*other);
    }
    auto local = (first.zone ? *first.zone : rendering.engine.options().time_zone).local(moment);
    return i18n::WallTime{local.date, local.time};
}

Value span(FilterCall& call, bool until) {
    if (!call.input.truthy()) return Value("");
    auto reading = reading_of(call.input);
    if (!reading) throw RenderError("\"" + python_str(call.input) + "\" is not a date");
    auto other = in_zone_of(*reading, call.argument, call.rendering);
    if (!other) return Value("");
    return Value(until ? i18n::time_since(*other, reading->wall) : i18n::time_since(reading->wall, *other));
}

Value time_since(FilterCall& call) { return span(call, false); }
Value time_until(FilterCall& call) { return span(call, true); }

/// The moment that a value is, in a zone that it keeps from then on.
Value in_zone(const Value& value, const i18n::TimeZone& zone, const Rendering& rendering) {
    std::optional<DateTime> moment;
    if (auto* given = value.as_date_time())
        moment = *given;
    else if (auto* zoned = as_zoned(value))
        moment = zoned->moment(rendering.engine.options().time_zone);
    if (!moment) return Value("");
    return Value(i18n::ZonedTime(*moment, zone).keep_zone());
}

Value local_time(FilterCall& call) { return in_zone(call.input, *call.rendering.zone, call.rendering); }
Value utc(FilterCall& call) { return in_zone(call.input, i18n::TimeZone(), call.rendering); }

Value time_zone(FilterCall& call) {
    auto name = call.argument->as_text();
    auto zone = name ? i18n::TimeZone::find(*name) : std::nullopt;
    return zone ? in_zone(call.input, *zone, call.rendering) : Value("");
}

Value localize(FilterCall& call) {
    Restore<bool> on(call.rendering.localize, true);
    return call.input.is_text() ? call.input : Value(call.rendering.text_of(call.input));
}

Value unlocalize(FilterCall& call) {
    Restore<bool> off(call.rendering.localize, false);
    return call.input.is_text() ? call.input : Value(call.rendering.text_of(call.input));
}

} // namespace

std::span<const Filter> date_filters() {
    static const Filter filters[] = {
        {"date", date, TakesArgument::optional},
        {"time", time, TakesArgument::optional},
        {"timesince", time_since, TakesArgument::optional},
        {"timeuntil", time_until, TakesArgument::optional},
    };
    return filters;
}

std::span<const Filter> time_zone_filters() {
    static const Filter filters[] = {
        {"localtime", local_time, TakesArgument::no},
        {"timezone", time_zone, TakesArgument::yes},
        {"utc", utc, TakesArgument::no},
    };
    return filters;
}

std::span<const Filter> localization_filters() {
    static const Filter filters[] = {
        {"localize", localize, TakesArgument::no},
        {"unlocalize", unlocalize, TakesArgument::no},
    };
    return filters;
}

} // namespace portico::templates
