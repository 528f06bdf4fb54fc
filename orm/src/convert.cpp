#include "convert.hpp"

#include <limits>

#include <portico/base/error.hpp>
#include <portico/base/field_types.hpp>
#include <portico/base/ip_address.hpp>

namespace portico::orm::detail {

namespace {

const FieldType& plain_type(const Column& column) {
    const FieldType& type = *column.field->type;
    return type.optional && type.element ? *type.element : type;
}

std::int64_t least(const ColumnType& type) {
    return type.is_unsigned ? 0 : -(std::int64_t(1) << (type.bits - 2)) * 2;
}
std::uint64_t most(const ColumnType& type) {
    auto all = std::numeric_limits<std::uint64_t>::max() >> (64 - type.bits);
    return type.is_unsigned ? all : all >> 1;
}

}  // namespace

Value converted(const Value& value, const ColumnType& type) {
    if (value.is_null()) return value;
    using namespace portico::detail;
    switch (type.kind) {
    case Kind::boolean: return Value(to_boolean(value));
    case Kind::integer: return value.as_number() ? value : Value(to_integer(value, least(type), most(type)));
    case Kind::floating: return Value(to_number(value));
    case Kind::text:
        if (type.address) return Value(IpAddress(value));
        return value.is_text() ? value : Value(value.str());
    case Kind::bytes: return Value(to_bytes(value));
    case Kind::decimal: return Value(to_decimal(value));
    case Kind::date: return Value(to_date(value));
    case Kind::time: return Value(to_time(value));
    case Kind::date_time: return Value(to_date_time(value));
    case Kind::duration: return Value(to_duration(value));
    case Kind::uuid: return Value(to_uuid(value));
    default: return value;
    }
}

Value converted(const Value& value, const Column& column) {
    // A value of the field's own type: what it is stored as.
    if (auto* own = value.as_struct(); own && !column.relation && column.type.kind != Kind::json)
        return plain_type(column).get(own->object).owned();
    if (column.type.kind == Kind::enumeration) {
        if (auto* number = value.as_integer()) return enumerator_name(*number, column);
        if (value.is_null()) return value;
        const FieldType& type = plain_type(column);
        return Value(portico::detail::enumerator_value(portico::detail::to_enumerator(value, type), type).str());
    }
    return converted(value, column.type);
}

Value enumerator_name(std::int64_t number, const Column& column) {
    for (const auto& enumerator : plain_type(column).enumerators) {
        if (enumerator.number == number) return Value(enumerator.name);
    }
    throw ConversionError("\"" + column.model->name + "." + column.attribute + "\" has no value " + std::to_string(number),
                          "invalid_choice");
}

std::int64_t enumerator_number(std::string_view name, const Column& column) {
    for (const auto& enumerator : plain_type(column).enumerators) {
        if (enumerator.name == name) return enumerator.number;
    }
    throw ConversionError("\"" + column.model->name + "." + column.attribute + "\" has no value \"" + std::string(name) + "\"",
                          "invalid_choice");
}

std::shared_ptr<void> example_of(const Column& column) { return column.model->type->make(); }

}  // namespace portico::orm::detail
