#include "fill.hpp"

namespace portico::migrations {

namespace {

/// Where nobody said.
Value usual_fill(const orm::ColumnType& type) {
    if (type.address) return Value("0.0.0.0");
    switch (type.kind) {
    case Kind::boolean: return Value(false);
    case Kind::integer:
    case Kind::floating:
    case Kind::decimal: return Value(0);
    case Kind::duration: return Value(Duration{});
    case Kind::date: return Value("1970-01-01");
    case Kind::time: return Value("00:00:00");
    case Kind::date_time: return Value("1970-01-01T00:00:00Z");
    case Kind::uuid: return Value("00000000-0000-0000-0000-000000000000");
    case Kind::json: return Value();
    case Kind::list: return Value(List{});
    default: return Value(std::string());
    }
}

}  // namespace

Value fill_of(const FieldState& field, const orm::ColumnType& type) {
    if (field.fill) return *field.fill;
    if (field.db_default) return *field.db_default;
    if (!field.choices.empty()) return field.choices.front();
    return usual_fill(type);
}

bool has_fill(const FieldState& field) { return !field.is_relation() || field.fill || field.db_default; }

bool fills_nulls(const FieldState& field) { return field.fill || field.db_default; }

}  // namespace portico::migrations
