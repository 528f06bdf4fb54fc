#include <portico/base/ip_address.hpp>
#include <portico/base/text.hpp>
#include <portico/forms/fields.hpp>
#include <portico/forms/upload.hpp>
#include <portico/forms/validators.hpp>

namespace portico::forms {

namespace {

std::vector<Choice> choices_of(const FieldInfo& info) {
    if (!info.choices.empty()) return info.choices;
    const FieldType& type = info.type->kind == Kind::list && info.type->element ? *info.type->element : *info.type;
    std::vector<Choice> choices;
    for (const auto& enumerator : type.enumerators) {
        choices.push_back({Value(enumerator.name), label_of(enumerator.name), {}});
    }
    return choices;
}

FieldPtr choice_field(const FieldInfo& info) {
    auto choices = choices_of(info);
    // Of what must be chosen none is chosen beforehand: a list would show its first as if it were. An enum has a value from the start.
    bool undecided = !info.default_value && info.type->kind != Kind::enumeration && info.widget != radio;
    bool begins_empty = !info.must_be_filled() || undecided;
    if (begins_empty && info.widget != checkboxes) choices.insert(choices.begin(), {Value(), no_choice, {}});
    auto field = std::make_shared<ChoiceField>(fixed(std::move(choices)));
    if (info.nullable()) field->empty_value = Value();
    return field;
}

std::shared_ptr<CharField> address_field(const FieldInfo& info) {
    using Protocol = GenericIPAddressField::Protocol;
    Protocol protocol = info.format == "ipv4" ? Protocol::ipv4 : info.format == "ipv6" ? Protocol::ipv6 : Protocol::both;
    return std::make_shared<GenericIPAddressField>(protocol, info.format == "unpack_ipv4");
}

FieldPtr text_field(const FieldInfo& info) {
    std::shared_ptr<CharField> field;
    if (info.format == "email") field = std::make_shared<EmailField>();
    else if (info.format == "url") field = std::make_shared<URLField>();
    else if (info.format == "slug" || info.format == "unicode_slug") field = std::make_shared<SlugField>(info.format != "slug");
    else if (is_ip_address(*info.type) || info.format.starts_with("ipv")) field = address_field(info);
    else field = std::make_shared<CharField>();
    if (info.max_length) field->max_length = info.max_length;
    if (info.min_length && *info.min_length > 0) field->min_length = info.min_length;
    // "At least one character" is what `required` says already, and better.
    if (field->min_length == 1 && info.must_be_filled()) field->min_length.reset();
    if (info.nullable()) field->empty_value = Value();
    if (!info.pattern.empty()) {
        field->validators.push_back([pattern = info.pattern](const Value& value) {
            if (!matches(pattern, value.str())) throw ValidationError("Enter a valid value.");
        });
    }
    return field;
}

/// The numbers that the C++ type can hold.
void limit_to_type(const FieldType& type, IntegerField& field) {
    const FieldType& own = type.optional && type.element ? *type.element : type;
    if (!own.is_signed && !field.min_value) field.min_value = Value(0);
    if (own.size >= 8) return;
    std::int64_t bits = static_cast<std::int64_t>(own.size) * 8;
    std::int64_t most = (std::int64_t{1} << (own.is_signed ? bits - 1 : bits)) - 1;
    auto check = [most, least = own.is_signed ? -most - 1 : 0](const Value& value) {
        auto* number = value.as_integer();
        if (!number || (*number <= most && *number >= least)) return;
        bool above = *number > most;
        throw ValidationError(above ? "Ensure this value is less than or equal to %(limit_value)s."
                                    : "Ensure this value is greater than or equal to %(limit_value)s.",
                              above ? "max_value" : "min_value", {{"limit_value", std::to_string(above ? most : least)}});
    };
    field.validators.push_back(check);
}

FieldPtr number_field(const FieldInfo& info) {
    std::shared_ptr<IntegerField> field;
    if (info.type->kind == Kind::decimal) {
        auto decimal = std::make_shared<DecimalField>();
        decimal->max_digits = info.digits;
        decimal->decimal_places = info.places;
        field = decimal;
    } else if (info.type->kind == Kind::floating) {
        field = std::make_shared<FloatField>();
    } else {
        field = std::make_shared<IntegerField>();
    }
    field->min_value = info.minimum;
    field->max_value = info.maximum;
    field->exclusive_min = info.exclusive_minimum;
    field->exclusive_max = info.exclusive_maximum;
    field->step = info.multiple_of;
    if (info.type->kind == Kind::integer) limit_to_type(*info.type, *field);
    return field;
}

FieldPtr list_field(const FieldInfo& info) {
    auto choices = choices_of(info);
    if (choices.empty()) {
        throw Error("field \"" + info.name + "\" is a list without choices, which no form field is for",
                    "give it .choices({…}), or leave it out of the form with .editable(false)");
    }
    return std::make_shared<MultipleChoiceField>(fixed(std::move(choices)));
}

FieldPtr field_by_kind(const FieldInfo& info) {
    if (info.type->kind == Kind::list) return list_field(info);
    if (!info.choices.empty() || info.type->kind == Kind::enumeration) return choice_field(info);
    switch (info.type->kind) {
        case Kind::boolean:
            return info.nullable() ? FieldPtr(std::make_shared<NullBooleanField>()) : std::make_shared<BooleanField>();
        case Kind::integer:
        case Kind::floating:
        case Kind::decimal: return number_field(info);
        case Kind::text: return text_field(info);
        case Kind::date: return std::make_shared<DateField>(std::make_shared<DateInput>("date"));
        case Kind::time: return std::make_shared<TimeField>(std::make_shared<TimeInput>("time"));
        case Kind::date_time:
            return std::make_shared<DateTimeField>(std::make_shared<DateTimeInput>("datetime-local"));
        case Kind::duration: return std::make_shared<DurationField>();
        case Kind::uuid: return std::make_shared<UUIDField>();
        case Kind::json: return std::make_shared<JSONField>();
        default: break;
    }
    if (dynamic_cast<const UploadType*>(info.type->extension.get())) {
        return info.format == "image" ? FieldPtr(std::make_shared<ImageField>()) : std::make_shared<FileField>();
    }
    throw Error("field \"" + info.name + "\" of type " + info.type->name + " has no form field",
                "leave it out of the form with .editable(false), or add a field of your own with form.add(…)");
}

}  // namespace

FieldPtr make_field(const FieldInfo& info) {
    FieldPtr field = field_by_kind(info);
    field->name = info.key();
    field->label = info.label;
    field->help_text = info.help_text;
    // "Unknown" is an answer, too.
    field->required = info.must_be_filled() && !dynamic_cast<const NullBooleanField*>(field.get());
    for (const auto& validator : info.validators) field->validators.push_back(validator);
    field->use(info.widget.empty() ? field->widget : widget_named(info.widget));
    return field;
}

}  // namespace portico::forms
