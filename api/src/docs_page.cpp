#include "docs_page.hpp"

#include <algorithm>

#include <portico/base/json.hpp>
#include <portico/base/text.hpp>

#include "docs_schema.hpp"

namespace portico::api {

namespace {

std::string text_of(const Value& object, std::string_view name) {
    auto found = object.attribute(name);
    return found && !found->is_null() ? found->str() : std::string();
}

/// The schema of what a request or an answer carries; nothing without a body.
std::optional<Value> json_schema(const Value& carrier) {
    auto content = carrier.attribute("content");
    auto json = content ? content->attribute("application/json") : std::nullopt;
    return json ? json->attribute("schema") : std::nullopt;
}

Map body_of(const Value& schema, const DocsSchema& schemas) {
    return {{"type", schemas.type(schema)},
            {"rules", schemas.rules(schema)},
            {"fields", Value::list(schemas.fields(schema))},
            {"example", to_json(schemas.example(schema), 2)}};
}

List parameters_of(const Value& operation, const DocsSchema& schemas) {
    List rows;
    auto parameters = operation.attribute("parameters");
    if (!parameters || !parameters->as_list()) return rows;
    for (const Value& parameter : *parameters->as_list()) {
        const Value schema = parameter.attribute("schema").value_or(Value(Map{}));
        rows.push_back(Value::map({{"name", text_of(parameter, "name")},
                                   {"in", text_of(parameter, "in")},
                                   {"type", schemas.type(schema)},
                                   {"required", parameter.attribute("required").value_or(Value(false))},
                                   {"rules", schemas.rules(schema)},
                                   {"default", text_of(schema, "default")},
                                   {"description", text_of(schema, "description")}}));
    }
    return rows;
}

List answers_of(const Value& operation, const DocsSchema& schemas) {
    List rows;
    auto answers = operation.attribute("responses");
    if (!answers || !answers->as_map()) return rows;
    for (const auto& [status, answer] : *answers->as_map()) {
        Map row{{"status", status}, {"good", status.starts_with('2')}, {"description", text_of(answer, "description")}};
        if (auto schema = json_schema(answer)) row.append("body", Value::map(body_of(*schema, schemas)));
        rows.push_back(Value::map(std::move(row)));
    }
    return rows;
}

Map operation_of(const std::string& path, const std::string& method, const Value& operation, const DocsSchema& schemas) {
    Map row{{"id", text_of(operation, "operationId")},
            {"path", path},
            {"method", text::upper(method)},
            {"summary", text_of(operation, "summary")},
            {"description", text_of(operation, "description")},
            {"deprecated", operation.attribute("deprecated").value_or(Value(false))},
            {"parameters", Value::list(parameters_of(operation, schemas))},
            {"answers", Value::list(answers_of(operation, schemas))}};
    auto sent = operation.attribute("requestBody");
    if (auto schema = sent ? json_schema(*sent) : std::nullopt) row.append("body", Value::map(body_of(*schema, schemas)));
    return row;
}

std::string group_of(const Value& operation) {
    auto tags = operation.attribute("tags");
    auto first = tags ? tags->at(0) : std::nullopt;
    return first ? first->str() : std::string();
}

struct Group {
    std::string name{};
    List operations{};
};

}  // namespace

Map docs_context(const Value& document) {
    auto components = document.attribute("components");
    auto named = components ? components->attribute("schemas") : std::nullopt;
    const DocsSchema schemas(named && named->as_map() ? *named->as_map() : Map());
    std::vector<Group> groups;
    auto paths = document.attribute("paths");
    for (const auto& [path, methods] : *paths->as_map()) {
        for (const auto& [method, operation] : *methods.as_map()) {
            const std::string name = group_of(operation);
            auto group = std::ranges::find(groups, name, &Group::name);
            if (group == groups.end()) group = groups.insert(groups.end(), {name, {}});
            group->operations.push_back(Value::map(operation_of(path, method, operation, schemas)));
        }
    }
    List shown;
    for (Group& group : groups)
        shown.push_back(Value::map({{"name", group.name}, {"operations", Value::list(std::move(group.operations))}}));
    const Value info = document.attribute("info").value_or(Value(Map{}));
    return {{"title", text_of(info, "title")},
            {"version", text_of(info, "version")},
            {"description", text_of(info, "description")},
            {"groups", Value::list(std::move(shown))}};
}

}  // namespace portico::api
