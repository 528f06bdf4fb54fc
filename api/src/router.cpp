#include <portico/api/router.hpp>

#include <algorithm>
#include <memory>
#include <optional>

#include <portico/api/app.hpp>
#include <portico/base/json.hpp>
#include <portico/base/log.hpp>
#include <portico/orm/constraints.hpp>
#include <portico/orm/errors.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/project/project.hpp>

namespace portico::api {

namespace detail {

void throw_if_any(Errors& errors) {
    if (!errors.empty()) throw ValidationError(std::move(errors));
}

Response json_response(const FieldType& type, const void* value, int status) {
    std::string json;
    encode_json(json, type, value);
    return Response::json(std::move(json), status);
}

}  // namespace detail

namespace {

Response detail_response(std::string_view detail, int status) {
    return Response::json(to_json(Value(Map{{"detail", Value(detail)}})), status);
}

/// What the database refused, at the field that it is about: 409 where other rows are in the way, 422 where the row itself can't be.
std::optional<Response> told(const orm::IntegrityError& error) {
    for (const orm::ModelInfo* model : orm::all_models()) {
        auto rule = orm::broken_rule(*model, error);
        if (!rule) continue;
        List place{Value("body")};
        if (!rule->field.empty()) place.push_back(Value(rule->field));
        const ValidationError all({ErrorDetail{.type = rule->code, .loc = std::move(place), .msg = rule->message, .input = {}, .ctx = {}}});
        return Response::json(all.json(), error.kind() == orm::IntegrityError::Kind::unique ? 409 : 422);
    }
    return std::nullopt;
}

/// For who asks again by itself, where nothing else is said of the time that a 503 may last; as of other pages.
constexpr std::string_view retry_after = "5";

/// What is the server's fault is told to its log.
void note(const Request& request, int status, const Error* known, const std::exception& error) {
    if (status < 500) return;
    const std::string_view target = request.target();
    std::string line = std::to_string(status) + " " + std::string(request.method()) + " " + std::string(target.substr(0, target.find('?'))) + ": " + error.what();
    if (known && !known->hint().empty()) line += " (" + known->hint() + ")";
    log::errors.error(line);
}

/// An endpoint's errors are JSON whatever the client accepts; unexpected ones go on to the project's error pages and its log.
Response answer(Request& request, const Operation& operation, Response (*call)(Request&, const Operation&)) {
    try {
        return call(request, operation);
    } catch (const ValidationError& error) {
        return Response::json(error.json(), 422);
    } catch (const HttpError& error) {
        auto text = error.public_message().empty() ? status_phrase(error.status()) : std::string_view(error.public_message());
        note(request, error.status(), &error, error);
        auto response = detail_response(text, error.status());
        for (auto [name, value] : error.headers()) response.set(name, value);
        return response;
    } catch (const orm::IntegrityError& error) {
        if (auto response = told(error)) return std::move(*response);
        throw;
    } catch (const std::exception& error) {
        auto status = Project::current().status_of(error);
        if (!status) throw;
        note(request, *status, dynamic_cast<const Error*>(&error), error);
        auto response = detail_response(status_phrase(*status), *status);
        if (*status == 503) response.set("Retry-After", retry_after);
        return response;
    }
}

}  // namespace

Router&& Router::add(Operation operation, HandlerCall call) {
    std::string name = operation.function;
    std::replace(name.begin(), name.end(), '_', '-');
    entries_.push_back({std::move(operation), call, std::move(name)});
    return std::move(*this);
}

Router::Entry& Router::last() {
    if (entries_.empty()) throw Error("an option of api::router stands before its first endpoint", "name the endpoint first");
    return entries_.back();
}

Router&& Router::summary(std::string text) && { return last().operation.summary = std::move(text), std::move(*this); }
Router&& Router::description(std::string text) && { return last().operation.description = std::move(text), std::move(*this); }
Router&& Router::operation_id(std::string id) && { return last().operation.operation_id = std::move(id), std::move(*this); }
Router&& Router::tags(std::vector<std::string> tags) && { return last().operation.tags = std::move(tags), std::move(*this); }
Router&& Router::deprecated() && { return last().operation.deprecated = true, std::move(*this); }
Router&& Router::hide() && { return last().operation.in_schema = false, std::move(*this); }
Router&& Router::name(std::string route_name) && { return last().name = std::move(route_name), std::move(*this); }

void Router::contribute(App& app) const {
    Urls urls;
    Operations operations;
    for (const auto& entry : entries_) {
        auto operation = std::make_shared<const Operation>(entry.operation);
        auto call = [operation, call = entry.call](Request& request) { return answer(request, *operation, call); };
        urls.routes.push_back(
            route(operation->pattern, call, entry.name).methods({std::string_view(operation->method)}).with(CsrfExempt{}));
        operations.operations.push_back(entry.operation);
    }
    app.with(std::move(urls)).with(std::move(operations));
}

void Operations::attach(Project& project) { project.require(api::app()); }

}  // namespace portico::api
