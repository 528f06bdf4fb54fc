// Fields of models: what they take, the column and the form's field that they have.
#include <algorithm>
#include <map>
#include <typeindex>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>
#include <portico/forms/any_form.hpp>
#include <portico/forms/model_fields.hpp>
#include <portico/i18n/current_zone.hpp>
#include <portico/orm/clean_value.hpp>
#include <portico/orm/types.hpp>

#include "fault_json.hpp"
#include "form_parts.hpp"
#include "model_parts.hpp"
#include "operation.hpp"
#include "settings.hpp"
#include "values.hpp"

namespace portico::conformance {

namespace {

Json clean(const Arguments& args) {
    i18n::UseTimeZone here(zone_of(args.recorded()));
    orm::Cleaned cleaned = orm::clean_value(make_model_part(args.at("field")).info, args.value("value"));
    if (cleaned.errors.empty()) return {{"value", encode_clean(cleaned.value, args.recorded())}};
    Json errors = Json::array();
    for (const auto& error : cleaned.errors) errors.push_back({{"code", error.code}, {"message", error.message}});
    return {{"errors", errors}};
}

std::string integer_name(const orm::Column& column) {
    const std::string width = column.type.bits <= 16 ? "Small" : column.type.bits <= 32 ? "" : "Big";
    if (column.generated) return width + "AutoField";
    return (column.type.is_unsigned ? "Positive" : "") + width + "IntegerField";
}

/// What Django calls a column like this one.
std::string internal_name(const orm::Column& column) {
    if (auto* relation = orm::relation_type(*column.field)) return relation->one_to_one ? "OneToOneField" : "ForeignKey";
    if (orm::is_file(*column.field)) return "FileField";
    if (column.type.address) return "GenericIPAddressField";
    switch (column.type.kind) {
    case Kind::boolean: return "BooleanField";
    case Kind::integer: return integer_name(column);
    case Kind::floating: return "FloatField";
    case Kind::bytes: return "BinaryField";
    case Kind::decimal: return "DecimalField";
    case Kind::date: return "DateField";
    case Kind::time: return "TimeField";
    case Kind::date_time: return "DateTimeField";
    case Kind::duration: return "DurationField";
    case Kind::uuid: return "UUIDField";
    case Kind::json: return "JSONField";
    default: break;
    }
    if (column.field->format.ends_with("slug")) return "SlugField";
    return column.type.max_length ? "CharField" : "TextField";
}

/// A label as it stands in the middle of a sentence.
std::string verbose_name(const FieldInfo& field) {
    std::string name = field.label;
    if (!name.empty()) name[0] = text::ascii_lower(name.substr(0, 1))[0];
    return name;
}

Json db_type(const Arguments& args) {
    ModelField made = make_model_part(args.at("field"));
    auto* relation = orm::relation_type(made.info);
    if (relation && relation->many)
        return {{"sqlite", nullptr}, {"null", false}, {"unique", false}, {"db_index", false}, {"internal", "ManyToManyField"},
                {"verbose_name", verbose_name(made.info)}, {"attname", "the_field"}, {"column", "the_field"}};
    made.info.name = "the_field";
    const orm::Column column = orm::is_key(made.info) ? *made.model->key.front() : orm::column_of(made.info);
    // Django asks for an index of every reference and slug, and makes none where the rule of uniqueness has one.
    const bool asks = relation || made.info.format.ends_with("slug");
    const bool indexed = column.indexed || (asks && !column.options->no_index);
    return {{"sqlite", orm::sqlite_dialect().column_type(column.type)}, {"null", column.nullable}, {"unique", column.unique || column.primary_key},
            {"db_index", indexed}, {"internal", internal_name(column)}, {"verbose_name", verbose_name(made.info)},
            {"attname", column.attribute + (relation ? "_id" : "")}, {"column", column.name}};
}

using namespace forms;

/// A choice of ours has the value of the choice itself, as Django's typed ones have; the others are called alike.
std::string class_name(const Field& field) {
    static const std::map<std::type_index, const char*> names{
        {typeid(CharField), "CharField"}, {typeid(EmailField), "EmailField"}, {typeid(SlugField), "SlugField"}, {typeid(URLField), "URLField"},
        {typeid(IntegerField), "IntegerField"}, {typeid(FloatField), "FloatField"}, {typeid(DecimalField), "DecimalField"},
        {typeid(DateField), "DateField"}, {typeid(TimeField), "TimeField"}, {typeid(DateTimeField), "DateTimeField"},
        {typeid(DurationField), "DurationField"}, {typeid(UUIDField), "UUIDField"}, {typeid(JSONField), "JSONField"},
        {typeid(BooleanField), "BooleanField"}, {typeid(NullBooleanField), "NullBooleanField"}, {typeid(ChoiceField), "TypedChoiceField"},
        {typeid(FileField), "FileField"}, {typeid(ImageField), "ImageField"}, {typeid(GenericIPAddressField), "GenericIPAddressField"},
        {typeid(ModelChoiceField), "ModelChoiceField"}, {typeid(ModelMultipleChoiceField), "ModelMultipleChoiceField"}};
    return names.at(typeid(field));
}

std::string class_name(const Widget& widget) {
    static const std::map<std::type_index, const char*> names{
        {typeid(TextInput), "TextInput"}, {typeid(NumberInput), "NumberInput"}, {typeid(EmailInput), "EmailInput"}, {typeid(URLInput), "URLInput"},
        {typeid(Textarea), "Textarea"}, {typeid(DateInput), "DateInput"}, {typeid(TimeInput), "TimeInput"}, {typeid(DateTimeInput), "DateTimeInput"},
        {typeid(CheckboxInput), "CheckboxInput"}, {typeid(NullBooleanSelect), "NullBooleanSelect"}, {typeid(Select), "Select"},
        {typeid(SelectMultiple), "SelectMultiple"}, {typeid(ClearableFileInput), "ClearableFileInput"}};
    return names.at(typeid(widget));
}

/// Django's names of what the field checks.
std::vector<std::string> validator_names(const Field& field) {
    std::vector<std::string> names;
    auto add = [&](bool checked, const char* name) {
        if (checked) names.emplace_back(name);
    };
    auto* text = dynamic_cast<const CharField*>(&field);
    auto* number = dynamic_cast<const IntegerField*>(&field);
    auto* address = dynamic_cast<const GenericIPAddressField*>(&field);
    add(dynamic_cast<const DecimalField*>(&field), "DecimalValidator");
    add(dynamic_cast<const EmailField*>(&field), "EmailValidator");
    add(text && text->max_length, "MaxLengthValidator");
    add(number && number->max_value, "MaxValueValidator");
    add(text && text->min_length, "MinLengthValidator");
    add(number && number->min_value, "MinValueValidator");
    add(text, "ProhibitNullCharactersValidator");
    add(dynamic_cast<const SlugField*>(&field), "RegexValidator");
    add(number && number->step, "StepValueValidator");
    add(dynamic_cast<const URLField*>(&field), "URLValidator");
    add(dynamic_cast<const ImageField*>(&field), "validate_image_file_extension");
    using P = GenericIPAddressField::Protocol;
    if (address) add(true, address->protocol == P::ipv4 ? "validate_ipv4_address" : address->protocol == P::ipv6 ? "validate_ipv6_address" : "validate_ipv46_address");
    return names;
}

template <class T> Json or_null(const std::optional<T>& value) { return value ? encode(Value(*value)) : Json(); }

/// What is of one kind of field alone.
void add_facts(Json& out, const Field& field) {
    if (auto* text = dynamic_cast<const CharField*>(&field)) {
        out["max_length"] = or_null(text->max_length);
        out["min_length"] = or_null(text->min_length);
        out["empty_value"] = encode(text->empty_value);
    }
    if (auto* number = dynamic_cast<const IntegerField*>(&field)) {
        out["min_value"] = or_null(number->min_value);
        out["max_value"] = or_null(number->max_value);
    }
    if (auto* decimal = dynamic_cast<const DecimalField*>(&field)) {
        out["max_digits"] = or_null(decimal->max_digits);
        out["decimal_places"] = or_null(decimal->decimal_places);
    }
    if (auto* url = dynamic_cast<const URLField*>(&field)) out["assume_scheme"] = url->assume_scheme;
    if (auto* file = dynamic_cast<const FileField*>(&field)) out["max_length"] = or_null(file->max_length);
    auto* choice = dynamic_cast<const ChoiceField*>(&field);
    if (choice && !dynamic_cast<const ModelChoiceField*>(choice)) out["empty_value"] = encode(choice->empty_value);
}

Json form_field(const Arguments& args) {
    ModelField made = make_model_part(args.at("field"));
    FieldPtr field = make_model_field(*made.model, made.info);
    if (!field) return nullptr;
    if (made.info.default_value) field->initial = *made.info.default_value;
    AnyForm form;
    form.add("the_field", field);
    const bool of_rows = dynamic_cast<const ModelChoiceField*>(field.get());
    Json out{{"field", class_name(*field)}, {"widget", class_name(*field->widget)}, {"required", field->required}, {"label", field->label},
             {"help_text", field->help_text}, {"initial", encode(field->initial)},
             {"has_choices", dynamic_cast<const ChoiceField*>(field.get()) != nullptr}, {"validators", validator_names(*field)}};
    add_facts(out, *field);
    if (of_rows) return out;
    out["html"] = form["the_field"].widget_html();
    out["row"] = form.as_div();
    return out;
}

} // namespace

void add_model_field_operations(Operations& operations) {
    operations["model_field_clean"] = clean;
    operations["model_field_db_type"] = db_type;
    operations["model_form_field"] = form_field;
}

} // namespace portico::conformance
