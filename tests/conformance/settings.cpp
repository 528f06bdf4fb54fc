#include "settings.hpp"

#include "values.hpp"

namespace portico::conformance {

namespace {

void apply(i18n::Formats& formats, const std::string& name, const Json& value) {
    if (name == "DATE_FORMAT")
        formats.date_format = value;
    else if (name == "DATETIME_FORMAT")
        formats.datetime_format = value;
    else if (name == "TIME_FORMAT")
        formats.time_format = value;
    else if (name == "YEAR_MONTH_FORMAT")
        formats.year_month_format = value;
    else if (name == "MONTH_DAY_FORMAT")
        formats.month_day_format = value;
    else if (name == "SHORT_DATE_FORMAT")
        formats.short_date_format = value;
    else if (name == "SHORT_DATETIME_FORMAT")
        formats.short_datetime_format = value;
    else if (name == "DECIMAL_SEPARATOR")
        formats.decimal_separator = value;
    else if (name == "THOUSAND_SEPARATOR")
        formats.thousand_separator = value;
    else if (name == "USE_THOUSAND_SEPARATOR")
        formats.use_thousand_separator = value;
    else if (name == "NUMBER_GROUPING")
        formats.number_grouping = value.is_array() ? value.get<std::vector<int>>() : std::vector<int>{value.get<int>()};
}

} // namespace

RecordedFormats formats_of(const Case& recorded) {
    i18n::Formats settings;
    settings.number_grouping = {0};
    if (const Json* changed = recorded.find("settings")) {
        for (const auto& [name, value] : changed->items()) apply(settings, name, value);
    }
    const Json* language = recorded.find("language");
    i18n::Formats own = i18n::formats_for(language && language->is_string() ? language->get<std::string>() : "en");
    own.use_thousand_separator = settings.use_thousand_separator;
    RecordedFormats formats;
    formats.active = !language || !language->is_null() ? own : settings;
    settings.use_thousand_separator = false;
    formats.unlocalized = settings;
    return formats;
}

i18n::TimeZone default_zone_of(const Case& recorded) {
    const Json* settings = recorded.find("settings");
    return settings && settings->contains("TIME_ZONE") ? zone_named(settings->at("TIME_ZONE")) : i18n::TimeZone();
}

i18n::TimeZone zone_of(const Case& recorded) {
    const Json* zone = recorded.find("timezone");
    return zone ? zone_named(*zone) : default_zone_of(recorded);
}

} // namespace portico::conformance
