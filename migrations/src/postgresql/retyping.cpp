#include "../retyping.hpp"

namespace portico::migrations::postgresql {

namespace {

bool is_number(Kind kind) { return kind == Kind::integer || kind == Kind::floating || kind == Kind::decimal; }
bool is_moment(Kind kind) { return kind == Kind::date || kind == Kind::date_time; }

/// As ISO 8601 has it: the database would also take "now", "infinity", 24:00, a 60th second, and days whose order its settings decide. A zone may take
/// a moment out of the years that there are.
std::string is_no_moment(const std::string& column, Kind kind) {
    const std::string day = R"(\d{4}-\d{2}-\d{2})", time = R"(([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?)", zone = R"(( ?(Z|[+-]\d{2}(:?\d{2})?))?)";
    const std::string form = kind == Kind::date ? day : kind == Kind::time ? time : day + "([ T]" + time + zone + ")?";
    const std::string no_form = column + " !~* '^" + form + "$'";
    if (kind != Kind::date_time) return no_form;
    return no_form + " OR CASE WHEN " + column + " ~* '^(0001-01-01|9999-12-31)" + "([ T]" + time + zone + ")?$' THEN " + column +
           "::timestamptz NOT BETWEEN '0001-01-01 00:00:00Z' AND '9999-12-31 23:59:59.999999Z' ELSE false END";
}

/// The 16th digit of a float, and what is behind it, is no more than the way in which it is kept.
std::string rounded(const std::string& column, Kind was, const orm::ColumnType& is) {
    const std::string exact = column + "::text::numeric", no_number = column + "::text ~* 'nan|inf'";
    if (is.digits == 0) return no_number;
    const std::string there = "round(" + exact + ", " + std::to_string(is.places) + ")";
    const std::string too_great = "abs(" + there + ") >= 1e" + std::to_string(is.digits - is.places);
    const std::string differs = exact + " <> " + there + (was == Kind::floating ? " AND " + column + "::numeric <> " + there : "");
    return no_number + " OR " + too_great + " OR (" + differs + ")";
}

/// The digits that a text has as a number: those that the number has are as few as bring it back.
std::string is_no_float(const std::string& column) {
    const std::string exact = column + "::numeric", number = column + "::double precision";
    const std::string is_whole = exact + " = trunc(" + exact + ") AND abs(" + exact + ") < 9223372036854775000";
    return "CASE WHEN " + column + R"( !~ '^ *[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)? *$' THEN false WHEN )" + is_whole + " THEN " + number + "::bigint <> " + exact + " ELSE " + number +
           "::text::numeric <> " + exact + " END";
}

/// The database knows no integers of 8 bits.
std::string is_no_byte(const std::string& column, const orm::ColumnType& was, const orm::ColumnType& is) {
    if (was.kind == Kind::integer && was.bits == 8 && was.is_unsigned == is.is_unsigned) return {};
    const std::string range = is.is_unsigned ? "0 AND 255" : "-128 AND 127";
    if (is_number(was.kind)) return column + " NOT BETWEEN " + range;
    if (was.kind != Kind::text) return {};
    return "CASE WHEN " + column + R"( ~ '^ *[+-]?\d+ *$' THEN )" + column + "::numeric NOT BETWEEN " + range + " ELSE false END";
}

std::string either(const std::string& one, const std::string& other) { return one.empty() || other.empty() ? one + other : "(" + one + ") OR (" + other + ")"; }

/// Through 64 bits, where there is room for it: as a numeric a float has 15 digits.
std::string loses_digits(const std::string& column, Kind was) {
    if (was == Kind::decimal) return column + "::double precision::text::numeric <> " + column;
    return "CASE WHEN " + column + " < 9223372036854775296 THEN " + column + "::double precision::bigint <> " + column + " ELSE true END";
}

}  // namespace

std::string converted(const orm::Dialect& dialect, const std::string& column, const orm::ColumnType& was, const orm::ColumnType& is) {
    const std::string type = dialect.column_type(is);
    const bool alike = was.kind == is.kind || is.kind == Kind::text || (is_number(was.kind) && is_number(is.kind)) || (is_moment(was.kind) && is_moment(is.kind));
    if (was.kind == Kind::boolean && is_number(is.kind)) return column + "::integer::" + type;
    if (was.kind == Kind::floating && is.kind == Kind::decimal) return column + "::text::" + type;  // else it has 15 digits
    return column + (alike && was.address == is.address ? "::" : "::text::") + type;
}

std::string lost(const std::string& column, const orm::ColumnType& was, const orm::ColumnType& is) {
    const bool whole = is.kind == Kind::integer && (was.kind == Kind::decimal || was.kind == Kind::floating);
    const bool shorter = was.kind != Kind::decimal || (is.digits > 0 && (was.digits == 0 || is.places < was.places));
    if (was.kind == Kind::date_time && is.kind == Kind::date) return column + " <> date_trunc('day', " + column + ") OR NOT isfinite(" + column + ")";
    if (was.kind == Kind::date && is.kind == Kind::date_time) return "NOT isfinite(" + column + ")";
    if (was.kind == Kind::date_time && is.kind == Kind::time) return column + " IS NOT NULL";
    if (was.kind == Kind::text && (is_moment(is.kind) || is.kind == Kind::time)) return is_no_moment(column, is.kind);
    // Spaces at the end would be cut off.
    if (was.kind == Kind::text && is.kind == Kind::text && is.max_length) return !was.max_length || *was.max_length > *is.max_length ? "length(" + column + ") > " + std::to_string(*is.max_length) : std::string();
    const std::string byte = is.kind == Kind::integer && is.bits == 8 ? is_no_byte(column, was, is) : std::string();
    if (whole) return either(column + " <> trunc(" + column + ")", byte);
    if (!byte.empty()) return byte;
    if (was.kind == Kind::text && is.kind == Kind::floating) return is_no_float(column);
    const bool wide = was.kind == Kind::decimal || (was.kind == Kind::integer && was.bits > 32);
    if (is.kind == Kind::floating && wide) return loses_digits(column, was.kind);
    const bool to_decimal = is.kind == Kind::decimal && (was.kind == Kind::decimal || was.kind == Kind::floating || was.kind == Kind::text);
    return to_decimal && shorter ? rounded(column, was.kind, is) : std::string();
}

std::string make_fits(orm::Connection& connection, const orm::ColumnType& was, const orm::ColumnType& is) {
    const orm::Dialect& dialect = connection.dialect();
    connection.script("CREATE FUNCTION pg_temp.portico_fits(given " + dialect.column_type(was) + ") RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN PERFORM " +
                      converted(dialect, "given", was, is) + "; RETURN true; EXCEPTION WHEN data_exception THEN RETURN false; END $$");
    return "pg_temp.portico_fits";
}

std::string make_computes(orm::Connection& connection, const std::string& table, const std::string& expression) {
    connection.script("CREATE FUNCTION pg_temp.portico_computes(given tid) RETURNS boolean LANGUAGE plpgsql AS $portico$ BEGIN PERFORM " + expression + " FROM " +
                      connection.dialect().quote(table) + " WHERE ctid = given; RETURN true; EXCEPTION WHEN data_exception THEN RETURN false; END $portico$");
    return "pg_temp.portico_computes";
}

}  // namespace portico::migrations::postgresql
