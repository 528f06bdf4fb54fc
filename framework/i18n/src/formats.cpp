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

namespace {

/// How languages write numbers. Words, and with them dates, wait for translations.
struct NumberFormat {
    std::string_view decimal, thousand;
    int group;
    std::string_view languages;  // with a space around each
};
constexpr std::string_view no_break = "\u00a0";  // a space, but no line ends in it
constexpr NumberFormat number_formats[] = {
    {",", ".", 3, " de it nl pt ca da tr el ro hr sl sr id lt is mk eu es-ar "},
    {",", no_break, 3, " fr es pl ru uk sv nb nn no fi cs sk hu lv az de-ch fr-ca fr-ch "},
    {",", no_break, 0, " bg et "},
    {",", ".", 0, " vi ar bs sq gl "},
    {".", ",", 3, " ja ko th es-mx "},
    {".", ",", 0, " he hi fa "},
    {".", "", 4, " zh-hans zh-hant zh "},
    {".", " ", 3, " ka "},
};

const NumberFormat* number_format_of(std::string_view language) {
    const std::string name = ' ' + std::string(language) + ' ';
    for (const auto& format : number_formats)
        if (format.languages.find(name) != std::string_view::npos) return &format;
    const auto dash = language.rfind('-');
    return dash == std::string_view::npos ? nullptr : number_format_of(language.substr(0, dash));
}

} // namespace

Formats formats_for(std::string_view language) {
    Formats formats;
    if (const NumberFormat* numbers = number_format_of(language)) {
        formats.decimal_separator = numbers->decimal;
        formats.thousand_separator = numbers->thousand;
        formats.number_grouping = {numbers->group};
    }
    if (language != "en-gb" && language != "en-au") return formats;
    formats.date_format = "j M Y";
    formats.datetime_format = "j M Y, P";
    formats.month_day_format = "j F";
    formats.short_date_format = "d/m/Y";
    formats.short_datetime_format = "d/m/Y P";
    return formats;
}

} // namespace portico::i18n
