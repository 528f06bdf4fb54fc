#include "fill.hpp"

#include <algorithm>

#include <portico/base/date_time.hpp>
#include <portico/base/decimal.hpp>
#include <portico/base/error.hpp>
#include <portico/base/ip_address.hpp>
#include <portico/base/uuid.hpp>

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

std::string misfit_of_integer(const Value& value, const orm::ColumnType& type) {
    const auto* number = value.as_integer();
    if (!number) return "is no integer";
    const int bits = static_cast<int>(type.bits) - (type.is_unsigned ? 0 : 1);
    const bool above = bits < 63 && *number >= std::int64_t(1) << bits;
    const bool below = type.is_unsigned ? *number < 0 : bits < 63 && *number < -(std::int64_t(1) << bits);
    return above || below ? "is no integer of " + std::to_string(type.bits) + " bits" + (type.is_unsigned ? ", unsigned" : "") : std::string();
}

std::string misfit_of_decimal(const Value& value, const orm::ColumnType& type) {
    try {
        const Decimal number(value.str());
        const bool fits = type.digits == 0 || (number == number.rounded(type.places) && number.rounded(type.places).digits() <= type.digits);
        return fits ? std::string() : "has more digits than the " + std::to_string(type.digits) + ", " + std::to_string(type.places) + " of them behind the point, that there is room for";
    } catch (const Error&) {
        return "is no number";
    }
}

/// "yesterday" is no date; what the parsers throw for is one that there is not.
template <class Parse> std::string misfit_of_text(const Value& value, Parse parse, std::string_view what) {
    try {
        if (value.is_text() && parse(*value.as_text())) return {};
    } catch (const Error&) {
    }
    return "is no " + std::string(what);
}

std::string misfit_of_number(const Value& value) {
    try {
        const Decimal number(value.str());
        return value.as_boolean() ? "is no number" : std::string();
    } catch (const Error&) {
        return "is no number";
    }
}

std::string misfit_of_address(const Value& value) {
    return misfit_of_text(value, [](std::string_view text) { return !IpAddress(Value(text)).str().empty(); }, "address");
}

std::size_t length_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

std::string misfit(const Value& value, const orm::ColumnType& type) {
    if (value.is_null()) return {};
    switch (type.kind) {
    case Kind::integer: return misfit_of_integer(value, type);
    case Kind::decimal: return misfit_of_decimal(value, type);
    case Kind::boolean: return value.as_boolean() || value == Value(0) || value == Value(1) ? "" : "is neither true nor false";
    case Kind::floating: return misfit_of_number(value);
    case Kind::date: return misfit_of_text(value, &parse_date, "date");
    case Kind::time: return misfit_of_text(value, &parse_time, "time");
    case Kind::date_time: return misfit_of_text(value, &parse_date_time, "date with a time");
    case Kind::duration: return misfit_of_text(value, &parse_duration, "duration");
    case Kind::uuid: return misfit_of_text(value, &Uuid::parse, "UUID");
    case Kind::list: return value.as_list() ? "" : "is no list";
    case Kind::bytes: return value.is_text() || value.as_bytes() ? "" : "is no text, as which a file has bytes";
    case Kind::text:
        if (type.address) return misfit_of_address(value);
        if (!value.is_text()) return "is no text";
        return type.max_length && length_of(*value.as_text()) > *type.max_length ? "is longer than " + std::to_string(*type.max_length) : std::string();
    default: return {};
    }
}

Value fill_of(const FieldState& field, const orm::ColumnType& type) {
    if (field.fill) return *field.fill;
    if (field.db_default) return *field.db_default;
    if (!field.choices.empty()) return field.choices.front();
    return usual_fill(type);
}

bool has_fill(const FieldState& field) { return !field.is_relation() || field.fill || field.db_default; }

bool fills_nulls(const FieldState& field) { return field.fill || field.db_default; }

bool is_computed_anew(const FieldState& before, const FieldState& after) {
    return !after.generated.empty() && !(before.generated == after.generated);
}

bool loses_values(const FieldState& before, const FieldState& after) {
    if (!before.has_columns() || !after.has_columns()) return false;
    return before.columns.size() != after.columns.size() || (before.generated.empty() && !after.generated.empty());
}

}  // namespace portico::migrations
