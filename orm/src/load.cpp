#include "load.hpp"

#include <portico/base/error.hpp>
#include <portico/base/field_types.hpp>
#include <portico/orm/models.hpp>

namespace portico::orm::detail {

namespace {

void store_integer(void* place, const FieldType& type, std::int64_t number) {
    const std::size_t size = type.size;
    if (size < 8) {
        // SQLite keeps any number in a column of any size.
        const auto bits = static_cast<int>(size * 8);
        const std::int64_t most = (std::int64_t(1) << (type.is_signed ? bits - 1 : bits)) - 1;
        if (number > most || number < (type.is_signed ? -most - 1 : 0)) throw ConversionError("it is out of range", "out_of_range");
    }
    switch (size) {
    case 1: *static_cast<std::int8_t*>(place) = static_cast<std::int8_t>(number); break;
    case 2: *static_cast<std::int16_t*>(place) = static_cast<std::int16_t>(number); break;
    case 4: *static_cast<std::int32_t*>(place) = static_cast<std::int32_t>(number); break;
    default: *static_cast<std::int64_t*>(place) = number; break;
    }
}

/// The common kinds straight into the member, the others through a Value.
void load_plain(const Column& column, const FieldType& type, void* place, const Row& row, std::size_t at,
                const Dialect& dialect) {
    static const FieldType* const text = &field_type<std::string>();
    static const FieldType* const number = &field_type<Id<>>();
    if (&type == text) {
        auto value = row.text(at);
        static_cast<std::string*>(place)->assign(value.data(), value.size());
    } else if (&type == number) {
        static_cast<Id<>*>(place)->load(row.integer(at));
    } else if (type.kind == Kind::integer && !type.extension) {
        store_integer(place, type, row.integer(at));
    } else if (type.kind == Kind::boolean) {
        *static_cast<bool*>(place) = row.integer(at) != 0;
    } else if (type.kind == Kind::enumeration) {
        type.set(place, Value(BorrowedText{row.text(at)}));
    } else {
        type.set(place, loaded(row, at, column.type, dialect));
    }
}

void load_column(const Column& column, void* object, const Row& row, std::size_t at, const Dialect& dialect) {
    void* member = column.in(object);
    const FieldType& type = *column.field->type;
    if (row.is_null(at)) {
        if (type.optional) type.reset(member);
        return;
    }
    try {
        load_plain(column, type.optional ? *type.element : type, type.optional ? type.emplace(member) : member, row, at, dialect);
    } catch (const ConversionError& error) {
        throw DatabaseError("\"" + column.model->table + "." + column.name + "\" holds \"" + std::string(row.text(at)) +
                                "\", which is no " + type.name + ": " + error.what(),
                            "correct the row, or the type of \"" + column.model->name + "." + column.attribute + "\"");
    }
}

constexpr std::size_t not_there = static_cast<std::size_t>(-1);

}  // namespace

Value loaded(const Row& row, std::size_t column, const ColumnType& type, const Dialect& dialect) {
    if (row.is_null(column)) return {};
    if (type.kind == Kind::integer) return Value(row.integer(column));
    if (type.kind == Kind::text || type.kind == Kind::enumeration) return Value(row.text(column));
    if (type.kind == Kind::other) return row.value(column);
    return dialect.loaded(row, column, type.kind, type.kind == Kind::decimal && type.places > 0 ? type.places : -1);
}

Loader::Loader(const ModelInfo& model, const Dialect& dialect, const std::string& database, std::size_t first,
               const std::vector<bool>& deferred)
    : model_(model), dialect_(dialect), objects_(std::make_shared<ObjectList>(model)),
      batch_(std::make_shared<Batch>(model, database)) {
    batch_->deferred = deferred;
    for (const Column& column : model.columns)
        places_.push_back(!deferred.empty() && deferred[column.index] ? not_there : first++);
}

Value Loader::reference_key(const Relation& relation, const Row& row) const {
    List parts;
    for (const Column* column : relation.columns) {
        std::size_t at = places_[column->index];
        if (row.is_null(at)) return {};
        Value part = loaded(row, at, column->type, dialect_);
        if (relation.columns.size() == 1) return part;
        parts.push_back(std::move(part));
    }
    return Value::list(std::move(parts));
}

void Loader::load(void* object, const Row& row) const {
    for (const Column& column : model_.columns) {
        std::size_t place = places_[column.index];
        if (!column.relation && place != not_there) load_column(column, object, row, place, dialect_);
    }
    for (const Relation& relation : model_.relations) {
        if (relation.to_many()) continue;
        auto& type = *relation_type(*relation.field);
        void* member = static_cast<std::byte*>(object) + relation.offset;
        Value key = reference_key(relation, row);
        if (key.is_null()) {
            type.reference(member)->clear();
        } else {
            type.reference(member)->assign_key(std::move(key));
        }
    }
}

void* Loader::add(const Row& row) {
    if (row.is_null(places_[model_.key.front()->index])) return nullptr;
    void* object = objects_->add();
    load(object, row);
    attach(model_, object, batch_, batch_->rows++);
    return object;
}

}  // namespace portico::orm::detail
