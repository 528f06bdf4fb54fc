#include "form_parts.hpp"

#include <charconv>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>
#include <portico/forms/fields.hpp>
#include <portico/forms/multi_fields.hpp>
#include <portico/forms/submission.hpp>
#include <portico/i18n/current_zone.hpp>
#include <portico/i18n/zoned_time.hpp>

#include "values.hpp"

namespace portico::conformance {

using namespace forms;

bool is_of_time(const Json& description) {
    const std::string type = description.value("type", "");
    return type.find("Date") != std::string::npos || type.find("Time") != std::string::npos;
}

Value decode_sent(const Json& json, bool of_time) {
    if (json.is_object() && json.contains("file")) {
        return FileValue(UploadedFile("f", json["file"].is_string() ? json["file"].get<std::string>() : "",
                                      json.contains("content") ? text_of(json["content"]) : "",
                                      json.value("content_type", "")));
    }
    if (json.is_array()) {
        List list;
        for (const auto& item : json) list.push_back(decode_sent(item, of_time));
        return Value(std::move(list));
    }
    Value value = decode(json);
    if (auto* moment = dynamic_cast<const i18n::ZonedTime*>(value.as_dynamic()); moment && (of_time || moment->zone())) return moment->moment(i18n::current_zone());
    return value;
}

Attributes attributes_of(const Json& json) {
    Attributes attributes;
    if (json.is_null()) return attributes;
    for (const auto& [name, value] : json.items()) {
        if (value.is_boolean()) {
            if (value.get<bool>()) attributes.set_bare(name);
        } else if (!value.is_null()) {
            Value given = decode_sent(value);
            if (given.type() == Value::Type::html) attributes.set(name, Html{given.str()});
            else attributes.set(name, given.str());
        }
    }
    return attributes;
}

namespace {

Choice choice_of(const Json& row, std::string group) {
    Value label = decode_sent(row[1]);
    return {decode_sent(row[0]), label.is_null() ? "None" : label.str(), std::move(group), label.type() == Value::Type::html};
}

} // namespace

std::vector<Choice> choices_of(const Json& json) {
    std::vector<Choice> choices;
    for (const auto& row : json) {
        if (!row[1].is_array()) {
            choices.push_back(choice_of(row, {}));
            continue;
        }
        for (const auto& inner : row[1]) choices.push_back(choice_of(inner, row[0].is_null() ? "None" : decode_sent(row[0]).str()));
    }
    return choices;
}

namespace {

template <class W> WidgetPtr with_format(std::shared_ptr<W> widget, const Json& json) {
    if (json.contains("format") && json["format"].is_string()) widget->format = json["format"].get<std::string>();
    return widget;
}

/// Django gives the controls of a group no names of their own; ours have some unless told otherwise.
std::shared_ptr<MultiWidget> without_names(std::shared_ptr<MultiWidget> widget) {
    widget->part_names.clear();
    return widget;
}

std::optional<Attributes> attributes_in(const Json& json, const char* name) {
    return json.contains(name) && !json.at(name).is_null() ? std::optional(attributes_of(json.at(name))) : std::nullopt;
}

WidgetPtr select_date_widget(const Attributes& own, const Json& json) {
    auto widget = std::make_shared<SelectDateWidget>(own);
    widget->year_name = widget->month_name = widget->day_name = "";
    for (const auto& year : json.value("years", Json::array()))
        widget->years.push_back(year.is_string() ? std::stoi(year.get<std::string>()) : year.get<int>());
    if (json.contains("months"))
        for (const auto& row : json["months"]["$pairs"]) widget->months.emplace_back(row[0].get<int>(), row[1].get<std::string>());
    if (!json.contains("empty_label")) return widget;
    const Json& label = json["empty_label"];
    widget->year_label = label.is_array() ? label[0].get<std::string>() : label.get<std::string>();
    widget->month_label = label.is_array() ? label[1].get<std::string>() : widget->year_label;
    widget->day_label = label.is_array() ? label[2].get<std::string>() : widget->year_label;
    return widget;
}

} // namespace

WidgetPtr make_widget(const Json& json) {
    std::string type = json.at("type");
    Attributes own = json.contains("attrs") ? attributes_of(json["attrs"]) : Attributes();
    Choices choices = fixed(json.contains("choices") ? choices_of(json["choices"]) : std::vector<Choice>());
    if (type == "TextInput") return std::make_shared<TextInput>(own);
    if (type == "NumberInput") return std::make_shared<NumberInput>(own);
    if (type == "EmailInput") return std::make_shared<EmailInput>(own);
    if (type == "URLInput") return std::make_shared<URLInput>(own);
    if (type == "SearchInput") return std::make_shared<Input>("search", own);
    if (type == "TelInput") return std::make_shared<Input>("tel", own);
    if (type == "ColorInput") return std::make_shared<Input>("color", own);
    if (type == "HiddenInput") return std::make_shared<HiddenInput>(own);
    if (type == "PasswordInput") return std::make_shared<PasswordInput>(own, json.value("render_value", false));
    if (type == "MultipleHiddenInput") return std::make_shared<MultipleHiddenInput>(own);
    if (type == "Textarea") return std::make_shared<Textarea>(own);
    if (type == "DateInput") return with_format(std::make_shared<DateInput>("text", own), json);
    if (type == "TimeInput") return with_format(std::make_shared<TimeInput>("text", own), json);
    if (type == "DateTimeInput") return with_format(std::make_shared<DateTimeInput>("text", own), json);
    if (type == "SplitDateTimeWidget") {
        return without_names(std::make_shared<SplitDateTimeWidget>(own, json.value("date_format", ""), json.value("time_format", ""),
                                                                   attributes_in(json, "date_attrs"), attributes_in(json, "time_attrs")));
    }
    if (type == "SplitHiddenDateTimeWidget")
        return std::make_shared<SplitHiddenDateTimeWidget>(own, attributes_in(json, "date_attrs"), attributes_in(json, "time_attrs"));
    if (type == "SelectDateWidget") return select_date_widget(own, json);
    if (type == "MultiWidget") {
        std::vector<WidgetPtr> widgets;
        for (const auto& one : json.at("widgets")) widgets.push_back(make_widget(one));
        return std::make_shared<MultiWidget>(widgets, own);
    }
    if (type == "CheckboxInput") return std::make_shared<CheckboxInput>(own);
    if (type == "FileInput") return std::make_shared<FileInput>(own);
    if (type == "ClearableFileInput") return std::make_shared<ClearableFileInput>(own);
    if (type == "Select") return std::make_shared<Select>(own, choices);
    if (type == "SelectMultiple") return std::make_shared<SelectMultiple>(own, choices);
    if (type == "NullBooleanSelect") return std::make_shared<NullBooleanSelect>(own);
    if (type == "RadioSelect") return std::make_shared<RadioSelect>(own, choices);
    if (type == "CheckboxSelectMultiple") return std::make_shared<CheckboxSelectMultiple>(own, choices);
    throw NoSuchOperation(type);
}

namespace {

/// Python's int, float and str.
std::function<Value(const Value&)> coercion(const std::string& name) {
    if (name == "str") return [](const Value& value) { return Value(value.str()); };
    return [whole = name == "int"](const Value& value) {
        if (value.as_number() && !whole) return value;
        std::string text = value.str();
        double number = 0;
        auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc() || end != text.data() + text.size()) throw ConversionError("no number");
        return whole ? Value(static_cast<std::int64_t>(number)) : Value(number);
    };
}

std::vector<FieldPtr> fields_of(const Json& json) {
    std::vector<FieldPtr> fields;
    for (const auto& one : json.at("fields")) fields.push_back(make_field(one));
    return fields;
}

FieldPtr multiple_field(const std::string& type, const Json& json) {
    if (type == "SplitDateTimeField") return std::make_shared<SplitDateTimeField>(without_names(std::make_shared<SplitDateTimeWidget>()));
    if (type == "ComboField") return std::make_shared<ComboField>(fields_of(json));
    if (type == "MultiValueField") return std::make_shared<MultiValueField>(fields_of(json), std::make_shared<MultiWidget>(std::vector<WidgetPtr>()));
    if (type == "TypedChoiceField") {
        auto field = std::make_shared<TypedChoiceField>();
        field->coerce = coercion(json.at("coerce"));
        return field;
    }
    auto field = std::make_shared<TypedMultipleChoiceField>();
    field->coerce = coercion(json.at("coerce"));
    if (json.contains("empty_value")) field->nothing = decode_sent(json["empty_value"]);
    return field;
}

void set_formats(Field& field, const std::string& name, const Json& value) {
    auto formats = value.get<std::vector<std::string>>();
    if (auto* split = dynamic_cast<SplitDateTimeField*>(&field))
        (name == "input_date_formats" ? split->date().input_formats : split->time().input_formats) = formats;
    else if (auto* date = dynamic_cast<DateField*>(&field)) date->input_formats = formats;
    else if (auto* time = dynamic_cast<TimeField*>(&field)) time->input_formats = formats;
    else if (auto* moment = dynamic_cast<DateTimeField*>(&field)) moment->input_formats = formats;
}

FieldPtr field_of_type(const std::string& type, const Json& json) {
    if (type == "Field") return std::make_shared<Field>(std::make_shared<TextInput>());
    if (type == "CharField") return std::make_shared<CharField>();
    if (type == "IntegerField") return std::make_shared<IntegerField>();
    if (type == "FloatField") return std::make_shared<FloatField>();
    if (type == "DecimalField") return std::make_shared<DecimalField>();
    if (type == "DateField") return std::make_shared<DateField>();
    if (type == "TimeField") return std::make_shared<TimeField>();
    if (type == "DateTimeField") return std::make_shared<DateTimeField>();
    if (type == "DurationField") return std::make_shared<DurationField>();
    if (type == "EmailField") return std::make_shared<EmailField>();
    if (type == "URLField") return std::make_shared<URLField>(json.value("assume_scheme", "https"));
    if (type == "SlugField") return std::make_shared<SlugField>(json.value("allow_unicode", false));
    if (type == "RegexField" && json["regex"].is_string()) return std::make_shared<RegexField>(json["regex"].get<std::string>());
    if (type == "UUIDField") return std::make_shared<UUIDField>();
    if (type == "JSONField") return std::make_shared<JSONField>();
    if (type == "BooleanField") return std::make_shared<BooleanField>();
    if (type == "NullBooleanField") return std::make_shared<NullBooleanField>();
    if (type == "ChoiceField") return std::make_shared<ChoiceField>();
    if (type == "MultipleChoiceField") return std::make_shared<MultipleChoiceField>();
    if (type == "FileField") return std::make_shared<FileField>();
    if (type == "ImageField") return std::make_shared<ImageField>();
    if (type == "GenericIPAddressField") {
        std::string protocol = text::ascii_lower(json.value("protocol", "both"));
        using P = GenericIPAddressField::Protocol;
        return std::make_shared<GenericIPAddressField>(protocol == "ipv4" ? P::ipv4 : protocol == "ipv6" ? P::ipv6 : P::both,
                                                       json.value("unpack_ipv4", false));
    }
    for (const char* multiple : {"SplitDateTimeField", "ComboField", "MultiValueField", "TypedChoiceField", "TypedMultipleChoiceField"})
        if (type == multiple) return multiple_field(type, json);
    throw NoSuchOperation(type);
}

void set_option(Field& field, const std::string& name, const Json& value) {
    auto* text = dynamic_cast<CharField*>(&field);
    auto* number = dynamic_cast<IntegerField*>(&field);
    auto* decimal = dynamic_cast<DecimalField*>(&field);
    auto* file = dynamic_cast<FileField*>(&field);
    auto* choice = dynamic_cast<ChoiceField*>(&field);
    if (name == "required") field.required = value.get<bool>();
    else if (name == "label") field.label = decode(value).str(), field.label_is_html = decode(value).type() == Value::Type::html, field.has_label = value.is_null() || !field.label.empty();
    else if (name == "label_suffix") field.label_suffix = decode(value).str();
    else if (name == "help_text") field.help_text = decode_sent(value).str();
    else if (name == "initial") field.initial = decode_sent(value);
    else if (name == "disabled") field.disabled = value.get<bool>();
    else if (name == "show_hidden_initial") field.show_hidden_initial = value.get<bool>();
    else if (name == "error_messages") for (const auto& [code, message] : value.items()) field.error_messages[code] = message;
    else if (name == "max_length" && text) text->max_length = value.is_null() ? std::optional<std::size_t>() : value.get<std::size_t>();
    else if (name == "min_length" && text) text->min_length = value.get<std::size_t>();
    else if (name == "strip" && text) text->strip = value.get<bool>();
    else if (name == "empty_value" && text) text->empty_value = decode_sent(value);
    else if (name == "min_value" && number) number->min_value = decode_sent(value);
    else if (name == "max_value" && number) number->max_value = decode_sent(value);
    else if (name == "step_size" && number) number->step = decode_sent(value);
    else if (name == "max_digits" && decimal) decimal->max_digits = value.get<int>();
    else if (name == "decimal_places" && decimal) decimal->decimal_places = value.get<int>();
    else if (name == "max_length" && file) file->max_length = value.get<std::size_t>();
    else if (name == "allow_empty_file" && file) file->allow_empty = value.get<bool>();
    else if (name == "choices" && choice) choice->set_choices(fixed(choices_of(value)));
    else if (name == "empty_value" && choice) choice->empty_value = decode_sent(value);
    else if (name.starts_with("input_")) set_formats(field, name, value);
    else if (name == "widget" || name == "fields" || name == "coerce") return;
    else if (name != "type" && name != "name" && name != "regex" && name != "assume_scheme" && name != "protocol" &&
             name != "allow_unicode" && name != "unpack_ipv4") throw NoSuchOperation("option " + name);
}

} // namespace

FieldPtr make_field(const Json& json) {
    FieldPtr field = field_of_type(json.at("type"), json);
    for (const auto& [name, value] : json.items()) set_option(*field, name, value);
    if (json.contains("widget")) field->use(make_widget(json["widget"]));
    else field->widget->is_required = field->required;
    return field;
}

} // namespace portico::conformance
