#include "form_parts.hpp"

#include <portico/base/text.hpp>
#include <portico/forms/fields.hpp>
#include <portico/forms/submission.hpp>
#include <portico/i18n/current_zone.hpp>
#include <portico/i18n/zoned_time.hpp>

#include "values.hpp"

namespace portico::conformance {

using namespace forms;

Value decode_sent(const Json& json) {
    if (json.is_object() && json.contains("file")) {
        return FileValue(UploadedFile("f", json["file"].is_string() ? json["file"].get<std::string>() : "",
                                      json.contains("content") ? text_of(json["content"]) : "",
                                      json.value("content_type", "")));
    }
    if (json.is_array()) {
        List list;
        for (const auto& item : json) list.push_back(decode_sent(item));
        return Value(std::move(list));
    }
    Value value = decode(json);
    // A field's moments are moments: a naive one is one of the current zone.
    if (auto* moment = dynamic_cast<const i18n::ZonedTime*>(value.as_dynamic())) return moment->moment(i18n::current_zone());
    return value;
}

Attributes attributes_of(const Json& json) {
    Attributes attributes;
    if (json.is_null()) return attributes;
    for (const auto& [name, value] : json.items()) {
        if (value.is_boolean()) {
            if (value.get<bool>()) attributes.set_bare(name);
        } else if (!value.is_null()) {
            attributes.set(name, decode_sent(value).str());
        }
    }
    return attributes;
}

std::vector<Choice> choices_of(const Json& json) {
    std::vector<Choice> choices;
    for (const auto& row : json) {
        if (row[1].is_array()) {
            for (const auto& inner : row[1]) choices.push_back({decode_sent(inner[0]), decode_sent(inner[1]).str(), row[0].is_null() ? "None" : decode_sent(row[0]).str()});
        } else {
            choices.push_back({decode_sent(row[0]), decode_sent(row[1]).str(), {}});
        }
    }
    return choices;
}

WidgetPtr make_widget(const Json& json) {
    std::string type = json.at("type");
    for (const auto& [name, value] : json.items()) {
        if (name == "format") throw NoSuchOperation("format of a widget");
    }
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
    if (type == "DateInput") return std::make_shared<DateInput>("text", own);
    if (type == "TimeInput") return std::make_shared<TimeInput>("text", own);
    if (type == "DateTimeInput") return std::make_shared<DateTimeInput>("text", own);
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

FieldPtr field_of_type(const std::string& type, const Json& json) {
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
    throw NoSuchOperation(type);
}

void set_option(Field& field, const std::string& name, const Json& value) {
    auto* text = dynamic_cast<CharField*>(&field);
    auto* number = dynamic_cast<IntegerField*>(&field);
    auto* decimal = dynamic_cast<DecimalField*>(&field);
    auto* file = dynamic_cast<FileField*>(&field);
    auto* choice = dynamic_cast<ChoiceField*>(&field);
    if (name == "required") field.required = value.get<bool>();
    else if (name == "label") field.label = value.get<std::string>();
    else if (name == "help_text") field.help_text = decode_sent(value).str();
    else if (name == "initial") field.initial = decode_sent(value);
    else if (name == "disabled") field.disabled = value.get<bool>();
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
    else if (name == "widget") return;
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
