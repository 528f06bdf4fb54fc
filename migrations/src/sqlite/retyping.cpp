#include "../retyping.hpp"

#include <algorithm>
#include <cstdint>

#include <portico/base/text.hpp>

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
    const std::string condition = "abs(" + column + ") >= " + power_of_ten(is.digits - is.places) + " OR (typeof(" + column + ") = 'real' AND round(" + column + ", " + std::to_string(is.places) + ") <> " + column + ")";
    return is_number(was.kind) ? condition : "typeof(" + column + ") NOT IN ('integer', 'real') OR " + condition;
}

/// SQLite takes each month for one of 31 days, until it calculates, and knows a year 0.
std::string is_no_day(const std::string& column) {
    const std::string day = "substr(" + column + ", 1, 10)";
    return "date(" + day + ", '+0 days') IS NOT " + day + " OR " + column + " GLOB '0000*'";
}

constexpr const char* with_fraction = "[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9]*";

/// The digits behind the point at that place of a text, as six of them with the point; nothing where they are zeros.
std::string six_digits(const std::string& column, int point) {
    const std::string behind = "substr(" + column + ", " + std::to_string(point + 1) + ")";
    const std::string digits = "substr(" + behind + ", 1, length(" + behind + ") - length(ltrim(" + behind + ", '0123456789')))";
    return "CASE WHEN ltrim(" + digits + ", '0') = '' THEN '' ELSE '.' || substr(" + digits + " || '00000', 1, 6) END";
}

/// In UTC. SQLite itself would round to thousandths of a second.
std::string moment_of(const std::string& text) {
    const std::string zone = "ltrim(substr(" + text + ", 21), '0123456789')";
    return "CASE WHEN " + text + " GLOB '??????????[ T]" + with_fraction + "' THEN datetime(substr(" + text + ", 1, 19) || " + zone + ") || " + six_digits(text, 20) +
           " ELSE datetime(" + text + ") END";
}

std::string time_of(const std::string& text) {
    return "CASE WHEN " + text + " GLOB '[0-2][0-9]:[0-5][0-9]' THEN " + text + " || ':00' WHEN " + text + " GLOB '" + with_fraction + "' THEN substr(" + text + ", 1, 8) || " +
           six_digits(text, 9) + " ELSE " + text + " END";
}

/// 24:00 is the next day's, more than six digits of a second would be cut off.
std::string is_no_moment(const std::string& text) {
    const std::string day = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]", seven(7, 'd');
    return text + " NOT GLOB '" + day + "*' OR " + is_no_day(text) + " OR " + text + " GLOB '??????????[ T]24*' OR " + text + " GLOB '??????????[ T]??:??:??." +
           text::replace_all(seven, "d", "[0-9]") + "*' OR coalesce(datetime(" + text + "), '') NOT GLOB '" + day + " [0-2]*' OR datetime(" + text + ") GLOB '0000*'";
}

std::string is_no_time(const std::string& text) {
    const std::string hour = "[0-2][0-9]:[0-5][0-9]", second = hour + ":[0-5][0-9]";
    const std::string has_fraction = text + " GLOB '" + with_fraction + "' AND substr(" + text + ", 10) NOT GLOB '*[^0-9]*' AND length(" + text + ") <= 15";
    return "NOT (" + text + " GLOB '" + hour + "' OR " + text + " GLOB '" + second + "' OR (" + has_fraction + ")) OR substr(" + text + ", 1, 2) > '23'";
}

/// Of what is kept as an integer: 64 bits of it are 53 of a float's.
std::string loses_digits(const std::string& number) {
    return "typeof(" + number + ") = 'integer' AND (CAST(CAST(" + number + " AS REAL) AS INTEGER) <> " + number + " OR " + number + " > 9223372036854774784)";
}

/// The 16th digit of a float, and what is behind it, is no more than the way in which it is kept.
std::string rounded(const std::string& number, const orm::ColumnType& is) {
    const std::string there = "round(" + number + ", " + std::to_string(is.places) + ")";
    const std::string too_great = "abs(" + (is.digits > 0 ? there : number) + ") >= " + power_of_ten(is.digits > 0 ? is.digits - is.places : 18);
    return is.digits == 0 ? too_great : too_great + " OR (" + there + " <> " + number + " AND CAST(printf('%.15g', " + number + ") AS REAL) <> " + there + ")";
}

/// From the first that is not 0 to the last, without point, signs and exponent.
std::string digits_of(const std::string& text) {
    const std::string mantissa = "substr(" + text + ", 1, instr(lower(" + text + ") || 'e', 'e') - 1)";
    return "rtrim(ltrim(replace(trim(" + mantissa + ", ' +-'), '.', ''), '0'), '0')";
}

std::string is_whole(const std::string& text) { return "typeof(CAST(" + text + " AS NUMERIC)) = 'integer' AND lower(" + text + ") NOT GLOB '*[.e]*'"; }

/// What is no integer of 64 bits is kept as a float, of 15 digits.
std::string has_16_digits(const std::string& text) { return "length(" + digits_of(text) + ") > 15 AND NOT (" + is_whole(text) + ")"; }

/// A float of just these digits has up to 17; and there are whole numbers of more that are one.
std::string is_no_float(const std::string& text) {
    const std::string number = "CAST(" + text + " AS REAL)", digits = digits_of(text), count = "length(" + digits + ")";
    const std::string same = count + " <= 17 AND " + digits_of("printf('%!.*e', " + count + " - 1, " + number + ")") + " = " + digits;
    return count + " > 15 AND CASE WHEN " + is_whole(text) + " THEN " + loses_digits("CAST(" + text + " AS INTEGER)") + " ELSE NOT (" + same + ") END";
}

/// As few digits as bring the same number back; SQLite itself writes 15.
std::string shortest(const std::string& number) {
    auto with = [&](const char* digits) { return "printf('%!." + std::string(digits) + "g', " + number + ")"; };
    return "CASE WHEN CAST(CAST(" + number + " AS TEXT) AS REAL) = " + number + " THEN CAST(" + number + " AS TEXT) WHEN CAST(" + with("16") + " AS REAL) = " + number + " THEN " + with("16") +
           " ELSE " + with("17") + " END";
}

/// With hyphens, as everybody writes it.
std::string written_uuid(const std::string& column) {
    auto part = [&](int from, int length) { return "substr(" + column + ", " + std::to_string(from) + ", " + std::to_string(length) + ")"; };
    return part(1, 8) + " || '-' || " + part(9, 4) + " || '-' || " + part(13, 4) + " || '-' || " + part(17, 4) + " || '-' || " + part(21, 12);
}

}  // namespace

std::string unfit(const std::string& column, const orm::ColumnType& was, const orm::ColumnType& is) {
    const bool same = was.kind == is.kind;
    switch (is.kind) {
    case Kind::integer: return unfit_integer(column, was, is);
    case Kind::decimal: return unfit_decimal(column, was, is);
    case Kind::floating: return is_number(was.kind) ? std::string() : "typeof(" + column + ") NOT IN ('integer', 'real') OR " + column + " IN (9e999, -9e999)";
    case Kind::boolean: return same ? std::string() : column + " NOT IN (0, 1)";
    case Kind::text: return is.max_length && (!same || !was.max_length || *was.max_length > *is.max_length) ? "length(" + column + ") > " + std::to_string(*is.max_length) : std::string();
    case Kind::duration: return same ? std::string() : "typeof(" + column + ") <> 'integer'";
    case Kind::date: return same ? std::string() : is_no_day(column) + " OR length(" + column + ") <> 10";
    case Kind::time: return same ? std::string() : is_no_time(column);
    case Kind::date_time: return same ? std::string() : is_no_moment(column);
    case Kind::uuid: return same ? std::string() : "length(" + column + ") <> 32 OR " + column + " GLOB '*[^0-9a-f]*'";
    case Kind::json:
    case Kind::list: return was.kind == Kind::json || was.kind == Kind::list ? std::string() : "NOT json_valid(" + column + ")";
    default: return {};
    }
}

std::string lost(const std::string& column, const orm::ColumnType& was, const orm::ColumnType& is) {
    if (was.kind == Kind::text && is.kind == Kind::date_time) return is_no_moment(column);
    if (was.kind == Kind::text && is.kind == Kind::integer) return "trim(" + column + ") GLOB '*[^0-9+-]*'";
    if (was.kind == Kind::text && is.kind == Kind::time) return is_no_time(column);
    if (was.kind == Kind::text && is.kind == Kind::decimal) return has_16_digits(column);
    if (was.kind == Kind::text && is.kind == Kind::floating) return is_no_float(column);
    if (was.kind == Kind::floating && is.kind == Kind::text) return "CAST(" + shortest(column) + " AS REAL) <> " + column;
    if (was.kind == Kind::floating && is.kind == Kind::decimal) return rounded(column, is);
    const bool exact = was.kind == Kind::integer || was.kind == Kind::decimal;
    return exact && is.kind == Kind::floating ? loses_digits(column) : std::string();
}

std::string converted(const std::string& column, const orm::ColumnType& was, const orm::ColumnType& is) {
    if (was.kind == Kind::date_time && is.kind == Kind::date) return "CASE WHEN " + column + " GLOB '* 00:00:00' THEN substr(" + column + ", 1, 10) ELSE " + column + " END";
    if (was.kind == Kind::date && is.kind == Kind::date_time) return column + " || ' 00:00:00'";
    if (was.kind == Kind::text && is.kind == Kind::date_time) return moment_of(column);
    if (was.kind == Kind::text && is.kind == Kind::time) return time_of(column);
    if (was.kind == Kind::floating && is.kind == Kind::decimal && is.digits > 0) return "round(" + column + ", " + std::to_string(is.places) + ")";
    if (was.kind == Kind::floating && is.kind == Kind::text) return shortest(column);
    if (was.kind == Kind::uuid && is.kind == Kind::text) return written_uuid(column);
    if (was.kind == Kind::text && is.kind == Kind::uuid) return "lower(replace(" + column + ", '-', ''))";
    return column;
}

}  // namespace portico::migrations::sqlite
