// What goes with a response: headers, dates, redirects.
#include <portico/http/header_parameters.hpp>
#include <portico/http/headers.hpp>
#include <portico/http/http_date.hpp>
#include <portico/http/request.hpp>
#include <portico/http/response.hpp>
#include <portico/middleware/security_headers.hpp>

#include "operation.hpp"
#include "values.hpp"

namespace portico::conformance {

namespace {

Json set_header(const Arguments& args) {
    Headers headers;
    headers.set(args.text("name"), args.text("value"));
    return headers.get(args.text("name"));
}

Json parse_date(const Arguments& args) {
    auto moment = parse_http_date(args.text("date"));
    if (!moment) throw Error("no date");
    return moment->time_since_epoch().count();
}

Json write_date(const Arguments& args) {
    auto seconds = args.optional_number("epoch_seconds");
    auto moment = seconds ? HttpMoment(std::chrono::seconds(static_cast<std::int64_t>(*seconds)))
                          : std::chrono::floor<std::chrono::seconds>(now());
    return http_date(moment);
}

Json header_parameters(const Arguments& args) {
    HeaderParameters parsed = parse_header_parameters(args.text("line"), static_cast<std::size_t>(args.optional_integer("max_length").value_or(8192)));
    Json parameters = Json::object();
    for (const auto& [name, value] : parsed.parameters) parameters[name] = value;
    return {parsed.value, parameters};
}

Json disposition(const Arguments& args) {
    auto text = content_disposition(args.flag("as_attachment"), args.text("filename", ""));
    return text ? Json(*text) : Json();
}

SecuritySettings security_settings(const Arguments& args) {
    SecuritySettings settings;
    settings.content_security_policy.clear();
    auto text = [&](const char* name, std::string& setting) {
        if (!args.all().contains(name)) return;
        setting.clear();
        const Json& value = args.at(name);
        if (value.is_string()) setting = value;
        if (value.is_array())
            for (const auto& one : value) setting += (setting.empty() ? "" : ",") + one.get<std::string>();
    };
    text("SECURE_REFERRER_POLICY", settings.referrer_policy);
    text("SECURE_CROSS_ORIGIN_OPENER_POLICY", settings.cross_origin_opener_policy);
    text("X_FRAME_OPTIONS", settings.frame_options);
    text("SECURE_SSL_HOST", settings.ssl_host);
    settings.content_type_nosniff = args.flag("SECURE_CONTENT_TYPE_NOSNIFF", true);
    settings.hsts_seconds = args.optional_integer("SECURE_HSTS_SECONDS").value_or(0);
    settings.hsts_include_subdomains = args.flag("SECURE_HSTS_INCLUDE_SUBDOMAINS");
    settings.hsts_preload = args.flag("SECURE_HSTS_PRELOAD");
    settings.ssl_redirect = args.flag("SECURE_SSL_REDIRECT");
    settings.permissions_policy.clear();  // Django sends none
    return settings;
}

Json security_headers_of(const Arguments& args) {
    Request request({.target = "/a/b?x=1", .headers = {{"Host", "example.com"}}, .secure = args.flag("secure")});
    Pipeline pipeline({security_headers(security_settings(args))}, [](Request&) { return Response("ok"); });
    Response response = pipeline(request);
    Json out = Json::object();
    for (const auto& [name, value] : response.headers())
        if (name != "Content-Type" && name != "Content-Length") out[std::string(name)] = std::string(value);
    out["status"] = response.status();
    return out;
}

/// The mark for the nonce is Django's in the cases, "{nonce}" here.
Json policy(const Arguments& args) {
    Map directives;
    auto source = [](const Json& one) { return Value(one == "<CSP_NONCE_SENTINEL>" ? std::string("{nonce}") : one.get<std::string>()); };
    for (const auto& [name, value] : args.at("config").items()) {
        List sources;
        if (value.is_array())
            for (const auto& one : value) sources.push_back(source(one));
        directives.set(name, value.is_array() ? Value(sources) : value.is_string() ? source(value) : decode(value));
    }
    return content_security_policy(directives, args.text("nonce", ""));
}

} // namespace

void add_response_operations(Operations& operations) {
    operations["set_header"] = set_header;
    operations["csp_build_policy"] = policy;
    operations["parse_http_date"] = parse_date;
    operations["http_date"] = write_date;
    operations["parse_header_parameters"] = header_parameters;
    operations["content_disposition_header"] = disposition;
    operations["security_headers"] = security_headers_of;
    operations["redirect_location"] = [](const Arguments& args) {
        return Json(redirect(args.text("to")).header("Location"));
    };
}

} // namespace portico::conformance
