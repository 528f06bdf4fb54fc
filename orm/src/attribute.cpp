#include <portico/orm/any_query_set.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/orm/types.hpp>

#include "batch.hpp"
#include "loaded_rows.hpp"
#include "related_rows.hpp"

/// What templates see of an object beyond its fields and properties.
namespace portico::orm {

namespace {

Value object_of(const Relation& relation, const void* object) {
    auto* member = static_cast<const std::byte*>(object) + relation.offset;
    auto& reference = *relation_type(*relation.field)->reference(const_cast<std::byte*>(member));
    if (reference.empty()) return {};
    const void* related = reference.load(relation.target_slot);
    return Value(StructRef{relation.target_slot, related, std::shared_ptr<const void>(reference.object())});
}

/// The single object at the other end of a one to one; null where there is none.
Value other_end(const Relation& relation, const AnyQuerySet& rows) {
    const auto& items = rows.results().items;
    if (items.empty()) return {};
    return Value(StructRef{&relation.from->slot, items.front(), std::shared_ptr<const void>(rows.results().owner, items.front())});
}

/// Those that were loaded, or a query set that loads them together with those of its peers.
Value rows_of(const ModelInfo& model, const void* object, detail::Hop hop) {
    auto row = detail::row_of(model, object);
    auto loaded = row.batch ? row.batch->loaded_rows(row.row, hop) : nullptr;
    if (loaded) return Value(detail::LoadedRows(hop.reached(), std::move(loaded)));
    return Value(detail::related_rows(model, object, hop));
}

std::optional<Value> incoming_value(const ModelInfo& model, const void* object, std::string_view name) {
    for (const Relation* relation : model.incoming) {
        if (relation->hidden_backwards || relation->related_name != name) continue;
        if (relation->kind == Relation::Kind::one_to_one) return other_end(*relation, detail::related_rows(model, object, {relation, true}));
        return rows_of(model, object, {relation, true});
    }
    return std::nullopt;
}

}  // namespace

std::optional<Value> ModelInfo::attribute(const void* object, std::string_view name) const {
    if (const Relation* wanted = relation(name)) {
        return wanted->to_many() ? rows_of(*this, object, {wanted, false}) : object_of(*wanted, object);
    }
    if (const FieldInfo* field = type->find(name); field && is_file(*field)) return file_value(field->get(object).str());
    if (name == "pk") return key_of(object);
    for (const Column& column : columns) {
        if (column.relation && column.name == name) return column.value(object).owned();
    }
    auto row = detail::row_of(*this, object);
    if (row.batch && row.batch->has_annotation(name)) return row.batch->annotation(row.row, name);
    return incoming_value(*this, object, name);
}

}  // namespace portico::orm
