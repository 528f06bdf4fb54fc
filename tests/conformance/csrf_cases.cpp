// Cross-site request forgery: tokens and verdicts.
#include <portico/http/request.hpp>
#include <portico/middleware/csrf.hpp>
#include <portico/routing/route.hpp>

#include "operation.hpp"

namespace portico::conformance {

namespace {

Json check(const Arguments& args) {
    Headers headers{{"Host", "example.com"}, {"Content-Type", "application/x-www-form-urlencoded"}};
    if (auto cookie = args.optional_text("cookie")) headers.set("Cookie", "csrftoken=" + *cookie);
    if (auto token = args.optional_text("header")) headers.set("X-CSRFToken", *token);
    if (auto origin = args.optional_text("origin")) headers.set("Origin", *origin);
    if (auto referer = args.optional_text("referer")) headers.set("Referer", *referer);
    auto post = args.optional_text("post");
    Request request({.method = args.text("method"),
                     .headers = headers,
                     .body = post ? "csrfmiddlewaretoken=" + *post : "",
                     .secure = args.flag("secure")});
    if (args.flag("exempt")) request.emplace<CsrfExempt>();
    CsrfOptions options{.trusted_origins = args.texts("trusted")};
    try {
        Pipeline({csrf(options)}, [](Request&) { return Response("seen"); })(request);
        return Json();
    } catch (const CsrfFailure&) {
        return csrf_problem(request, options);
    }
}

Json matches(const Arguments& args) {
    std::string token = args.text("request_token");
    auto fault = csrf_token_fault(token);
    if (!fault.empty()) return "bad format: has " + std::string(fault);
    return csrf_tokens_match(token, args.text("secret"));
}

} // namespace

void add_csrf_operations(Operations& operations) {
    operations["csrf_check"] = check;
    operations["csrf_token_matches"] = matches;
    operations["csrf_unmask"] = [](const Arguments& args) { return Json(unmask_csrf_token(args.text("token"))); };
}

} // namespace portico::conformance
