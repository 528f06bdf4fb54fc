// Entity tags, preconditions, what caches are told.
#include <portico/http/caching.hpp>
#include <portico/http/headers.hpp>
#include <portico/http/http_date.hpp>
#include <portico/http/request.hpp>
#include <portico/templates/fragment_key.hpp>

#include "operation.hpp"
#include "values.hpp"

namespace portico::conformance {

namespace {

Json patch_vary(const Arguments& args) {
    Headers headers;
    if (auto header = args.optional_text("header")) headers.set("Vary", *header);
    for (const auto& name : args.texts("names")) headers.add_to_list("Vary", {name});
    return headers.get("Vary");
}

Json cache_control(const Arguments& args) {
    auto header = args.optional_text("header");
    CacheControl control(header.value_or(""));
    for (const auto& [name, value] : args.all().items()) {
        std::string directive = name;
        for (char& c : directive) c = c == '_' ? '-' : c;
        if (directive == "s-maxage" || value.is_number()) control.set(directive, std::chrono::seconds(value.get<std::int64_t>()));
        else if (value.is_boolean() && value.get<bool>()) control.set(directive);
    }
    auto age = control.max_age();
    return {{"header", control.str()}, {"max_age", age ? Json(age->count()) : Json()}};
}

Json conditional_response(const Arguments& args) {
    Headers headers;
    for (const auto& [name, value] : args.at("headers").items()) headers.set(name, value.get<std::string>());
    Request request({.method = args.text("method"), .headers = headers});
    PageState state{args.text("etag", ""), {}};
    if (auto moment = args.optional_integer("last_modified")) state.last_modified = HttpMoment(std::chrono::seconds(*moment));
    Response page("body", static_cast<int>(args.optional_integer("status").value_or(200)), "text/plain");
    if (!state.etag.empty()) page.set("ETag", state.etag);
    if (state.last_modified) page.set("Last-Modified", http_date(*state.last_modified));
    Response answer = conditional(request, state, std::move(page));
    Json out = Json::object();
    for (const auto& [name, value] : answer.headers()) out[std::string(name)] = std::string(value);
    return {{"status", answer.status()}, {"headers", out}, {"body", std::string(answer.text())}};
}

Json fragment_key(const Arguments& args) {
    List vary;
    for (const auto& one : args.at("vary_on")) vary.push_back(decode(one));
    return templates::fragment_key(args.text("name"), vary);
}

} // namespace

void add_caching_operations(Operations& operations) {
    operations["patch_vary"] = patch_vary;
    operations["cache_control"] = cache_control;
    operations["conditional"] = conditional_response;
    operations["fragment_key"] = fragment_key;
    operations["cache_key"] = [](const Arguments& args) {
        return Json(templates::cache_key(args.text("key"), args.text("prefix"), static_cast<int>(args.integer("version"))));
    };
    operations["parse_etags"] = [](const Arguments& args) { return Json(parse_etags(args.text("etag_str"))); };
    operations["quote_etag"] = [](const Arguments& args) { return Json(quote_etag(args.text("etag_str"))); };
}

} // namespace portico::conformance
