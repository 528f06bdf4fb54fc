#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/middleware/security_headers.hpp>
#include <portico/routing/route.hpp>

#include "run.hpp"

namespace portico {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(SecurityHeaders, AreDjangosByDefault) {
    Response response = run(security_headers({}), RequestData{}, ok);
    EXPECT_EQ(response.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(response.header("Referrer-Policy"), "same-origin");
    EXPECT_EQ(response.header("Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_EQ(response.header("X-Frame-Options"), "DENY");
    EXPECT_EQ(response.header("Permissions-Policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    EXPECT_FALSE(response.headers().contains("Strict-Transport-Security"));
}

TEST(SecurityHeaders, LeaveWhatTheViewSet) {
    Response response = run(security_headers({}), RequestData{},
                            [](Request&) { return Response("ok").set("X-Frame-Options", "SAMEORIGIN"); });
    EXPECT_EQ(response.headers().get_list("X-Frame-Options"), std::vector<std::string_view>{"SAMEORIGIN"});
}

TEST(SecurityHeaders, AreSwitchedOffByEmptyTexts) {
    Response response = run(security_headers({.content_type_nosniff = false,
                                              .referrer_policy = "",
                                              .cross_origin_opener_policy = "",
                                              .frame_options = "",
                                              .content_security_policy = "",
                                              .permissions_policy = ""}),
                            RequestData{}, [](Request&) { return Response(); });
    EXPECT_TRUE(response.headers().empty());
}

TEST(SecurityHeaders, InsistOnHttpsOnlyOverHttps) {
    SecuritySettings settings{.hsts_seconds = 3600, .hsts_include_subdomains = true, .hsts_preload = true};
    EXPECT_EQ(run(security_headers(settings), {.secure = true}, ok).header("Strict-Transport-Security"),
              "max-age=3600; includeSubDomains; preload");
    EXPECT_EQ(run(security_headers(settings), RequestData{}, ok).header("Strict-Transport-Security"), "");
}

TEST(SecurityHeaders, RedirectToHttps) {
    RequestData data{.target = "/a b?x=1", .headers = {{"Host", "example.org"}}};
    Response response = run(security_headers({.ssl_redirect = true}), data, ok);
    EXPECT_EQ(response.status(), 301);
    EXPECT_EQ(response.header("Location"), "https://example.org/a%20b?x=1");
    EXPECT_EQ(
        run(security_headers({.ssl_redirect = true, .ssl_host = "s.example"}), data, ok).header("Location"),
        "https://s.example/a%20b?x=1");
    EXPECT_EQ(run(security_headers({.ssl_redirect = true}), {.secure = true}, ok).status(), 200);
}

TEST(ContentSecurityPolicy, HasANonceOnlyWhenThePageAskedForOne) {
    std::string nonce;
    Response with = run(security_headers({}), RequestData{}, [&](Request& request) {
        nonce = csp_nonce(request);
        EXPECT_EQ(csp_nonce(request), nonce);
        return Response("ok");
    });
    EXPECT_GE(nonce.size(), 20u);
    EXPECT_THAT(with.header("Content-Security-Policy"),
                HasSubstr("script-src 'self' 'nonce-" + nonce + "'; "));
    EXPECT_THAT(run(security_headers({}), RequestData{}, ok).header("Content-Security-Policy"),
                HasSubstr("script-src 'self'; style-src 'self'; "));
}

TEST(ContentSecurityPolicy, MayBeTriedFirst) {
    SecuritySettings settings{.content_security_policy = "default-src 'self'",
                              .content_security_policy_report_only = true};
    Response response = run(security_headers(settings), RequestData{}, ok);
    EXPECT_EQ(response.header("Content-Security-Policy-Report-Only"), "default-src 'self'");
    EXPECT_FALSE(response.headers().contains("Content-Security-Policy"));
}

TEST(ContentSecurityPolicy, MayBeTriedBesideTheOneInForce) {
    Response response = run(security_headers({.content_security_policy = "default-src 'self'", .content_security_policy_trial = "default-src 'none'"}), RequestData{}, ok);
    EXPECT_EQ(response.header("Content-Security-Policy"), "default-src 'self'");
    EXPECT_EQ(response.header("Content-Security-Policy-Report-Only"), "default-src 'none'");
}

TEST(ContentSecurityPolicy, SaysWhereToReport) {
    Response response = run(security_headers({.content_security_policy = "default-src 'self'"}, "/csp/"), RequestData{}, ok);
    EXPECT_EQ(response.header("Content-Security-Policy"), "default-src 'self'; report-uri /csp/; report-to csp");
    EXPECT_EQ(response.header("Reporting-Endpoints"), "csp=\"/csp/\"");
}

/// The route is found before the middleware runs.
Response through(const Route& route) {
    Request request{RequestData{}};
    request.route().route = &route;
    return run(security_headers({.content_security_policy = "default-src 'self'"}), request, [](Request& r) { return Response(csp_nonce(r).empty() ? "" : "ok"); });
}

TEST(ContentSecurityPolicy, MayBeAnotherForARoute) {
    Response own = through(route("map/", ok).with(ContentSecurityPolicy{"img-src https://tiles.example; script-src {nonce}"}));
    EXPECT_THAT(std::string(own.header("Content-Security-Policy")), testing::MatchesRegex("img-src https://tiles.example; script-src 'nonce-[^']+'"));
    Response none = through(route("map/", ok).with(ContentSecurityPolicy{}));
    EXPECT_FALSE(none.headers().contains("Content-Security-Policy"));
    Response watched = through(route("map/", ok).with(ContentSecurityPolicy{"default-src 'none'", true}));
    EXPECT_EQ(watched.header("Content-Security-Policy-Report-Only"), "default-src 'none'");
    EXPECT_FALSE(watched.headers().contains("Content-Security-Policy"));
}

} // namespace
} // namespace portico
