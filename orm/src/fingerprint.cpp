#include <bit>
#include <cstring>

#include <portico/base/json.hpp>
#include <portico/orm/model_info.hpp>

#include "fingerprint.hpp"

namespace portico::orm::detail {

namespace {

template <class T> std::uint64_t raw(const void* place) {
    T value;
    std::memcpy(&value, place, sizeof value);
    return static_cast<std::uint64_t>(value);
}

std::uint64_t sized(const void* place, std::size_t size) {
    switch (size) {
    case 1: return raw<std::uint8_t>(place);
    case 2: return raw<std::uint16_t>(place);
    case 4: return raw<std::uint32_t>(place);
    default: return raw<std::uint64_t>(place);
    }
}

}  // namespace

std::uint64_t print_of(const Value& value) {
    if (value.is_null()) return null_print;
    if (auto* integer = value.as_integer()) return print_of_bits(static_cast<std::uint64_t>(*integer));
    if (auto text = value.as_text()) return print_of_text(*text);
    if (auto* bytes = value.as_bytes()) return print_of_text(bytes->data);
    if (value.as_list() || value.as_map() || value.as_struct()) return print_of_text(to_json(value));
    return print_of_text(value.str());
}

std::uint64_t fingerprint(const Column& column, const void* object) {
    const void* place = column.in(object);
    const FieldType* type = column.field->type;
    if (column.relation) return print_of(column.value(object));
    if (type->optional) {
        place = type->inner(place);
        if (!place) return null_print;
        type = type->element;
    }
    if (type->extension) return print_of(type->get(place));
    switch (type->kind) {
    case Kind::boolean:
    case Kind::integer:
    case Kind::enumeration: return print_of_bits(sized(place, type->size));
    case Kind::date_time:
    case Kind::duration:
    case Kind::time: return print_of_bits(raw<std::uint64_t>(place));
    case Kind::floating: return print_of_floating_bits(sized(place, type->size));
    default: return print_of(type->get(place));
    }
}

}  // namespace portico::orm::detail
