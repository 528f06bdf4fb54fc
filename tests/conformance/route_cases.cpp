// Resolving paths and reversing names.
#include <portico/base/error.hpp>
#include <portico/http/query_data.hpp>
#include <portico/http/url.hpp>
#include <portico/http/urlencode.hpp>
#include <portico/middleware/common.hpp>
#include <portico/routing/regex_forms.hpp>

#include "operation.hpp"
#include "routes.hpp"
#include "values.hpp"

namespace portico::conformance {

namespace {

std::string query_of(const Arguments& args) {
    const Json* query = args.find("query");
    if (!query) return {};
    if (query->is_object() && query->contains("$querydict"))
        return QueryData::parse(query->at("$querydict").get<std::string>()).urlencode();
    return urlencode(query_pairs(*query), true);
}

Json reverse(const Arguments& args) {
    Router router = router_of(args.recorded());
    std::string name = args.text("name"), current = args.text("current_app", "");
    Value list = args.value("args"), named = args.value("kwargs");
    if (list.as_list() && !list.as_list()->empty() && named.as_map() && !named.as_map()->empty())
        throw Error("arguments by place and by name");
    std::string path = named.as_map() ? router.reverse_named(name, url_arguments(*named.as_map()), current)
                                      : router.reverse_list(name, url_arguments(list.as_list() ? *list.as_list() : List()), current);
    return with_query(path, query_of(args), args.optional_text("fragment"));
}

std::string_view converter_of(std::string_view pattern, std::string_view name) {
    for (const auto& piece : routing::Pattern::parse(pattern))
        if (piece.name == name) return piece.converter;
    return {};
}

/// A parameter's value as its converter makes it.
Json typed(const Route& route, std::string_view name, std::string_view text) {
    std::string_view converter = route.steps().empty() ? converter_of(route.pattern(), name) : std::string_view();
    for (const auto& step : route.steps())
        if (!step.is_regex && converter.empty()) converter = converter_of(step.text, name);
    if (converter == "int") return encode(decode(Json{{"$int", std::string(text)}}));
    if (converter == "uuid") return {{"$uuid", std::string(text)}};
    return text.data() ? Json(std::string(text)) : Json();
}

Json resolve(const Arguments& args) {
    Router router = router_of(args.recorded());
    Request request({.target = percent_encode(args.text("path"))});
    const Route* found = router.resolve(request);
    if (!found) throw Http404();
    Json args_by_place = Json::array(), kwargs = Json::object(), apps = Json::array(), namespaces = Json::array();
    for (const auto& [name, value] : request.route().parameters) {
        Json one = typed(*found, name, value);
        if (name.empty()) args_by_place.push_back(one);
        else kwargs[std::string(name)] = one;
    }
    if (const auto* fixed = found->option<FixedArguments>()) kwargs.update(fixed->values);
    for (const auto& space : found->namespaces()) {
        namespaces.push_back(space.name);
        if (!space.app.empty()) apps.push_back(space.app);
    }
    std::string local = found->name().substr(found->name().rfind(':') + 1);
    return {{"url_name", local.empty() ? Json() : Json(local)}, {"view_name", found->name()}, {"args", args_by_place},
            {"kwargs", kwargs}, {"route", found->pattern()}, {"app_names", apps}, {"namespaces", namespaces}};
}

Json normalized(const Arguments& args) {
    Json out = Json::array();
    for (const auto& form : routing::regex_forms(args.text("pattern"))) {
        std::string text;
        for (const auto& piece : form.pieces) text += piece.blank ? "%(" + piece.text + ")s" : piece.text;
        out.push_back({text, form.parameters});
    }
    return out;
}

Json common_answer(const Arguments& args) {
    Router router = router_of(args.recorded());
    CommonOptions options{.append_slash = args.flag("APPEND_SLASH", true), .prepend_www = args.flag("PREPEND_WWW")};
    Request request({.target = args.text("path"), .headers = {{"Host", "example.com"}}});
    router.resolve(request);
    Pipeline pipeline({common(router, options)}, [](Request& inner) { return Response("ok", matched_route(inner) ? 200 : 404); });
    Response response = pipeline(request);
    auto location = response.headers().find("Location");
    return {{"status", response.status()},
            {"location", location ? Json(std::string(*location)) : Json()},
            {"content_length", std::to_string(response.text().size())}};
}

} // namespace

void add_route_operations(Operations& operations) {
    operations["url_reverse"] = reverse;
    operations["url_resolve"] = resolve;
    operations["regex_normalize"] = normalized;
    operations["common_middleware"] = common_answer;
}

} // namespace portico::conformance
