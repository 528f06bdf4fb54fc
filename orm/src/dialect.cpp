#include <portico/orm/dialect.hpp>

#include <portico/base/error.hpp>
#include <portico/base/json.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/query.hpp>

/// What most databases write alike, as PostgreSQL does where the standard has nothing.
namespace portico::orm {

namespace {

std::string upper(std::string_view name) {
    std::string text(name);
    for (char& c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

}  // namespace

const std::vector<const Dialect*>& all_dialects() {
    static const std::vector<const Dialect*> all{&sqlite_dialect(), &postgresql_dialect()};
    return all;
}

// Several times for each query: written in one go.
std::string Dialect::quote(std::string_view name) const {
    std::string out;
    out.reserve(name.size() + 2);
    out += '"';
    for (char c : name) out.append(c == '"' ? 2 : 1, c);
    return out += '"';
}

std::string Dialect::literal(const Value& value) const {
    switch (value.type()) {
    case Value::Type::null: return "NULL";
    case Value::Type::boolean:
        if (features().native_boolean) return *value.as_boolean() ? "true" : "false";
        return *value.as_boolean() ? "1" : "0";
    case Value::Type::integer:
    case Value::Type::number:
    case Value::Type::decimal: return value.str();
    default: return "'" + text::replace_all(value.str(), "'", "''") + "'";
    }
}

Value Dialect::stored(Value value, Kind kind) const {
    if (kind != Kind::json || value.is_null()) return value;
    return Value(to_json(value));
}

std::string Dialect::among(std::string_view, const ColumnType&, List&, const std::function<std::string(Value)>&) const { return {}; }

std::string Dialect::concat(const std::vector<std::string>& expressions) const {
    std::string text;
    for (const auto& expression : expressions) text += (text.empty() ? "(" : " || ") + ("COALESCE(" + expression + ", '')");
    return text + ")";
}

std::string Dialect::bit_xor(std::string_view left, std::string_view right) const {
    return "(" + std::string(left) + " # " + std::string(right) + ")";
}

std::string Dialect::time_of(std::string_view expression) const { return "CAST(" + std::string(expression) + " AS time)"; }

std::string Dialect::truncated(std::string_view unit, std::string_view expression, Kind kind) const {
    std::string cut = "DATE_TRUNC('" + std::string(unit) + "', " + std::string(expression) + ")";
    return kind == Kind::date ? "CAST(" + cut + " AS date)" : cut;
}

std::string Dialect::date_arithmetic(std::string_view symbol, std::string_view left, Kind, std::string_view right, Kind) const {
    return "(" + std::string(left) + " " + std::string(symbol) + " " + std::string(right) + ")";
}

std::string Dialect::function(std::string_view name, const std::vector<std::string>& arguments) const {
    const auto& a = arguments;
    if (name == "strindex") return "STRPOS(" + a.at(0) + ", " + a.at(1) + ")";
    if (name == "ord") return "ASCII(" + a.at(0) + ")";
    if (name == "chr") return "CHR(CAST(" + a.at(0) + " AS integer))";
    if (name == "log") return "LOG(CAST(" + a.at(1) + " AS numeric), CAST(" + a.at(0) + " AS numeric))";
    // SHA1 is in an extension there: pgcrypto.
    if (name == "sha1") return "ENCODE(DIGEST(" + a.at(0) + ", 'sha1'), 'hex')";
    if (name.starts_with("sha")) return "ENCODE(" + upper(name) + "(CONVERT_TO(" + a.at(0) + ", 'UTF8')), 'hex')";
    if (name == "random_number") return "RANDOM()";
    if (name == "json_object") return "JSONB_BUILD_OBJECT(" + text::join(a, ", ") + ")";
    if (name == "json_array") return "JSONB_BUILD_ARRAY(" + text::join(a, ", ") + ")";
    // Real numbers are not rounded to places, numeric ones are.
    if (name == "round") return "ROUND(CAST(" + a.at(0) + " AS numeric), " + a.at(1) + ")";
    return upper(name) + "(" + text::join(a, ", ") + ")";
}

std::string Dialect::collected(std::string_view name, bool distinct, const std::vector<std::string>& arguments,
                               const std::vector<Term>& order) const {
    std::string text = name == "array_agg" ? "JSONB_AGG(" : aggregate_name(name) + "(";
    text += (distinct ? "DISTINCT " : "") + text::join(arguments, ", ");
    for (std::size_t i = 0; i < order.size(); ++i) {
        text += (i == 0 ? " ORDER BY " : ", ") + order[i].text + (order[i].descending ? " DESC" : " ASC");
        text += order[i].nulls_last ? " NULLS LAST" : " NULLS FIRST";
    }
    return text + ")";
}

std::string Dialect::aggregate_name(std::string_view name) const {
    return name == "any_value" ? "MIN" : upper(name);
}

std::string Dialect::cast(std::string_view expression, const ColumnType& type) const {
    // A cast to varchar(n) or numeric(n, m) would cut values off; a key's own type counts up.
    ColumnType plain = type;
    plain.max_length.reset();
    plain.digits = plain.places = 0;
    plain.automatic = false;
    return "CAST(" + std::string(expression) + " AS " + (type.kind == Kind::decimal ? "numeric" : column_type(plain)) + ")";
}

std::string Dialect::typed(const std::string& placeholder, const ColumnType& type) const { return cast(placeholder, type); }

Value Dialect::json_path(const List& keys) const {
    std::string path = "{";
    for (const Value& key : keys) {
        if (path.size() > 1) path += ',';
        path += key.as_integer() ? key.str() : to_json(key);
    }
    return Value(path + "}");
}

std::string Dialect::json_value(std::string_view json, std::string_view path, JsonUse use) const {
    return "(" + std::string(json) + (use == JsonUse::text ? " #>> " : " #> ") + "CAST(" + std::string(path) + " AS text[]))";
}

std::string Dialect::json_operand(const Value& value, const std::function<std::string(Value)>& bind) const {
    return "CAST(" + bind(Value(to_json(value))) + " AS jsonb)";
}

std::string Dialect::row_lock(const RowLock& lock, const std::vector<std::string>& of) const {
    std::string text(for_update());
    if (text.empty()) return text;
    if (lock.no_key) text = " FOR NO KEY UPDATE";
    if (!of.empty()) text += " OF " + text::join(of, ", ");
    return text + (lock.nowait ? " NOWAIT" : lock.skip_locked ? " SKIP LOCKED" : "");
}

std::vector<std::string> Dialect::continue_keys(std::string_view, std::string_view) const { return {}; }

std::string Dialect::explain(const ExplainOptions& options) const {
    for (char c : options.format) {
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter) throw Error("\"" + options.format + "\" is no format of a plan", "\"json\", \"xml\", \"yaml\" or \"text\"");
    }
    std::string text;
    if (options.analyze) text = "ANALYZE";
    if (!options.format.empty()) text += (text.empty() ? "FORMAT " : ", FORMAT ") + upper(options.format);
    return text.empty() ? "EXPLAIN " : "EXPLAIN (" + text + ") ";
}

std::string Dialect::on_conflict(const std::vector<std::string>& target, const std::vector<std::string>& columns) const {
    std::string text = " ON CONFLICT";
    for (std::size_t i = 0; i < target.size(); ++i) text += (i == 0 ? " (" : ", ") + quote(target[i]);
    if (!target.empty()) text += ")";
    if (columns.empty()) return text + " DO NOTHING";
    text += " DO UPDATE SET ";
    for (std::size_t i = 0; i < columns.size(); ++i)
        text += (i > 0 ? ", " : "") + quote(columns[i]) + " = EXCLUDED." + quote(columns[i]);
    return text;
}

}  // namespace portico::orm
