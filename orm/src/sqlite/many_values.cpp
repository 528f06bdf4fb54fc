#include "many_values.hpp"

#include <portico/base/json.hpp>
#include <portico/base/text.hpp>

#include "texts.hpp"

namespace portico::orm::sqlite {

namespace {

/// Appends it as a column holds it; false where JSON can't say it.
bool append_stored(std::string& json, const Value& value) {
    auto text = [&](std::string_view stored) { return append_json_string(json, stored), true; };
    switch (value.type()) {
    case Value::Type::boolean: json += *value.as_boolean() ? '1' : '0'; return true;
    case Value::Type::integer: json += std::to_string(*value.as_integer()); return true;
    case Value::Type::duration: json += std::to_string(value.as_duration()->count()); return true;
    // A number: compared with a column of numbers or with what is computed from one.
    case Value::Type::decimal: json += value.as_decimal()->str(); return true;
    case Value::Type::text:
    case Value::Type::html: {
        std::string_view given = *value.as_text();
        return given.find('\0') == given.npos && text::is_utf8(given) && text(given);
    }
    case Value::Type::date: return text(to_iso(*value.as_date()));
    case Value::Type::time: return text(stored_time(*value.as_time()));
    case Value::Type::date_time: return text(stored_date_time(*value.as_date_time()));
    case Value::Type::uuid: return text(stored_uuid(*value.as_uuid()));
    default: return false;
    }
}

}  // namespace

std::string among(std::string_view expression, List& values, const std::function<std::string(Value)>& bind) {
    std::string json = "[";
    List others;
    for (Value& value : values) {
        const std::size_t before = json.size();
        if (before > 1) json += ',';
        if (append_stored(json, value)) continue;
        json.resize(before);
        others.push_back(std::move(value));
    }
    values = std::move(others);
    if (json.size() == 1) return {};
    return std::string(expression) + " IN (SELECT value FROM json_each(" + bind(Value(json + "]")) + "))";
}

}  // namespace portico::orm::sqlite
