#include <portico/api/binding.hpp>

#include <portico/base/text.hpp>

namespace portico::api::detail {

namespace {

/// All texts that the request has for a parameter, in order.
std::vector<std::string_view> texts_of(const Request& request, const ParameterInfo& parameter) {
    std::vector<std::string_view> texts;
    if (parameter.in == In::query) {
        for (const auto& text : request.query().get_list(parameter.name)) texts.push_back(text);
    } else if (parameter.in == In::header) {
        for (const auto& header : request.headers()) {
            if (text::ascii_iequals(header.name, parameter.name)) texts.push_back(header.value);
        }
    } else if (request.cookies().contains(parameter.name)) {
        texts.push_back(request.cookie(parameter.name));
    }
    return texts;
}

void read_one(Call& call, const ParameterInfo& parameter, void* target, const Value& missing_input) {
    Location outer{nullptr, name_of(parameter.in), 0, false};
    Location location{&outer, parameter.name, 0, false};
    auto texts = texts_of(call.request, parameter);
    if (!texts.empty()) {
        decode_text(texts, *parameter.type, parameter.field, target, location, call.errors);
    } else if (parameter.required) {
        call.errors.push_back({"missing", location.path(), "Field required", missing_input, {}});
    } else if (parameter.field && parameter.field->default_value) {
        parameter.field->type->set(target, *parameter.field->default_value);
    }
}

bool says_json(const Request& request) {
    const auto& type = request.content_type();
    bool suffixed = type.starts_with("application/") && type.ends_with("+json");
    return type == "application/json" || suffixed;
}

}  // namespace

void describe_parameter(Operation& operation, In in, std::string_view name, const FieldType& type) {
    bool required = !type.optional && type.kind != Kind::list;
    operation.parameters.push_back({.in = in, .name = std::string(name), .type = &type, .field = nullptr, .required = required, .offset = 0});
}

void describe_path(Operation& operation, const FieldType& type) {
    auto names = operation.path_parameter_names();
    auto place = operation.path_parameters++;
    auto name = place < names.size() ? names[place].name : std::string();  // the pattern was compared while compiling
    operation.parameters.push_back({.in = In::path, .name = name, .type = &type, .field = nullptr, .required = true, .offset = 0});
}

void describe_query(Operation& operation, const TypeInfo& type) {
    for (const auto& field : type.fields) {
        operation.parameters.push_back({.in = In::query,
                                        .name = field.key(),
                                        .type = field.type,
                                        .field = &field,
                                        .required = field.must_be_sent(),
                                        .offset = field.offset});
    }
}

void read_parameter(Call& call, void* target) {
    const auto& parameter = call.operation.parameters[call.next_parameter++];
    read_one(call, parameter, target, Value());
}

void read_path(Call& call, void* target) {
    const auto& parameter = call.operation.parameters[call.next_parameter++];
    std::vector<std::string_view> texts{call.request.route().parameters[call.next_path_parameter++].value};
    Location outer{nullptr, "path", 0, false};
    Location location{&outer, parameter.name, 0, false};
    decode_text(texts, *parameter.type, parameter.field, target, location, call.errors);
}

void read_query(Call& call, const TypeInfo& type, void* target) {
    auto before = call.errors.size();
    Map sent;
    for (const auto& [name, value] : call.request.query()) sent.set(name, Value(value));
    for (std::size_t i = 0; i < type.fields.size(); ++i) {
        const auto& parameter = call.operation.parameters[call.next_parameter++];
        read_one(call, parameter, static_cast<std::byte*>(target) + parameter.offset, Value(sent));
    }
    if (call.errors.size() != before) return;
    Location location{nullptr, "query", 0, false};
    std::vector<TypeInfo::RuleError> found;
    for (const auto& rule : type.rules) rule(target, found);
    for (const auto& error : found) {
        auto loc = location.path();
        if (!error.field.empty()) loc.push_back(Value(error.field));
        call.errors.push_back({"value_error", std::move(loc), "Value error, " + error.message, Value(sent), {}});
    }
}

void read_body(Call& call, const FieldType& type, void* target) {
    auto body = call.request.body();
    if (body.empty()) {
        if (type.optional) return type.reset(target);
        call.errors.push_back({"missing", {Value("body")}, "Field required", Value(), {}});
        return;
    }
    if (!says_json(call.request)) {
        call.errors.push_back({"model_attributes_type", {Value("body")},
                               "Input should be a valid dictionary or object to extract fields from", Value(body), {}});
        return;
    }
    decode_json(body, type, nullptr, target, call.errors);
}

}  // namespace portico::api::detail
