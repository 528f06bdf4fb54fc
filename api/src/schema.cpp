#include <portico/api/schema.hpp>

#include <portico/base/ip_address.hpp>
#include <portico/base/json.hpp>
#include <portico/base/text.hpp>

namespace portico::api {

std::string title_of(std::string_view name) {
    std::string out;
    for (auto word : text::split(name, '_')) {
        if (word.empty()) continue;
        if (!out.empty()) out += ' ';
        out += text::capfirst(word);
    }
    return out;
}

std::string schema_name(const std::string& type_name) {
    std::string out, word;
    for (char c : type_name) {
        if (c == ':' || c == ' ') {
            word.clear();  // a namespace
        } else if (c == '<' || c == '>' || c == ',') {
            out += word + "_";
            word.clear();
        } else {
            word += c;
        }
    }
    return out + word;
}

std::string Schemas::reference(const std::string& name) { return "#/components/schemas/" + name; }

Map Schemas::named_struct(const TypeInfo& type) {
    auto name = schema_name(type.qualified);
    if (!components_.contains(name)) {
        components_.set(name, Value());  // a struct may hold lists of itself
        Map properties;
        List required;
        for (const auto& field : type.fields) {
            if (field.hidden) continue;
            properties.append(field.key(), Value(schema(*field.type, &field)));
            if (field.must_be_sent()) required.push_back(Value(field.key()));
        }
        Map schema{{"properties", Value(std::move(properties))}, {"type", "object"}};
        if (!required.empty()) schema.append("required", Value(std::move(required)));
        schema.append("title", Value(type.title == type.name ? name : type.title));
        if (!type.doc.empty()) schema.append("description", Value(type.doc));
        components_.set(name, Value(std::move(schema)));
    }
    return Map{{"$ref", reference(name)}};
}

Map Schemas::named_enum(const FieldType& type) {
    auto name = schema_name(type.name);
    List names;
    for (const auto& enumerator : type.enumerators) names.push_back(Value(enumerator.name));
    components_.set(name, Value(Map{{"type", "string"}, {"enum", Value(std::move(names))}, {"title", name}}));
    return Map{{"$ref", reference(name)}};
}

namespace {

Map text_schema(std::string_view format = {}) {
    Map schema{{"type", "string"}};
    if (!format.empty()) schema.append("format", Value(format));
    return schema;
}

Value bound(const Value& value) {
    auto* decimal = value.as_decimal();
    return decimal ? Value(decimal->to_double()) : value;
}

void add_constraints(Map& schema, const FieldInfo& field, bool list) {
    auto add = [&](std::string name, Value value) { schema.append(std::move(name), std::move(value)); };
    if (field.maximum) add(field.exclusive_maximum ? "exclusiveMaximum" : "maximum", bound(*field.maximum));
    if (field.minimum) add(field.exclusive_minimum ? "exclusiveMinimum" : "minimum", bound(*field.minimum));
    if (field.multiple_of) add("multipleOf", bound(*field.multiple_of));
    if (field.max_length) add(list ? "maxItems" : "maxLength", Value(*field.max_length));
    if (field.min_length) add(list ? "minItems" : "minLength", Value(*field.min_length));
    if (!field.pattern.empty()) add("pattern", Value(field.pattern));
    if (field.format == "email") add("format", Value("email"));
    if (field.format == "url") add("format", Value("uri"));
    if (is_ip_address(*field.type) || field.format.starts_with("ipv"))
        add("format", Value(field.format.starts_with("ipv") ? field.format : std::string("ipvanyaddress")));
    if (field.format == "slug") add("pattern", Value("^[-a-zA-Z0-9_]+$"));
    if (!field.choices.empty()) {
        List values;
        for (const auto& choice : field.choices) values.push_back(choice.value);
        add("enum", Value(std::move(values)));
    }
}

}  // namespace

Map Schemas::plain(const FieldType& type) {
    switch (type.kind) {
        case Kind::boolean: return Map{{"type", "boolean"}};
        case Kind::integer: return Map{{"type", "integer"}};
        case Kind::floating: return Map{{"type", "number"}};
        case Kind::decimal: return Map{{"type", "string"}, {"pattern", "^-?[0-9]+(\\.[0-9]+)?$"}};
        case Kind::bytes: return text_schema("binary");
        case Kind::date: return text_schema("date");
        case Kind::time: return text_schema("time");
        case Kind::date_time: return text_schema("date-time");
        case Kind::duration: return text_schema("duration");
        case Kind::uuid: return text_schema("uuid");
        case Kind::enumeration: return named_enum(type);
        case Kind::structure: return named_struct(type.structure());
        case Kind::list: return Map{{"items", Value(schema(*type.element))}, {"type", "array"}};
        case Kind::json: return Map{};
        case Kind::text:
        case Kind::other: break;
    }
    return text_schema();
}

Map Schemas::schema(const FieldType& type, const FieldInfo* field) {
    const FieldType& inner = type.optional ? *type.element : type;
    Map schema = plain(inner);
    if (field) add_constraints(schema, *field, inner.kind == Kind::list);
    if (type.optional) {
        schema = Map{{"anyOf", Value(List{Value(std::move(schema)), Value(Map{{"type", "null"}})})}};
    }
    if (!field) return schema;
    if (!schema.contains("$ref")) {
        bool own_label = field->label != label_of(field->name);
        schema.append("title", Value(own_label ? field->label : title_of(field->key())));
    }
    if (!field->help_text.empty()) schema.append("description", Value(field->help_text));
    if (field->default_value && !field->must_be_sent()) schema.append("default", bound(*field->default_value));
    return schema;
}

}  // namespace portico::api
