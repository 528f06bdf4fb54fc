#include <portico/base/type_info.hpp>

#include <portico/base/describe.hpp>
#include <portico/base/error.hpp>
#include <portico/base/text.hpp>

namespace portico {

namespace {

std::string unqualified(const std::string& name) {
    auto colons = name.rfind("::");
    return colons == std::string::npos ? name : name.substr(colons + 2);
}

}  // namespace

TypeInfo::TypeInfo(std::string qualified_name, std::type_index cpp_type, std::size_t bytes)
    : name(unqualified(qualified_name)), qualified(std::move(qualified_name)), cpp(cpp_type), size(bytes), title(name) {}

const FieldInfo* TypeInfo::find(std::string_view field_name) const {
    for (const auto& field : fields) {
        if (field.name == field_name) return &field;
    }
    return nullptr;
}

const FieldInfo* TypeInfo::at_offset(std::size_t offset, const FieldType& type) const {
    for (const auto& field : fields) {
        if (field.offset == offset && field.type == &type) return &field;
    }
    return nullptr;
}

const Property* TypeInfo::find_property(std::string_view property_name) const {
    for (const auto& property : properties) {
        if (property.name == property_name) return &property;
    }
    return nullptr;
}

std::optional<Value> TypeInfo::attribute(const void* object, std::string_view attribute_name) const {
    if (const auto* field = find(attribute_name)) {
        if (extension) extension->complete(object, field);
        if (extension && field->type->extension) {  // a relation, a file
            if (auto value = extension->attribute(object, attribute_name)) return value;
        }
        return field->get(object);
    }
    if (const auto* property = find_property(attribute_name)) return property->get(object);
    constexpr std::string_view before = "get_", after = "_display";
    if (attribute_name.starts_with(before) && attribute_name.ends_with(after)) {  // Django's get_FOO_display
        auto field_name = attribute_name.substr(before.size(), attribute_name.size() - before.size() - after.size());
        if (const auto* field = find(field_name)) return Value(field->display(field->get(object)));
    }
    if (extension) return extension->attribute(object, attribute_name);
    return std::nullopt;
}

std::string TypeInfo::str(const void* object) const { return display ? display(object) : name + " object"; }

std::vector<std::string> TypeInfo::names() const {
    std::vector<std::string> all;
    for (const auto& field : fields) all.push_back(field.name);
    for (const auto& property : properties) all.push_back(property.name);
    return all;
}

std::string FieldInfo::display(const Value& value) const {
    for (const auto& choice : choices) {
        if (choice.value == value) return choice.label;
    }
    if (type->kind == Kind::enumeration && value.is_text()) return label_of(*value.as_text());
    return value.str();
}

const TypeInfo& require_installed(const TypeInfo* slot, const std::string& type_name) {
    if (slot) return *slot;
    throw Error("the type \"" + type_name + "\" is used but was not installed",
                "add it to orm::models<…>() of its app, or call install_type<…>() before");
}

std::string label_of(std::string_view name) { return text::capfirst(text::replace_all(name, "_", " ")); }

FieldInfo& field_at(TypeInfo& type, std::size_t offset, const std::type_info& field_type) {
    for (auto& field : type.fields) {
        if (field.offset == offset && *field.type->id == field_type) return field;
    }
    throw Error("\"" + type.qualified + "\" has no field of that type at byte " + std::to_string(offset),
                "describe() may only name members of the struct itself");
}

}  // namespace portico
