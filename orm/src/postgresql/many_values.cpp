#include "many_values.hpp"

#include <charconv>
#include <string>
#include <optional>

#include "texts.hpp"

namespace portico::orm::postgresql {

namespace {

/// So many are looked up in an index one by one, and are searched one by one where there is none: more are joined.
constexpr std::size_t most_searched = 100;

struct Element {
    const char* sql = nullptr;
    Value::Type type = Value::Type::null;
};

std::optional<Element> element_of(const ColumnType& type) {
    switch (type.kind) {
    case Kind::boolean: return Element{"boolean", Value::Type::boolean};
    // The widest, so that what is beyond the column's own range is not found, and no error.
    case Kind::integer: return Element{"bigint", Value::Type::integer};
    case Kind::floating: return Element{"double precision", Value::Type::number};
    case Kind::text: return Element{type.address ? "inet" : "text", Value::Type::text};
    case Kind::enumeration: return type.by_value ? Element{"bigint", Value::Type::integer} : Element{"text", Value::Type::text};
    case Kind::decimal: return Element{"numeric", Value::Type::decimal};
    case Kind::date: return Element{"date", Value::Type::date};
    case Kind::time: return Element{"time", Value::Type::time};
    case Kind::date_time: return Element{"timestamp with time zone", Value::Type::date_time};
    case Kind::duration: return Element{"interval", Value::Type::duration};
    case Kind::uuid: return Element{"uuid", Value::Type::uuid};
    default: return std::nullopt;
    }
}

void append_quoted(std::string& array, std::string_view text) {
    array += '"';
    for (char c : text) {
        if (c == '"' || c == '\\') array += '\\';
        array += c;
    }
    array += '"';
}

void append_element(std::string& array, const Value& value) {
    switch (value.type()) {
    case Value::Type::boolean: array += *value.as_boolean() ? 't' : 'f'; break;
    case Value::Type::integer: array += std::to_string(*value.as_integer()); break;
    case Value::Type::number: {
        char digits[32];
        array.append(digits, std::to_chars(digits, digits + sizeof digits, *value.as_number()).ptr);
        break;
    }
    case Value::Type::decimal: array += value.as_decimal()->str(); break;
    case Value::Type::date: append_quoted(array, to_iso(*value.as_date())); break;
    case Value::Type::time: append_quoted(array, to_iso(*value.as_time())); break;
    case Value::Type::date_time: append_quoted(array, to_iso(*value.as_date_time())); break;
    case Value::Type::duration: append_quoted(array, stored_duration(*value.as_duration())); break;
    case Value::Type::uuid: append_quoted(array, value.as_uuid()->str()); break;
    default: append_quoted(array, *value.as_text()); break;
    }
}

}  // namespace

std::string among(std::string_view expression, const ColumnType& type, List& values, const std::function<std::string(Value)>& bind) {
    const auto element = element_of(type);
    if (!element) return {};
    const bool few = values.size() <= most_searched;
    std::string array = "{";
    List others;
    for (Value& value : values) {
        if (value.type() != element->type) {
            others.push_back(std::move(value));
            continue;
        }
        if (array.size() > 1) array += ',';
        append_element(array, value);
    }
    values = std::move(others);
    if (array.size() == 1) return {};
    const std::string all = "CAST(" + bind(Value(array + "}")) + " AS " + element->sql + "[])";
    return std::string(expression) + (few ? " = ANY(" + all + ")" : " IN (SELECT unnest(" + all + "))");
}

}  // namespace portico::orm::postgresql
