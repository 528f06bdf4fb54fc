// Dates, times and durations as text, and back.
#include <portico/base/error.hpp>
#include <portico/i18n/date_format.hpp>
#include <portico/i18n/duration_text.hpp>
#include <portico/i18n/time_since.hpp>
#include <portico/i18n/zoned_time.hpp>

#include "operation.hpp"
#include "settings.hpp"
#include "values.hpp"

namespace portico::conformance {

namespace {

template <class T> Json encoded(const std::optional<T>& value) { return value ? encode(Value(*value)) : Json(); }

const i18n::ZonedTime* zoned(const Value& value) { return dynamic_cast<const i18n::ZonedTime*>(value.as_dynamic()); }

Json formatted(const Value& value, std::string_view format, const i18n::TimeZone& zone) {
    if (auto* date = value.as_date()) return i18n::format_date(*date, format, zone);
    if (auto* time = value.as_time()) {
        auto text = i18n::format_time(*time, format);
        if (!text) throw Error("a time of day has no date");
        return *text;
    }
    if (auto* moment = zoned(value)) return i18n::format_moment(*moment, format, zone);
    throw Error("no date");
}

Json date_format(const Arguments& args) {
    return formatted(args.value("value"), args.text("format_string"), default_zone_of(args.recorded()));
}

/// What a time of day knows, of a moment too.
Json time_format(const Arguments& args) {
    Value value = args.value("value");
    if (auto* moment = zoned(value)) return i18n::format_clock(*moment, args.text("format_string"), default_zone_of(args.recorded()));
    if (!value.as_time()) throw Error("no time of day");
    return formatted(value, args.text("format_string"), {});
}

Json localize_date(const Arguments& args) {
    RecordedFormats formats = formats_of(args.recorded());
    std::string name = args.text("format", "DATE_FORMAT");
    return formatted(args.value("value"), formats.active.named(name), default_zone_of(args.recorded()));
}

/// Where the span ends in the zone of where it begins.
i18n::ZonedTime moment_of(const Value& value) {
    if (auto* date = value.as_date()) return i18n::ZonedTime(*date, Time{});
    if (auto* moment = zoned(value)) return *moment;
    throw Error("no date");
}

Json span(const Arguments& args, bool until) {
    i18n::ZonedTime start = moment_of(args.value("d"));
    std::optional<i18n::ZonedTime> end;
    if (args.find("now")) end = moment_of(args.value("now"));
    int depth = static_cast<int>(args.optional_integer("depth").value_or(2));
    if (args.flag("reversed")) until = !until;
    return i18n::time_since(start, end, {.depth = depth, .until = until, .zone = default_zone_of(args.recorded())});
}

Duration duration_of(const Arguments& args) {
    Value value = args.value("duration");
    if (!value.as_duration()) throw Error("no duration");
    return *value.as_duration();
}

} // namespace

void add_date_operations(Operations& operations) {
    operations["date_format"] = date_format;
    operations["time_format"] = time_format;
    operations["localize_date"] = localize_date;
    operations["timesince"] = [](const Arguments& args) { return span(args, false); };
    operations["timeuntil"] = [](const Arguments& args) { return span(args, true); };
    operations["parse_date"] = [](const Arguments& args) { return encoded(parse_date(args.text("value"))); };
    operations["parse_time"] = [](const Arguments& args) { return encoded(parse_time(args.text("value"))); };
    operations["parse_datetime"] = [](const Arguments& args) { return encoded(i18n::parse_zoned_time(args.text("value"))); };
    operations["parse_duration"] = [](const Arguments& args) { return encoded(parse_duration(args.text("value"))); };
    operations["duration_string"] = [](const Arguments& args) { return Json(i18n::duration_text(duration_of(args))); };
    operations["duration_iso_string"] = [](const Arguments& args) { return Json(to_iso(duration_of(args))); };
}

} // namespace portico::conformance
