#include <portico/i18n/formats.hpp>

namespace portico::i18n {

std::string_view Formats::named(std::string_view name) const {
    if (name == "DATE_FORMAT") return date_format;
    if (name == "DATETIME_FORMAT") return datetime_format;
    if (name == "TIME_FORMAT") return time_format;
    if (name == "YEAR_MONTH_FORMAT") return year_month_format;
    if (name == "MONTH_DAY_FORMAT") return month_day_format;
    if (name == "SHORT_DATE_FORMAT") return short_date_format;
    if (name == "SHORT_DATETIME_FORMAT") return short_datetime_format;
    return name;
}

Formats formats_for(std::string_view language) {
    Formats formats;
    if (language != "en-gb" && language != "en-au") return formats;
    formats.date_format = "j M Y";
    formats.datetime_format = "j M Y, P";
    formats.month_day_format = "j F";
    formats.short_date_format = "d/m/Y";
    formats.short_datetime_format = "d/m/Y P";
    return formats;
}

} // namespace portico::i18n
