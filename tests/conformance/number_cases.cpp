// Numbers as text, and back.
#include <portico/i18n/number_text.hpp>

#include "operation.hpp"
#include "settings.hpp"
#include "values.hpp"

namespace portico::conformance {

namespace {

i18n::NumberStyle style_of(const Arguments& args) {
    i18n::NumberStyle style{.grouping = args.flag("force_grouping")};
    if (auto places = args.optional_integer("decimal_pos")) style.places = static_cast<int>(*places);
    return style;
}

/// The cases of this operation were recorded by position, with nothing in the place of an argument that was left out: whatever comes third is
/// the number of places.
Json by_position(const Json& given) {
    constexpr const char* names[] = {"number", "decimal_sep", "decimal_pos", "grouping", "thousand_sep", "force_grouping", "use_l10n"};
    Json out = Json::object();
    std::size_t place = 0;
    for (const char* name : names) {
        if (!given.contains(name)) continue;
        const Json& item = given.at(name);
        bool fits = place != 3 || !item.is_string(); // a separator there groups nothing
        if (place < std::size(names) && fits) out[names[place]] = item;
        ++place;
    }
    if (out.contains("thousand_sep") && !out["thousand_sep"].is_string()) out.erase("thousand_sep");
    return out;
}

Json number_format(const Arguments& recorded) {
    Json bound = *recorded.recorded().json;
    bound["args"] = by_position(recorded.all());
    Case positional{recorded.recorded().feature, &bound, nullptr};
    Arguments args(positional);
    i18n::Formats formats;
    formats.decimal_separator = args.text("decimal_sep");
    formats.thousand_separator = args.text("thousand_sep", "");
    formats.number_grouping = {0};
    if (const Json* grouping = args.find("grouping"))
        formats.number_grouping = grouping->is_array() ? grouping->get<std::vector<int>>() : std::vector<int>{grouping->get<int>()};
    if (auto* setting = args.setting("USE_THOUSAND_SEPARATOR"))
        formats.use_thousand_separator = setting->get<bool>() && args.flag("use_l10n", true);
    return encode(i18n::number_text(args.value("number"), formats, style_of(args)));
}

Json localize_number(const Arguments& args) {
    return encode(i18n::number_text(args.value("value"), formats_of(args.recorded()).active, style_of(args)));
}

Json sanitize(const Arguments& args) {
    return i18n::plain_number(args.text("value"), formats_of(args.recorded()).active);
}

} // namespace

void add_number_operations(Operations& operations) {
    operations["number_format"] = number_format;
    operations["localize_number"] = localize_number;
    operations["sanitize_separators"] = sanitize;
}

} // namespace portico::conformance
