#include "../retyping.hpp"

namespace portico::migrations::postgresql {

namespace {

bool is_number(Kind kind) { return kind == Kind::integer || kind == Kind::floating || kind == Kind::decimal; }
bool is_moment(Kind kind) { return kind == Kind::date || kind == Kind::date_time; }

}  // namespace

std::string converted(const orm::Dialect& dialect, const std::string& column, const orm::ColumnType& was, const orm::ColumnType& is) {
    const std::string type = dialect.column_type(is);
    const bool alike = was.kind == is.kind || is.kind == Kind::text || (is_number(was.kind) && is_number(is.kind)) || (is_moment(was.kind) && is_moment(is.kind));
    if (was.kind == Kind::boolean && is_number(is.kind)) return column + "::integer::" + type;
    return column + (alike && was.address == is.address ? "::" : "::text::") + type;
}

std::string rounded(const std::string& column, const orm::ColumnType& was, const orm::ColumnType& is) {
    const bool whole = is.kind == Kind::integer && (was.kind == Kind::decimal || was.kind == Kind::floating);
    const bool shorter = is.kind == Kind::decimal && was.kind == Kind::decimal && is.digits > 0 && (was.digits == 0 || is.places < was.places);
    if (was.kind == Kind::date_time && is.kind == Kind::date) return column + " <> date_trunc('day', " + column + ")";
    if (was.kind == Kind::date_time && is.kind == Kind::time) return column + " IS NOT NULL";
    if (whole) return column + " <> trunc(" + column + ")";
    return shorter ? column + " <> round(" + column + ", " + std::to_string(is.places) + ")" : std::string();
}

std::string make_fits(orm::Connection& connection, const orm::ColumnType& was, const orm::ColumnType& is) {
    const orm::Dialect& dialect = connection.dialect();
    connection.script("CREATE FUNCTION pg_temp.portico_fits(given " + dialect.column_type(was) + ") RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN PERFORM " +
                      converted(dialect, "given", was, is) + "; RETURN true; EXCEPTION WHEN data_exception THEN RETURN false; END $$");
    return "pg_temp.portico_fits";
}

}  // namespace portico::migrations::postgresql
