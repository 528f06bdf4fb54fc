/// How dates and numbers are written: Django's format settings, each with its default for English.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace portico::i18n {

struct Formats {
    std::string date_format = "N j, Y";
    std::string datetime_format = "N j, Y, P";
    std::string time_format = "P";
    std::string year_month_format = "F Y";
    std::string month_day_format = "F j";
    std::string short_date_format = "m/d/Y";
    std::string short_datetime_format = "m/d/Y P";
    std::string decimal_separator = ".";
    std::string thousand_separator = ",";
    /// Sizes of the groups from the right; the last repeats. Empty: no groups.
    std::vector<int> number_grouping{3};
    /// Are numbers grouped without being asked to?
    bool use_thousand_separator = false;

    /// The format that a setting's name stands for ("SHORT_DATE_FORMAT"); any other text is a format itself.
    std::string_view named(std::string_view name_or_format) const;
};

/// How a language writes them ("de-at" as "de"): numbers of the larger languages, dates of English ones. English where it has no formats
/// of its own here.
Formats formats_for(std::string_view language);

} // namespace portico::i18n
