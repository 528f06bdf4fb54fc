#include <portico/orm/model_info.hpp>

#include <portico/base/error.hpp>
#include <portico/base/field_types.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/types.hpp>

#include "batch.hpp"
#include "convert.hpp"

namespace portico::orm {

const ModelInfo* model_of(const TypeInfo& type) { return dynamic_cast<const ModelInfo*>(type.extension.get()); }

const ModelInfo& require_model(const TypeInfo* slot, const char* type_name) {
    const ModelInfo* model = model_of(require_installed(slot, type_name));
    if (model) return *model;
    throw Error("\"" + slot->qualified + "\" is no model", "derive it from orm::Model and name it in orm::models<…>()");
}

namespace {

const detail::Reference& reference_in(const Column& column, const void* object) {
    void* member = const_cast<void*>(column.in(object));
    return *relation_type(*column.field)->reference(member);
}

}  // namespace

namespace {

/// What 0 and "" are as a part of a key whose other parts are given.
Value none_as_part(Kind kind) {
    switch (kind) {
    case Kind::integer: return Value(0);
    case Kind::text: return Value("");
    case Kind::uuid: return Value(Uuid());
    default: return {};
    }
}

/// A part of a key that is nothing by itself is a value beside one that isn't: seat 0 of row "A".
Value part_of_key(const Column& column, const void* object) {
    for (const Column* other : column.model->key)
        if (!other->field->type->get(other->in(object)).is_null()) return none_as_part(column.type.kind);
    return {};
}

}  // namespace

Value Column::value(const void* object) const {
    if (!relation) {
        Value value = field->type->get(in(object));
        return value.is_null() && primary_key && model->key.size() > 1 ? part_of_key(*this, object) : value;
    }
    if (relation->to_field) return relation->value_of(object);
    const Value& key = reference_in(*this, object).key();
    return relation->columns.size() == 1 ? key : key.at(part).value_or(Value());
}

void Column::set(void* object, const Value& value) const { field->type->set(in(object), value); }

Value Relation::value_in(const void* target_object) const {
    return to_field ? to_field->value(target_object).owned() : target().key_of(target_object);
}

Value Relation::value_of(const void* owner) const {
    void* member = const_cast<std::byte*>(static_cast<const std::byte*>(owner)) + offset;
    const detail::Reference& reference = *relation_type(*field)->reference(member);
    // An object that was assigned was asked for its key, as the reference knows of no other.
    if (to_field && reference.object()) return to_field->value(reference.object().get()).owned();
    return reference.key();
}

Value Column::default_value() const {
    if (field->default_value) return *field->default_value;
    if (primary_key || relation) return {};
    auto example = relation ? nullptr : detail::example_of(*this);
    return example ? value(example.get()).owned() : Value();
}

const Column* ModelInfo::column(std::string_view wanted) const {
    for (const Column& column : columns) {
        if (column.attribute == wanted || column.name == wanted) return &column;
    }
    return nullptr;
}

const Column* ModelInfo::column_at(std::size_t offset) const {
    for (const Column& column : columns) {
        if (column.offset == offset) return &column;
    }
    return nullptr;
}

const Relation* ModelInfo::relation(std::string_view wanted) const {
    for (const Relation& relation : relations) {
        if (relation.name == wanted) return &relation;
    }
    return nullptr;
}

const Relation* ModelInfo::relation_at(std::size_t offset) const {
    for (const Relation& relation : relations) {
        if (relation.offset == offset) return &relation;
    }
    return nullptr;
}

const Relation* ModelInfo::incoming_relation(std::string_view wanted) const {
    for (const Relation* relation : incoming) {
        if (!relation->hidden_backwards && (relation->related_query_name == wanted || relation->related_name == wanted))
            return relation;
    }
    return nullptr;
}

Value ModelInfo::key_of(const void* object) const {
    if (key.size() == 1) {
        Value only = key.front()->value(object);
        if (only.is_text()) return only.owned();
        return only;
    }
    List parts;
    bool any = false;
    for (const Column* column : key) {
        parts.push_back(column->value(object).owned());
        any = any || !parts.back().is_null();
    }
    return any ? Value::list(std::move(parts)) : Value();
}

void ModelInfo::set_key(void* object, const Value& value) const {
    for (std::size_t part = 0; part < key.size(); ++part) {
        const Value given = key.size() == 1 ? value : value.at(part).value_or(Value());
        key[part]->set(object, given);
        static_cast<detail::KeyMember*>(key[part]->in(object))->link.has_key = !given.is_null();
    }
}

namespace {

/// A comma in a part of a key is no end of it: "~1", and "~0" for the sign itself.
std::string escaped_part(std::string_view part) { return text::replace_all(text::replace_all(part, "~", "~0"), ",", "~1"); }

std::vector<std::string> split_key(std::string_view text) {
    std::vector<std::string> parts;
    for (auto part : text::split(text, ',')) parts.push_back(text::replace_all(text::replace_all(part, "~1", ","), "~0", "~"));
    return parts;
}

}  // namespace

Value ModelInfo::parse_key(std::string_view text) const {
    if (key.size() == 1) return detail::converted(Value(text), *key.front());
    auto parts = split_key(text);
    if (parts.size() != key.size()) throw ConversionError("a key of " + name + " has " + std::to_string(key.size()) + " parts");
    List values;
    for (std::size_t part = 0; part < parts.size(); ++part) {
        values.push_back(detail::converted(Value(parts[part]), *key[part]));
    }
    return Value::list(std::move(values));
}

std::string ModelInfo::key_text(const void* object) const {
    std::string text;
    for (const Column* column : key) {
        if (column != key.front()) text += ',';
        const std::string part = column->value(object).str();
        text += key.size() == 1 ? part : escaped_part(part);
    }
    return text;
}

std::string ModelInfo::text_of_key(const Value& value) const {
    const auto parts = value.as_list();
    if (!parts) return value.is_null() ? std::string() : value.str();
    std::string text;
    for (const Value& part : *parts) text += (&part == &parts->front() ? "" : ",") + escaped_part(part.str());
    return text;
}

bool ModelInfo::is_saved(const void* object) const { return detail::row_of(*this, object).batch != nullptr; }

}  // namespace portico::orm
