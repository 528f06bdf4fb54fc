#include "dialect_parts.hpp"

#include <portico/base/json.hpp>

namespace portico::orm {

std::string integer_type(const ColumnType& type) { return type.bits <= 16 ? "smallint" : type.bits <= 32 ? "integer" : "bigint"; }

std::string text_type(const ColumnType& type) {
    return type.max_length ? "varchar(" + std::to_string(*type.max_length) + ")" : "text";
}

std::string escape_like(std::string_view text) {
    std::string out;
    for (char c : text) {
        if (c == '%' || c == '_' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

Value loaded_alike(const Row& row, std::size_t column, Kind kind) {
    switch (kind) {
    case Kind::boolean: return Value(row.integer(column) != 0);
    case Kind::integer: return Value(row.integer(column));
    case Kind::floating: return Value(row.number(column));
    case Kind::text: return Value(row.text(column));
    case Kind::bytes: return Value(Bytes{std::string(row.bytes(column))});
    case Kind::date: return parsed(row.text(column).substr(0, 10), "date", parse_date);
    case Kind::time: return parsed(row.text(column), "time", parse_time);
    case Kind::uuid: return parsed(row.text(column), "UUID", Uuid::parse);
    case Kind::json:
    case Kind::list: return parse_json(row.text(column));
    default: return row.value(column);
    }
}

}  // namespace portico::orm
