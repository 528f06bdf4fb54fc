#include <portico/orm/dialect.hpp>

#include <portico/base/error.hpp>
#include <portico/base/json.hpp>
#include <portico/base/text.hpp>
#include <portico/i18n/time_zone.hpp>
#include <portico/orm/connection.hpp>

#include "../dialect_parts.hpp"
#include "expression_texts.hpp"
#include "many_values.hpp"
#include "texts.hpp"

namespace portico::orm {

namespace {

constexpr Features sqlite_features{
    .returning = true,
    .last_insert_id = true,
    .survives_errors = true,
    .transactional_ddl = true,
    .forward_references = true,
    .nulls_first_last = true,
    .nulls_sort_low = true,
    .row_values = true,
    .partial_indexes = true,
    .expression_indexes = true,
    .filter_clause = true,
    .window_functions = true,
    .upsert = true,
    .insert_default_values = true,
    .update_from = true,
    .max_parameters = 32'766,
    .max_name_length = 1000,
};

std::string signed_or_not(const ColumnType& type) { return integer_type(type) + (type.is_unsigned ? " unsigned" : ""); }

/// The pattern with everything escaped that GLOB or LIKE would take for a wildcard.
std::string escape_glob(std::string_view text) {
    std::string out;
    for (char c : text) {
        if (c == '*' || c == '?' || c == '[') {
            out += '[';
            out += c;
            out += ']';
        } else {
            out += c;
        }
    }
    return out;
}

Decimal decimal_of(const Row& row, std::size_t column, int places) {
    switch (row.type(column)) {
    case Cell::Type::integer: {
        Decimal whole(row.integer(column));
        return places > 0 ? Decimal(whole.str() + "." + std::string(static_cast<std::size_t>(places), '0')) : whole;
    }
    case Cell::Type::number:
        return places >= 0 ? Decimal::from_double(row.number(column), places) : Decimal(row.text(column));
    default: {
        Decimal exact(row.text(column));
        return places >= 0 && exact.scale() > places ? exact.rounded(places) : exact;
    }
    }
}

std::string strftime(std::string_view format, const std::string& expression) {
    return "CAST(strftime('" + std::string(format) + "', " + expression + ") AS INTEGER)";
}

using sqlite::stored_date_time, sqlite::stored_time, sqlite::stored_uuid;

bool is_utc(const i18n::TimeZone& zone) { return zone.fixed_offset() == std::chrono::seconds(0); }

std::string zone_text(const i18n::TimeZone& zone) {
    auto offset = zone.fixed_offset();
    return offset ? std::to_string(offset->count()) : zone.name();
}

class SqliteDialect final : public Dialect {
public:
    std::string_view name() const noexcept override { return "sqlite"; }
    const Features& features() const noexcept override { return sqlite_features; }
    // Numbered, so that parameters need not stand in the text in the order in which they were bound.
    std::string placeholder(std::size_t n) const override { return "?" + std::to_string(n); }

    std::string literal(const Value& value) const override {
        switch (value.type()) {
        case Value::Type::time: return Dialect::literal(Value(stored_time(*value.as_time())));
        case Value::Type::date_time: return Dialect::literal(Value(stored_date_time(*value.as_date_time())));
        case Value::Type::duration: return std::to_string(value.as_duration()->count());
        case Value::Type::uuid: return Dialect::literal(Value(stored_uuid(*value.as_uuid())));
        case Value::Type::bytes: return "X'" + text::hex(value.as_bytes()->data) + "'";
        default: return Dialect::literal(value);
        }
    }

    std::string column_type(const ColumnType& type) const override {
        if (type.automatic) return "integer";
        switch (type.kind) {
        case Kind::boolean: return "bool";
        case Kind::integer: return signed_or_not(type);
        case Kind::floating: return "real";
        case Kind::text: return type.address ? "char(39)" : text_type(type);
        case Kind::bytes: return "BLOB";
        case Kind::decimal: return "decimal";
        case Kind::date: return "date";
        case Kind::time: return "time";
        case Kind::date_time: return "datetime";
        case Kind::duration: return "bigint";
        case Kind::uuid: return "char(32)";
        case Kind::enumeration: return type.by_value ? signed_or_not(type) : text_type(type);
        case Kind::json:
        case Kind::list:
        case Kind::structure:
        case Kind::other: break;
        }
        return "text";
    }

    std::string_view automatic_key_suffix() const override { return "PRIMARY KEY AUTOINCREMENT"; }

    std::string column_check(std::string_view column, const ColumnType& type) const override {
        if (type.kind == Kind::integer && type.is_unsigned && !type.automatic) return quote(column) + " >= 0";
        if (type.kind == Kind::json || type.kind == Kind::list)
            return "(JSON_VALID(" + quote(column) + ") OR " + quote(column) + " IS NULL)";
        return {};
    }

    Value loaded(const Row& row, std::size_t column, Kind kind, int places) const override {
        if (row.is_null(column)) return {};
        if (kind == Kind::decimal) return Value(decimal_of(row, column, places));
        if (kind == Kind::date_time) {
            if (auto moment = sqlite::read_date_time(row.text(column))) return Value(*moment);
        }
        if (kind == Kind::date_time) return parsed(row.text(column), "date and time", parse_date_time);
        if (kind == Kind::duration) return Value(Duration(row.integer(column)));
        return loaded_alike(row, column, kind);
    }

    std::string among(std::string_view expression, const ColumnType&, List& values,
                      const std::function<std::string(Value)>& bind) const override {
        return sqlite::among(expression, values, bind);
    }

    std::string match(std::string_view expression, std::string_view placeholder, Match match,
                      bool ignore_case) const override {
        const std::string left(expression), right(placeholder);
        if (match == Match::regex) return left + " REGEXP " + right;
        if (ignore_case) return left + " LIKE " + right + " ESCAPE '\\'";
        return left + (match == Match::exact ? " = " : " GLOB ") + right;
    }

    Value match_pattern(std::string_view text, Match match, bool ignore_case) const override {
        if (match == Match::regex) return Value((ignore_case ? "(?i)" : "") + std::string(text));
        if (match == Match::exact && !ignore_case) return Value(text);
        const std::string any = ignore_case ? "%" : "*";
        std::string pattern = ignore_case ? escape_like(text) : escape_glob(text);
        if (match == Match::contains || match == Match::ends_with) pattern.insert(0, any);
        if (match == Match::contains || match == Match::starts_with) pattern += any;
        return Value(std::move(pattern));
    }

    std::string limit(std::optional<std::uint64_t> limit, std::uint64_t offset) const override {
        std::string out;
        if (limit || offset != 0) out = " LIMIT " + (limit ? std::to_string(*limit) : "-1");
        if (offset != 0) out += " OFFSET " + std::to_string(offset);
        return out;
    }

    std::string date_part(DatePart part, std::string_view expression) const override {
        const std::string moment(expression);
        // The Thursday of the same week lies in the year and the week that ISO 8601 counts it to.
        const std::string thursday = "date(" + moment + ", '-3 days', 'weekday 4')";
        switch (part) {
        case DatePart::year: return strftime("%Y", moment);
        case DatePart::iso_year: return strftime("%Y", thursday);
        case DatePart::quarter: return "((" + strftime("%m", moment) + " + 2) / 3)";
        case DatePart::month: return strftime("%m", moment);
        case DatePart::week: return "((" + strftime("%j", thursday) + " - 1) / 7 + 1)";
        case DatePart::week_day: return "(" + strftime("%w", moment) + " + 1)";
        case DatePart::iso_week_day: return "((" + strftime("%w", moment) + " + 6) % 7 + 1)";
        case DatePart::day: return strftime("%d", moment);
        case DatePart::hour: return strftime("%H", moment);
        case DatePart::minute: return strftime("%M", moment);
        case DatePart::second: return strftime("%S", moment);
        }
        return {};
    }

    std::string date_of(std::string_view expression) const override { return "date(" + std::string(expression) + ")"; }

    std::string time_of(std::string_view expression) const override { return "SUBSTR(" + std::string(expression) + ", 12)"; }
    std::string truncated(std::string_view unit, std::string_view expression, Kind kind) const override {
        return sqlite::truncated(unit, std::string(expression), kind);
    }
    // Moments are stored as UTC's clock shows them.
    std::string local_time(std::string_view moment, const i18n::TimeZone& zone) const override {
        if (is_utc(zone)) return std::string(moment);
        return "portico_local(" + std::string(moment) + ", " + literal(Value(zone_text(zone))) + ")";
    }
    std::string truncated_in(std::string_view unit, std::string_view moment, const i18n::TimeZone& zone) const override {
        if (is_utc(zone)) return truncated(unit, moment, Kind::date_time);
        return "portico_trunc(" + std::string(moment) + ", '" + std::string(unit) + "', " + literal(Value(zone_text(zone))) + ")";
    }
    std::string date_arithmetic(std::string_view symbol, std::string_view left, Kind left_kind, std::string_view right,
                                Kind right_kind) const override {
        return sqlite::date_arithmetic(symbol, std::string(left), left_kind, std::string(right), right_kind);
    }
    std::string bit_xor(std::string_view left, std::string_view right) const override {
        const std::string a(left), b(right);
        return "((" + a + " | " + b + ") - (" + a + " & " + b + "))";
    }
    std::string function(std::string_view name, const std::vector<std::string>& arguments) const override {
        return sqlite::function(name, arguments);
    }
    std::string collected(std::string_view name, bool distinct, const std::vector<std::string>& arguments,
                          const std::vector<Term>& order) const override {
        return sqlite::collected(name == "array_agg", distinct, arguments, order);
    }
    std::string aggregate_name(std::string_view name) const override {
        return name == "string_agg" ? "GROUP_CONCAT" : Dialect::aggregate_name(name);
    }
    std::string cast(std::string_view expression, const ColumnType& type) const override {
        return sqlite::cast(std::string(expression), type.kind);
    }
    /// A number that is bound as a text compares with numbers only as one.
    std::string typed(const std::string& placeholder, const ColumnType& type) const override {
        return type.kind == Kind::decimal ? "CAST(" + placeholder + " AS NUMERIC)" : placeholder;
    }
    Value json_path(const List& keys) const override { return sqlite::json_path(keys); }
    std::string json_value(std::string_view json, std::string_view path, JsonUse use) const override {
        if (use == JsonUse::json) return "(" + std::string(json) + " -> " + std::string(path) + ")";
        return "JSON_EXTRACT(" + std::string(json) + ", " + std::string(path) + ")";
    }
    std::string json_operand(const Value& value, const std::function<std::string(Value)>& bind) const override {
        bool inside = value.as_list() || value.as_map();
        return inside ? "JSON(" + bind(Value(to_json(value))) + ")" : bind(value);
    }
    std::string explain(const ExplainOptions&) const override { return "EXPLAIN QUERY PLAN "; }

    std::string_view defer_constraints() const override { return "PRAGMA defer_foreign_keys = ON"; }
    std::string_view table_names_query() const override {
        return "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
    }
};

}  // namespace

const Dialect& sqlite_dialect() {
    static const SqliteDialect dialect;
    return dialect;
}

}  // namespace portico::orm
