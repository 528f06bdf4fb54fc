#include "docs_schema.hpp"

#include <array>
#include <optional>
#include <utility>

#include <portico/base/text.hpp>

namespace portico::api {

namespace {

constexpr int deepest_example = 5;

std::string text_of(const Value& schema, std::string_view name) {
    auto found = schema.attribute(name);
    return found && found->is_text() ? found->str() : std::string();
}

std::string name_of_reference(const std::string& reference) { return reference.substr(reference.rfind('/') + 1); }

const List* list_of(const std::optional<Value>& value) { return value ? value->as_list() : nullptr; }

std::string format_name(const std::string& format) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> names{{{"date-time", "date and time"},
                                                                                         {"date", "date"},
                                                                                         {"time", "time"},
                                                                                         {"uuid", "UUID"},
                                                                                         {"email", "e-mail address"},
                                                                                         {"uri", "URL"},
                                                                                         {"binary", "bytes"}}};
    for (const auto& [known, shown] : names)
        if (format == known) return std::string(shown);
    return format.empty() ? "text" : format;
}

/// "1 to 200 characters", "at least 1", "at most 5".
std::string range(const Value& schema, std::string_view least, std::string_view most, const std::string& unit) {
    auto low = schema.attribute(least), high = schema.attribute(most);
    auto counted = [&](const Value& bound) { return bound.str() + (unit.empty() ? "" : " " + unit + (bound == Value(1) ? "" : "s")); };
    if (low && high) return low->str() + " to " + counted(*high);
    if (low) return "at least " + counted(*low);
    return high ? "at most " + counted(*high) : std::string();
}

bool is_null(const Value& schema) { return text_of(schema, "type") == "null"; }

}  // namespace

Value DocsSchema::resolved(const Value& schema) const {
    if (std::string reference = text_of(schema, "$ref"); !reference.empty()) {
        const Value* found = components_.find(name_of_reference(reference));
        return found ? *found : Value(Map{});
    }
    auto several = schema.attribute("anyOf");
    if (const List* options = list_of(several)) {
        for (const Value& option : *options)
            if (!is_null(option)) return resolved(option);
    }
    return schema;
}

std::string DocsSchema::type(const Value& schema) const {
    if (std::string reference = text_of(schema, "$ref"); !reference.empty()) return name_of_reference(reference);
    auto several = schema.attribute("anyOf");
    if (const List* options = list_of(several)) {
        std::vector<std::string> names;
        for (const Value& option : *options) names.push_back(type(option));
        return text::join(names, " or ");
    }
    const std::string name = text_of(schema, "type");
    if (name == "string") return format_name(text_of(schema, "format"));
    if (name == "array") return "list of " + type(schema.attribute("items").value_or(Value(Map{})));
    return name.empty() ? "anything" : name;
}

std::string DocsSchema::rules(const Value& schema) const {
    const Value own = schema.attribute("$ref") ? schema : resolved(schema);
    std::vector<std::string> all;
    auto add = [&](std::string rule) {
        if (!rule.empty()) all.push_back(std::move(rule));
    };
    add(range(own, "minLength", "maxLength", "character"));
    add(range(own, "minItems", "maxItems", "item"));
    add(range(own, "minimum", "maximum", ""));
    if (auto bound = own.attribute("exclusiveMinimum")) add("more than " + bound->str());
    if (auto bound = own.attribute("exclusiveMaximum")) add("less than " + bound->str());
    if (auto factor = own.attribute("multipleOf")) add("a multiple of " + factor->str());
    auto options = resolved(schema).attribute("enum");
    if (const List* values = list_of(options)) {
        std::vector<std::string> names;
        for (const Value& value : *values) names.push_back(value.str());
        add("one of " + text::join(names, ", "));
    }
    if (std::string pattern = text_of(own, "pattern"); !pattern.empty()) add("matches " + pattern);
    if (auto value = schema.attribute("default"); value && !value->is_null()) add("by default " + value->str());
    return text::join(all, ", ");
}

List DocsSchema::fields(const Value& schema) const {
    Value whole = resolved(schema);
    if (text_of(whole, "type") == "array") whole = resolved(whole.attribute("items").value_or(Value(Map{})));
    auto properties = whole.attribute("properties");
    if (!properties || !properties->as_map()) return {};
    auto wanted = whole.attribute("required");
    List rows;
    for (const auto& [name, property] : *properties->as_map()) {
        bool required = false;
        if (const List* names = list_of(wanted))
            for (const Value& one : *names) required = required || one.str() == name;
        rows.push_back(Value::map({{"name", name},
                                   {"type", type(property)},
                                   {"required", required},
                                   {"rules", rules(property)},
                                   {"description", text_of(property, "description")}}));
    }
    return rows;
}

Value DocsSchema::text_example(const Value& schema) const {
    static const Map by_format{{"date-time", "2026-11-21T12:30:00Z"}, {"date", "2026-11-21"},
                               {"time", "12:30:00"}, {"duration", "PT1H"},
                               {"uuid", "3fa85f64-5717-4562-b3fc-2c963f66afa6"},
                               {"email", "ada@example.org"}, {"uri", "https://example.org/"}};
    const Value* known = by_format.find(text_of(schema, "format"));
    return known ? *known : Value("text");
}

Value DocsSchema::example(const Value& schema, int depth) const {
    if (auto given = schema.attribute("default"); given && !given->is_null()) return *given;
    const Value own = resolved(schema);
    if (auto given = own.attribute("default"); given && !given->is_null()) return *given;
    auto options = own.attribute("enum");
    if (const List* values = list_of(options); values && !values->empty()) return values->front();
    const std::string name = text_of(own, "type");
    if (name == "string") return text_example(own);
    if (name == "integer" || name == "number") return own.attribute("minimum").value_or(Value(1));
    if (name == "boolean") return Value(true);
    if (depth >= deepest_example) return Value();
    if (name == "array") return Value(List{example(own.attribute("items").value_or(Value(Map{})), depth + 1)});
    Map members;
    auto properties = own.attribute("properties");
    if (properties && properties->as_map())
        for (const auto& [key, property] : *properties->as_map()) members.append(key, example(property, depth + 1));
    return Value::map(std::move(members));
}

}  // namespace portico::api
