#include "recorded.hpp"

#include <portico/base/text.hpp>
#include <portico/forms/fields.hpp>

namespace portico::forms::recorded {

namespace {

Value decode_tagged(const std::string& tag, const Recorded& json) {
    const Recorded& inner = json.at(tag);
    if (tag == "$date") return *parse_date(inner.get<std::string>());
    if (tag == "$time") return *parse_time(inner.get<std::string>());
    if (tag == "$datetime" && !json.contains("tz")) return *parse_date_time(inner.get<std::string>());
    if (tag == "$datetime" && json["tz"] == "UTC") return *parse_date_time(inner.get<std::string>());
    if (tag == "$decimal") {
        auto decimal = Decimal::parse(inner.get<std::string>());
        if (!decimal) throw NotCovered("decimal");
        return *decimal;
    }
    if (tag == "$uuid") return *Uuid::parse(inner.get<std::string>());
    if (tag == "$safe") return Html{inner.get<std::string>()};
    if (tag == "$timedelta") {
        std::int64_t days = inner[0], seconds = inner[1], microseconds = inner[2];
        return Duration((days * 86400 + seconds) * 1'000'000 + microseconds);
    }
    throw NotCovered(tag);
}

}  // namespace

Value decode(const Recorded& json) {
    if (json.is_null()) return {};
    if (json.is_boolean()) return json.get<bool>();
    if (json.is_number_integer()) return json.get<std::int64_t>();
    if (json.is_number_float()) return json.get<double>();
    if (json.is_string()) return json.get<std::string>();
    if (json.is_array()) {
        List list;
        for (const auto& item : json) list.push_back(decode(item));
        return list;
    }
    if (json.contains("file")) {
        std::string content = json.contains("content") && json["content"].is_object()
                                  ? text::from_base64(json["content"]["$bytes"].get<std::string>()).value_or("")
                                  : json.value("content", "");
        return FileValue(UploadedFile("f", json["file"].is_string() ? json["file"].get<std::string>() : "", content,
                                      json.value("content_type", "")));
    }
    if (!json.empty() && json.begin().key().starts_with("$")) return decode_tagged(json.begin().key(), json);
    Map map;
    for (const auto& [key, value] : json.items()) map.set(key, decode(value));
    return map;
}

Recorded encode(const Value& value) {
    if (value.is_null()) return nullptr;
    if (auto* truth = value.as_boolean()) return *truth;
    if (auto* integer = value.as_integer()) return *integer;
    if (auto* number = value.as_number()) return *number;
    if (auto* decimal = value.as_decimal()) return {{"$decimal", decimal->str()}};
    if (auto* date = value.as_date()) return {{"$date", to_iso(*date)}};
    if (auto* time = value.as_time()) return {{"$time", to_iso(*time)}};
    if (auto* moment = value.as_date_time()) {
        std::string iso = to_iso(*moment);
        return {{"$datetime", iso.substr(0, iso.size() - 1)}, {"tz", "UTC"}};
    }
    if (auto* uuid = value.as_uuid()) return {{"$uuid", uuid->str()}};
    if (auto* duration = value.as_duration()) {
        std::int64_t all = duration->count(), day = 86'400'000'000;
        std::int64_t days = all / day - (all % day < 0 ? 1 : 0), rest = all - days * day;
        return {{"$timedelta", {days, rest / 1'000'000, rest % 1'000'000}}};
    }
    if (auto* list = value.as_list()) {
        Recorded out = Recorded::array();
        for (const auto& item : *list) out.push_back(encode(item));
        return out;
    }
    if (auto* map = value.as_map()) {
        Recorded out = Recorded::object();
        for (const auto& [name, item] : *map) out[name] = encode(item);
        return out;
    }
    if (auto* file = uploaded_file(value)) return {{"file", file->name()}, {"size", file->size()}};
    return value.str();
}

Attributes attributes_of(const Recorded& json) {
    Attributes attributes;
    if (json.is_null()) return attributes;
    for (const auto& [name, value] : json.items()) {
        if (value.is_boolean()) {
            if (value.get<bool>()) attributes.set_bare(name);
        } else if (!value.is_null()) {
            attributes.set(name, decode(value).str());
        }
    }
    return attributes;
}

std::vector<Choice> choices_of(const Recorded& json) {
    std::vector<Choice> choices;
    for (const auto& row : json) {
        if (row[1].is_array()) {
            for (const auto& inner : row[1]) choices.push_back({decode(inner[0]), decode(inner[1]).str(), row[0].is_null() ? "None" : decode(row[0]).str()});
        } else {
            choices.push_back({decode(row[0]), decode(row[1]).str(), {}});
        }
    }
    return choices;
}

WidgetPtr make_widget(const Recorded& json) {
    std::string type = json.at("type");
    for (const auto& [name, value] : json.items()) {
        if (name == "format") throw NotCovered("format of a widget");
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
    throw NotCovered(type);
}

namespace {

FieldPtr field_of_type(const std::string& type, const Recorded& json) {
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
    throw NotCovered(type);
}

void set_option(Field& field, const std::string& name, const Recorded& value) {
    auto* text = dynamic_cast<CharField*>(&field);
    auto* number = dynamic_cast<IntegerField*>(&field);
    auto* decimal = dynamic_cast<DecimalField*>(&field);
    auto* file = dynamic_cast<FileField*>(&field);
    auto* choice = dynamic_cast<ChoiceField*>(&field);
    if (name == "required") field.required = value.get<bool>();
    else if (name == "label") field.label = value.get<std::string>();
    else if (name == "help_text") field.help_text = decode(value).str();
    else if (name == "initial") field.initial = decode(value);
    else if (name == "disabled") field.disabled = value.get<bool>();
    else if (name == "error_messages") for (const auto& [code, message] : value.items()) field.error_messages[code] = message;
    else if (name == "max_length" && text) text->max_length = value.is_null() ? std::optional<std::size_t>() : value.get<std::size_t>();
    else if (name == "min_length" && text) text->min_length = value.get<std::size_t>();
    else if (name == "strip" && text) text->strip = value.get<bool>();
    else if (name == "empty_value" && text) text->empty_value = decode(value);
    else if (name == "min_value" && number) number->min_value = decode(value);
    else if (name == "max_value" && number) number->max_value = decode(value);
    else if (name == "step_size" && number) number->step = decode(value);
    else if (name == "max_digits" && decimal) decimal->max_digits = value.get<int>();
    else if (name == "decimal_places" && decimal) decimal->decimal_places = value.get<int>();
    else if (name == "max_length" && file) file->max_length = value.get<std::size_t>();
    else if (name == "allow_empty_file" && file) file->allow_empty = value.get<bool>();
    else if (name == "choices" && choice) choice->set_choices(fixed(choices_of(value)));
    else if (name == "widget") return;
    else if (name != "type" && name != "name" && name != "regex" && name != "assume_scheme" && name != "protocol" &&
             name != "allow_unicode" && name != "unpack_ipv4") throw NotCovered("option " + name);
}

}  // namespace

FieldPtr make_field(const Recorded& json) {
    FieldPtr field = field_of_type(json.at("type"), json);
    for (const auto& [name, value] : json.items()) set_option(*field, name, value);
    if (json.contains("widget")) field->use(make_widget(json["widget"]));
    else field->widget->is_required = field->required;
    return field;
}

}  // namespace portico::forms::recorded
