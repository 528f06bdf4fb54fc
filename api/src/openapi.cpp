#include <portico/api/openapi.hpp>

#include <algorithm>

#include <portico/api/schema.hpp>
#include <portico/base/text.hpp>
#include <portico/http/http_error.hpp>

namespace portico::api {

namespace {

/// FastAPI's: the function's name, the path with all but letters and digits as "_", the method.
std::string default_operation_id(const Operation& operation) {
    auto id = operation.function + operation.path();
    for (char& c : id) {
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!word) c = '_';
    }
    return id + "_" + text::ascii_lower(operation.method);
}

Value json_content(Map schema) {
    return Value(Map{{"application/json", Value(Map{{"schema", Value(std::move(schema))}})}});
}

void add_validation_schemas(Schemas& schemas) {
    Map loc_item{{"anyOf", Value(List{Value(Map{{"type", "string"}}), Value(Map{{"type", "integer"}})})}};
    Map error{{"properties",
               Value(Map{{"loc", Value(Map{{"items", Value(loc_item)}, {"type", "array"}, {"title", "Location"}})},
                         {"msg", Value(Map{{"type", "string"}, {"title", "Message"}})},
                         {"type", Value(Map{{"type", "string"}, {"title", "Error Type"}})},
                         {"input", Value(Map{{"title", "Input"}})},
                         {"ctx", Value(Map{{"type", "object"}, {"title", "Context"}})}})},
              {"type", "object"},
              {"required", Value(List{"loc", "msg", "type"})},
              {"title", "ValidationError"}};
    Map all{{"properties",
             Value(Map{{"detail", Value(Map{{"items", Value(Map{{"$ref", Schemas::reference("ValidationError")}})},
                                            {"type", "array"},
                                            {"title", "Detail"}})}})},
            {"type", "object"},
            {"title", "HTTPValidationError"}};
    schemas.add("ValidationError", std::move(error));
    schemas.add("HTTPValidationError", std::move(all));
}

Value parameter_object(const ParameterInfo& parameter, Schemas& schemas) {
    Map schema = schemas.schema(*parameter.type, parameter.field);
    if (!schema.contains("$ref") && !schema.contains("title")) schema.append("title", Value(title_of(parameter.name)));
    return Value(Map{{"name", Value(parameter.name)},
                     {"in", Value(name_of(parameter.in))},
                     {"required", parameter.required},
                     {"schema", Value(std::move(schema))}});
}

/// One of these is enough; an empty one: none is needed.
List ways_in(const Security& security) {
    List ways{Value(Map{{"token", Value(List(security.scopes.begin(), security.scopes.end()))}})};
    if (security.session) ways.push_back(Value(Map{{"session", Value(List())}}));
    if (security.optional) ways.push_back(Value(Map()));
    return ways;
}

Map security_schemes(const OpenApiInfo& info) {
    return Map{{"token", Value(Map{{"type", "http"}, {"scheme", "bearer"}, {"description", "A personal token"}})},
               {"session", Value(Map{{"type", "apiKey"}, {"in", "cookie"}, {"name", Value(info.session_cookie)}})}};
}

Map responses(const Operation& operation, Schemas& schemas, bool validates) {
    Map success{{"description", "Successful Response"}};
    if (operation.answer) success.append("content", json_content(schemas.schema(*operation.answer)));
    Map all{{std::to_string(operation.status), Value(std::move(success))}};
    if (operation.security && !operation.security->optional) {
        all.append("401", Value(Map{{"description", "Unauthorized"}}));
        if (!operation.security->scopes.empty()) all.append("403", Value(Map{{"description", "Forbidden"}}));
    }
    if (operation.may_be_missing) all.append("404", Value(Map{{"description", "Not Found"}}));
    if (validates) {
        all.append("422", Value(Map{{"description", "Validation Error"},
                                    {"content", json_content(Map{{"$ref", Schemas::reference("HTTPValidationError")}})}}));
    }
    return all;
}

Value operation_object(const Operation& operation, Schemas& schemas, bool& any_validation) {
    Map object;
    if (!operation.tags.empty()) object.append("tags", Value(operation.tags));
    object.append("summary", Value(operation.summary.empty() ? title_of(operation.function) : operation.summary));
    if (!operation.description.empty()) object.append("description", Value(operation.description));
    object.append("operationId", Value(operation.operation_id.empty() ? default_operation_id(operation) : operation.operation_id));
    if (operation.deprecated) object.append("deprecated", true);
    List parameters;
    for (const auto& parameter : operation.parameters) parameters.push_back(parameter_object(parameter, schemas));
    bool validates = !parameters.empty() || operation.body;
    any_validation = any_validation || validates;
    if (!parameters.empty()) object.append("parameters", Value(std::move(parameters)));
    if (operation.body) {
        object.append("requestBody", Value(Map{{"required", !operation.body->optional},
                                               {"content", json_content(schemas.schema(*operation.body))}}));
    }
    object.append("responses", Value(responses(operation, schemas, validates)));
    if (operation.security) object.append("security", Value(ways_in(*operation.security)));
    return Value(std::move(object));
}

Map sorted(const Map& map) {
    std::vector<Map::Entry> entries(map.begin(), map.end());
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    Map out;
    for (auto& [name, value] : entries) out.append(std::move(name), std::move(value));
    return out;
}

}  // namespace

Value openapi_document(const OpenApiInfo& info, const std::vector<Operation>& operations) {
    Schemas schemas;
    Map paths;
    bool any_validation = false;
    for (const auto& operation : operations) {
        if (!operation.in_schema) continue;
        auto path = operation.path();
        Map methods;
        if (const Value* known = paths.find(path)) methods = *known->as_map();
        methods.set(text::ascii_lower(operation.method), operation_object(operation, schemas, any_validation));
        paths.set(path, Value(std::move(methods)));
    }
    if (any_validation) add_validation_schemas(schemas);
    Map about{{"title", Value(info.title)}};
    if (!info.description.empty()) about.append("description", Value(info.description));
    about.append("version", Value(info.version));
    Map document{{"openapi", "3.1.0"}, {"info", Value(std::move(about))}, {"paths", Value(std::move(paths))}};
    Map components;
    if (!schemas.components().empty()) components.append("schemas", Value(sorted(schemas.components())));
    const auto asks = [](const Operation& operation) { return operation.in_schema && operation.security; };
    if (std::any_of(operations.begin(), operations.end(), asks)) components.append("securitySchemes", Value(security_schemes(info)));
    if (!components.empty()) document.append("components", Value(std::move(components)));
    return Value(std::move(document));
}

}  // namespace portico::api
