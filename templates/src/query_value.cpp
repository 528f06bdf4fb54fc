#include <portico/templates/query_value.hpp>

#include "conversion.hpp"
#include "url_quote.hpp"

namespace portico::templates {

void QueryValue::set(std::string_view name, std::vector<std::string> values) {
    for (auto& [known, list] : lists_) {
        if (known == name) return void(list = std::move(values));
    }
    lists_.emplace_back(std::string(name), std::move(values));
}

void QueryValue::erase(std::string_view name) {
    std::erase_if(lists_, [&](const auto& entry) { return entry.first == name; });
}

std::string QueryValue::urlencoded() const {
    std::string out;
    for (const auto& [name, values] : lists_) {
        for (const auto& value : values) {
            if (!out.empty()) out += '&';
            out += quote_plus(name) + "=" + quote_plus(value);
        }
    }
    return out;
}

std::optional<Value> QueryValue::attribute(std::string_view name) const {
    for (const auto& [known, values] : lists_) {
        if (known == name) return values.empty() ? Value(List{}) : Value(values.back());
    }
    if (name == "urlencode") return Value(urlencoded());
    if (name != "items" && name != "lists") return std::nullopt;
    List pairs;
    for (const auto& [known, values] : lists_) {
        List all;
        for (const auto& value : values) all.push_back(Value(value));
        Value last = values.empty() ? Value(List{}) : Value(values.back());
        pairs.push_back(Value(List{Value(known), name == "lists" ? Value(std::move(all)) : std::move(last)}));
    }
    return Value(std::move(pairs));
}

std::string QueryValue::str() const {
    std::string out = "<QueryDict: {";
    for (const auto& [name, values] : lists_) {
        if (&name != &lists_.front().first) out += ", ";
        List all;
        for (const auto& value : values) all.push_back(Value(value));
        out += python_text_repr(name) + ": " + python_str(Value(std::move(all)));
    }
    return out + "}>";
}

bool QueryValue::each(const std::function<bool(const Value&)>& visit) const {
    for (const auto& [name, values] : lists_) {
        if (!visit(Value(name))) break;
    }
    return true;
}

} // namespace portico::templates
