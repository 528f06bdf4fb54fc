#include "load.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include <portico/base/error.hpp>
#include <portico/base/field_types.hpp>
#include <portico/orm/errors.hpp>
#include <portico/orm/models.hpp>

#include "select.hpp"

namespace portico::orm::detail {

namespace {

template <class Number> std::uint64_t put(void* place, Number number) {
    std::memcpy(place, &number, sizeof number);
    return print_of_bits(std::make_unsigned_t<Number>(number));
}

std::uint64_t put_sized(void* place, std::size_t size, std::int64_t number) {
    switch (size) {
    case 1: return put(place, static_cast<std::int8_t>(number));
    case 2: return put(place, static_cast<std::int16_t>(number));
    case 4: return put(place, static_cast<std::int32_t>(number));
    default: return put(place, number);
    }
}

std::uint64_t put_integer(void* place, const FieldType& type, std::int64_t number) {
    if (type.size < 8) {
        // SQLite keeps any number in a column of any size.
        const auto bits = static_cast<int>(type.size * 8);
        const std::int64_t most = (std::int64_t(1) << (type.is_signed ? bits - 1 : bits)) - 1;
        if (number > most || number < (type.is_signed ? -most - 1 : 0)) throw ConversionError("it is out of range", "out_of_range");
    }
    return put_sized(place, type.size, number);
}

std::int64_t integer_of(const Row& row, std::size_t at) {
    const Cell& cell = row.cell(at);
    return cell.type == Cell::Type::integer ? cell.integer : row.integer(at);
}

std::string_view text_of(const Row& row, std::size_t at) {
    const Cell& cell = row.cell(at);
    return cell.type == Cell::Type::text ? cell.text : row.text(at);
}

constexpr std::size_t not_there = static_cast<std::size_t>(-1);

}  // namespace

Value loaded(const Row& row, std::size_t column, const ColumnType& type, const Dialect& dialect) {
    if (row.is_null(column)) return {};
    if (type.kind == Kind::integer) return Value(integer_of(row, column));
    if (type.kind == Kind::text || type.kind == Kind::enumeration) return Value(row.text(column));
    if (type.kind == Kind::other) return row.value(column);
    return dialect.loaded(row, column, type.kind, type.kind == Kind::decimal && type.places > 0 ? type.places : -1);
}

namespace {

bool fits(std::int64_t number, const ColumnType& type) {
    if (type.is_unsigned && number < 0) return false;
    if (type.bits >= 64) return true;
    const std::int64_t most = (std::int64_t(1) << (type.is_unsigned ? type.bits : type.bits - 1)) - 1;
    return number <= most && number >= (type.is_unsigned ? 0 : -most - 1);
}

}  // namespace

Value loaded(const Row& row, std::size_t column, const Layout::Extra& extra, const Dialect& dialect) {
    Value value = loaded(row, column, extra.type, dialect);
    if (!extra.computed) return value;
    if (value.is_null() && !extra.nullable)
        throw DataError("what a query computes has no result in one of its rows: a division by zero, or a logarithm or a root of such a number",
                        "leave out those rows, or divide by nullif(…, 0)");
    if (const std::int64_t* number = value.as_integer(); number && extra.type.kind == Kind::integer && !fits(*number, extra.type))
        throw DataError("what a query computes is " + value.str() + " in one of its rows, which is out of the range of its type",
                        "cast<std::int64_t>(…) a field that it is computed from");
    return value;
}

Loader::Way Loader::way_of(const FieldType& type) {
    static const FieldType *const text = &field_type<std::string>(), *const key = &field_type<Id<>>(), *const number = &field_type<double>(),
                            *const moment = &field_type<DateTime>();
    if (&type == text) return Way::text;
    if (&type == key) return Way::key;
    if (&type == number) return Way::number;
    if (&type == moment) return Way::moment;
    if (type.extension) return Way::value;
    if (type.kind == Kind::integer) return Way::integer;
    if (type.kind == Kind::boolean) return Way::boolean;
    return type.kind == Kind::enumeration ? Way::enumeration : Way::value;
}

Loader::Loader(const ModelInfo& model, const Dialect& dialect, const std::string& database, std::size_t first,
               const std::vector<bool>& deferred)
    : model_(model), dialect_(dialect), objects_(std::make_shared<ObjectList>(model)),
      batch_(std::make_shared<Batch>(model, database)) {
    batch_->deferred = deferred;
    places_.reserve(model.columns.size());
    members_.reserve(model.columns.size());
    for (const Column& column : model.columns) {
        places_.push_back(!deferred.empty() && deferred[column.index] ? not_there : first++);
        if (column.relation) continue;
        const FieldType& type = column.field->type->optional ? *column.field->type->element : *column.field->type;
        members_.push_back({&column, &type, places_.back(), way_of(type)});
    }
    ends_.reserve(model.relations.size());
    for (const Relation& relation : model.relations) ends_.push_back({&relation, relation_type(*relation.field)});
}

/// Stores what comes straight and gives its fingerprint; nothing where it takes a Value.
std::optional<std::uint64_t> Loader::store(const Member& member, void* place, const Row& row) const {
    switch (member.way) {
    case Way::text: {
        auto text = text_of(row, member.at);
        static_cast<std::string*>(place)->assign(text.data(), text.size());
        return print_of_text(text);
    }
    case Way::key: {
        const std::int64_t key = integer_of(row, member.at);
        static_cast<Id<>*>(place)->load(key);
        return key == 0 ? null_print : print_of_bits(static_cast<std::uint64_t>(key));
    }
    case Way::integer: return put_integer(place, *member.type, integer_of(row, member.at));
    case Way::boolean: return put<std::uint8_t>(place, integer_of(row, member.at) != 0);
    case Way::number: {
        const Cell& cell = row.cell(member.at);
        const double number = cell.type == Cell::Type::number ? cell.number : row.number(member.at);
        *static_cast<double*>(place) = number;
        return print_of_floating_bits(std::bit_cast<std::uint64_t>(number));
    }
    case Way::moment: {
        const Value value = dialect_.loaded(row, member.at, Kind::date_time);
        const DateTime* moment = value.as_date_time();
        if (!moment) return std::nullopt;
        return put(place, moment->time_since_epoch().count());
    }
    case Way::enumeration: {
        auto found = std::ranges::find(member.type->enumerators, text_of(row, member.at), &EnumValue::name);
        if (found == member.type->enumerators.end()) return std::nullopt;
        return put_sized(place, member.type->size, found->number);
    }
    case Way::value: break;
    }
    return std::nullopt;
}

/// Gives the fingerprint of what the member holds then.
std::uint64_t Loader::load(const Member& member, void* object, const Row& row) const {
    const Column& column = *member.column;
    const FieldType& outer = *column.field->type;
    if (member.at == not_there) return fingerprint(column, object);
    void* place = column.in(object);
    if (row.is_null(member.at)) {
        if (outer.optional) outer.reset(place);
        return fingerprint(column, object);
    }
    if (outer.optional) place = outer.emplace(place);
    try {
        if (auto print = store(member, place, row)) return *print;
        bool name = member.type->kind == Kind::enumeration;
        member.type->set(place, name ? Value(BorrowedText{row.text(member.at)}) : loaded(row, member.at, column.type, dialect_));
    } catch (const ConversionError& error) {
        throw DatabaseError("\"" + column.model->table + "." + column.name + "\" holds \"" + std::string(row.text(member.at)) +
                                "\", which is no " + outer.name + ": " + error.what(),
                            "correct the row, or the type of \"" + column.model->name + "." + column.attribute + "\"");
    }
    return fingerprint(column, object);
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

void Loader::tie(const End& end, void* object, const RowLink& link, const Row& row) {
    const Relation& relation = *end.relation;
    void* member = static_cast<std::byte*>(object) + relation.offset;
    const auto index = static_cast<std::uint32_t>(relation.index);
    if (end.type->many) {
        *end.type->related(member) = {link, index};
        return;
    }
    Value key = reference_key(relation, row);
    std::uint64_t* prints = batch_->prints.data() + link.row * model_.columns.size();
    for (const Column* column : relation.columns)
        prints[column->index] = print_of(relation.columns.size() == 1 ? key : key.at(column->part).value_or(Value()));
    end.type->reference(member)->attach(link, index, key);
    batch_->to_one[index].keys.push_back(std::move(key));
}

void* Loader::add(const Row& row) {
    if (row.is_null(places_[model_.key.front()->index])) return nullptr;
    void* object = objects_->add();
    const RowLink link{batch_, batch_->rows++};
    const std::size_t first = batch_->prints.size();
    batch_->prints.resize(first + model_.columns.size());
    for (const Member& member : members_) batch_->prints[first + member.column->index] = load(member, object, row);
    for (const Column* key : model_.key) {
        static_cast<KeyMember*>(key->in(object))->link = link;
        // Before it was a row's, 0 was no key.
        if (auto& print = batch_->prints[first + key->index]; print == null_print) print = fingerprint(*key, object);
    }
    batch_->keys.push_back(model_.key_of(object));
    for (const End& end : ends_) tie(end, object, link, row);
    return object;
}

}  // namespace portico::orm::detail
