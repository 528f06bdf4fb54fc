// URLs and hosts.
#include <portico/http/iri.hpp>
#include <portico/http/request.hpp>
#include <portico/http/url.hpp>
#include <portico/middleware/hosts.hpp>

#include "operation.hpp"

namespace portico::conformance {

namespace {

Json safe_redirect(const Arguments& args) {
    const Json* allowed = args.find("allowed_hosts");
    std::vector<std::string> hosts;
    if (allowed) hosts = allowed->is_string() ? std::vector{allowed->get<std::string>()} : args.texts("allowed_hosts");
    return is_safe_redirect(args.text("url", ""), hosts, args.flag("require_https"));
}

Json host(const Arguments& args) {
    auto split = split_host(args.text("host"));
    bool valid = false;
    for (const auto& pattern : args.texts("allowed_hosts"))
        valid = valid || (split && host_matches(split->domain, pattern));
    return {{"domain", split ? split->domain : ""}, {"port", split ? split->port : ""}, {"valid", valid}};
}

Json absolute_url(const Arguments& args) {
    Request request({.target = percent_encode(args.text("path")),
                     .headers = {{"Host", "example.com"}},
                     .secure = args.flag("secure")});
    return request.absolute_url(args.text("location"));
}

/// By the host check, with a proxy in front where the case has one.
Json host_of(const Arguments& args) {
    Headers headers;
    if (const Json* given = args.find("headers"))
        for (const auto& [name, value] : given->items()) headers.set(name, value.get<std::string>());
    Request request({.headers = headers, .remote_address = "127.0.0.1"});
    std::vector<Middleware> pipeline;
    if (args.flag("use_x_forwarded_host")) pipeline.push_back(proxies({"127.0.0.1"}));
    auto allowed = args.texts("allowed_hosts");
    if (args.flag("debug") && allowed.empty()) allowed = {".localhost", "127.0.0.1", "[::1]"};
    pipeline.push_back(hosts(allowed));
    std::string host;
    Pipeline(std::move(pipeline), [&](Request& inner) { return host = inner.host(), Response(); })(request);
    return host;
}

Json path_or_null(const Arguments& args, const char* name, std::string (*function)(std::string_view)) {
    auto text = args.optional_text(name);
    return text ? Json(function(*text)) : Json();
}

} // namespace

void add_url_operations(Operations& operations) {
    operations["url_has_allowed_host_and_scheme"] = safe_redirect;
    operations["host"] = host;
    operations["get_host"] = host_of;
    operations["uri_to_iri"] = [](const Arguments& args) { return path_or_null(args, "uri", uri_to_iri); };
    operations["filepath_to_uri"] = [](const Arguments& args) { return path_or_null(args, "path", file_path_to_uri); };
    operations["punycode"] = [](const Arguments& args) { return Json(ascii_domain(args.text("domain"))); };
    operations["is_same_domain"] = [](const Arguments& args) {
        return Json(is_same_domain(args.text("host"), args.text("pattern", "")));
    };
    operations["build_absolute_uri"] = absolute_url;
    operations["iri_to_uri"] = [](const Arguments& args) { return Json(iri_to_uri(args.text("iri"))); };
    operations["escape_uri_path"] = [](const Arguments& args) { return Json(escape_path(args.text("path"))); };
    operations["escape_leading_slashes"] = [](const Arguments& args) {
        return Json(escape_leading_slashes(args.text("url")));
    };
}

} // namespace portico::conformance
