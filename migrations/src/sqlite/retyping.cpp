#include "../retyping.hpp"

#include <algorithm>
#include <cstdint>

namespace portico::migrations::sqlite {

namespace {

bool is_number(Kind kind) { return kind == Kind::integer || kind == Kind::floating || kind == Kind::decimal || kind == Kind::boolean; }

std::string power_of_ten(int exponent) { return "1" + std::string(static_cast<std::size_t>(std::max(exponent, 0)), '0'); }

/// Of bits as many as the type has.
std::string in_range(const std::string& column, const orm::ColumnType& type) {
    const std::string least = type.is_unsigned ? "0" : "-" + std::to_string(std::uint64_t(1) << (type.bits - 1));
    const std::uint64_t most = type.bits == 64 ? std::uint64_t(INT64_MAX) : (std::uint64_t(1) << (type.is_unsigned ? type.bits : type.bits - 1)) - 1;
    return column + " BETWEEN " + least + " AND " + std::to_string(most);
}

std::string unfit_integer(const std::string& column, const orm::ColumnType& was, const orm::ColumnType& is) {
    const bool wider = was.kind == is.kind && was.bits <= is.bits && (was.is_unsigned || !is.is_unsigned) && (was.bits < is.bits || was.is_unsigned == is.is_unsigned);
    if (wider) return {};
    const std::string kind = "typeof(" + column + ") <> 'integer'";
    return is.bits == 64 && !is.is_unsigned ? kind : kind + " OR NOT " + in_range(column, is);
}

std::string unfit_decimal(const std::string& column, const orm::ColumnType& was, const orm::ColumnType& is) {
    const bool wider = was.kind == is.kind && is.places >= was.places && is.digits - is.places >= was.digits - was.places && was.digits > 0;
    if (is.digits == 0 || wider) return is_number(was.kind) ? std::string() : "typeof(" + column + ") NOT IN ('integer', 'real')";
    std::string condition = "abs(" + column + ") >= " + power_of_ten(is.digits - is.places);
    if (was.kind != Kind::floating) condition += " OR round(" + column + ", " + std::to_string(is.places) + ") <> " + column;
    return is_number(was.kind) ? condition : "typeof(" + column + ") NOT IN ('integer', 'real') OR " + condition;
}

/// SQLite takes each month for one of 31 days, until it calculates.
std::string is_no_day(const std::string& column) {
    const std::string day = "substr(" + column + ", 1, 10)";
    return "date(" + day + ", '+0 days') IS NOT " + day;
}

}  // namespace

std::string unfit(const std::string& column, const orm::ColumnType& was, const orm::ColumnType& is) {
    const bool same = was.kind == is.kind;
    switch (is.kind) {
    case Kind::integer: return unfit_integer(column, was, is);
    case Kind::decimal: return unfit_decimal(column, was, is);
    case Kind::floating: return is_number(was.kind) ? std::string() : "typeof(" + column + ") NOT IN ('integer', 'real')";
    case Kind::boolean: return same ? std::string() : column + " NOT IN (0, 1)";
    case Kind::text: return is.max_length && (!same || !was.max_length || *was.max_length > *is.max_length) ? "length(" + column + ") > " + std::to_string(*is.max_length) : std::string();
    case Kind::duration: return same ? std::string() : "typeof(" + column + ") <> 'integer'";
    case Kind::date: return same ? std::string() : is_no_day(column) + " OR length(" + column + ") <> 10";
    case Kind::time: return same ? std::string() : "time(" + column + ") IS NULL OR " + column + " NOT GLOB '[0-2][0-9]:[0-5][0-9]*'";
    case Kind::date_time: return same ? std::string() : "datetime(" + column + ") IS NULL OR " + is_no_day(column);
    case Kind::uuid: return same ? std::string() : "length(" + column + ") <> 32 OR " + column + " GLOB '*[^0-9a-f]*'";
    case Kind::json:
    case Kind::list: return was.kind == Kind::json || was.kind == Kind::list ? std::string() : "NOT json_valid(" + column + ")";
    default: return {};
    }
}

std::string converted(const std::string& column, const orm::ColumnType& was, const orm::ColumnType& is) {
    if (was.kind == Kind::date_time && is.kind == Kind::date) return "CASE WHEN " + column + " GLOB '* 00:00:00' THEN substr(" + column + ", 1, 10) ELSE " + column + " END";
    if (was.kind == Kind::date && is.kind == Kind::date_time) return column + " || ' 00:00:00'";
    if (was.kind == Kind::text && is.kind == Kind::uuid) return "lower(replace(" + column + ", '-', ''))";
    return column;
}

}  // namespace portico::migrations::sqlite
