#include "date_value.hpp"

#include "rendering.hpp"

namespace portico::templates {

namespace {

DateValue naive_moment(const i18n::ZonedTime& zoned, const Rendering& rendering) {
    DateValue value;
    const auto& zone = rendering.engine.options().time_zone;
    value.local = zone.reading(zoned.date(), zoned.time());
    value.naive = true;
    return value;
}

} // namespace

const i18n::ZonedTime* as_zoned(const Value& value) {
    auto* dynamic = value.as_dynamic();
    return dynamic ? dynamic_cast<const i18n::ZonedTime*>(dynamic) : nullptr;
}

bool is_zoned(const Value& value) { return as_zoned(value) != nullptr; }

std::optional<DateValue> date_value(const Value& value, const Rendering& rendering, bool convert) {
    convert = convert && rendering.shows_local_time();
    DateValue result;
    if (auto* date = value.as_date()) {
        result.kind = DateValue::Kind::date;
        result.local.date = *date;
        return result;
    }
    if (auto* time = value.as_time()) {
        result.kind = DateValue::Kind::time;
        result.local.time = *time;
        return result;
    }
    if (auto* moment = value.as_date_time()) {
        result.local = (convert ? *rendering.zone : i18n::TimeZone()).local(*moment);
        return result;
    }
    auto* zoned = as_zoned(value);
    if (!zoned) return std::nullopt;
    if (!zoned->zone()) return naive_moment(*zoned, rendering);
    result.local = (convert && zoned->converts() ? *rendering.zone : *zoned->zone()).local(zoned->moment());
    return result;
}

std::optional<std::string> format_date_value(const DateValue& value, std::string_view format,
                                             const Rendering& rendering) {
    switch (value.kind) {
    case DateValue::Kind::date:
        return i18n::format_date(value.local.date, format, rendering.engine.options().time_zone);
    case DateValue::Kind::time:
        if (format == "c") return to_iso(value.local.time);
        if (format.find('r') != std::string_view::npos && format.find("\\r") == std::string_view::npos) {
            throw RenderError("a time of day has no date for the format \"" + std::string(format) + "\"");
        }
        return i18n::format_time(value.local.time, format);
    default:
        return i18n::format_moment(value.local, format, value.naive);
    }
}

std::string localized_date(const Value& value, const Rendering& rendering) {
    auto date = date_value(value, rendering);
    const i18n::Formats& formats = rendering.formats();
    const std::string* format = &formats.datetime_format;
    if (date->kind == DateValue::Kind::date) format = &formats.date_format;
    if (date->kind == DateValue::Kind::time) format = &formats.time_format;
    return format_date_value(*date, *format, rendering).value_or(std::string());
}

} // namespace portico::templates
