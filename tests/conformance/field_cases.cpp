// Fields and widgets of forms, one by one.
#include <portico/i18n/current_zone.hpp>

#include "fault_json.hpp"
#include "form_parts.hpp"
#include "operation.hpp"
#include "settings.hpp"
#include "values.hpp"

namespace portico::conformance {

namespace {

using namespace forms;

Json field_clean(const Arguments& args) {
    i18n::UseTimeZone here(zone_of(args.recorded()));
    FieldPtr field = make_field(args.at("field"));
    const Json* initial = args.find("initial");
    std::vector<Fault> faults;
    Value value;
    bool good = collect(faults, [&] {
        value = field->clean(decode_sent(args.all().value("value", Json()), is_of_time(args.at("field"))), initial ? decode_sent(*initial) : Value());
    });
    if (good) return {{"value", encode_clean(value, args.recorded())}};
    return {{"errors", faults_json(faults)}};
}

Json field_has_changed(const Arguments& args) {
    i18n::UseTimeZone here(zone_of(args.recorded()));
    return make_field(args.at("field"))->has_changed(decode_sent(args.at("initial")), decode_sent(args.at("data")));
}

Json widget_render(const Arguments& args) {
    i18n::UseTimeZone here(zone_of(args.recorded()));
    const Json* more = args.find("attrs");
    return make_widget(args.at("widget"))
        ->render(args.text("name"), decode_sent(args.all().value("value", Json()), is_of_time(args.at("widget"))), more ? attributes_of(*more) : Attributes());
}

Json widget_value(const Arguments& args) {
    Submission sent(QueryData::parse(args.text("data")));
    return encode_clean(make_widget(args.at("widget"))->value_from(sent, args.text("name")), args.recorded());
}

} // namespace

void add_field_operations(Operations& operations) {
    operations["field_clean"] = field_clean;
    operations["field_has_changed"] = field_has_changed;
    operations["widget_render"] = widget_render;
    operations["widget_value"] = widget_value;
}

} // namespace portico::conformance
