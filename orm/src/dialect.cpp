#include <portico/orm/dialect.hpp>

#include <portico/base/json.hpp>
#include <portico/base/text.hpp>

namespace portico::orm {

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

Value Dialect::stored(const Value& value, Kind kind) const {
    if (kind != Kind::json || value.is_null()) return value;
    return Value(to_json(value));
}

std::string Dialect::concat(const std::vector<std::string>& expressions) const {
    return "(" + text::join(expressions, " || ") + ")";
}

}  // namespace portico::orm
