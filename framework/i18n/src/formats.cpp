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

} // namespace portico::i18n
