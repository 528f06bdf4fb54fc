#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/middleware/csrf.hpp>
#include <portico/routing/router.hpp>

#include "run.hpp"

namespace portico {
namespace {

using testing::MatchesRegex;

RequestData post(Headers headers, std::string body = {}) {
    headers.set("Host", "example.org");
    headers.set("Content-Type", "application/x-www-form-urlencoded");
    return {.method = "POST", .headers = std::move(headers), .body = std::move(body)};
}

std::string reason(RequestData data, const CsrfOptions& options = {}) {
    try {
        run(csrf(options), std::move(data), ok);
    } catch (const CsrfFailure& failure) {
        EXPECT_EQ(failure.status(), 403);
        return failure.what();
    }
    return "passed";
}

Response page_with_token(std::string& token, Headers headers = {}) {
    return run(csrf(), {.headers = std::move(headers)}, [&](Request& request) {
        token = csrf_token(request);
        return Response("page");
    });
}

TEST(Csrf, TokenOfAPageLetsItsFormThrough) {
    std::string token;
    Response page = page_with_token(token);
    ASSERT_EQ(page.cookies().size(), 1u);
    const Cookie& cookie = page.cookies()[0];
    EXPECT_EQ(cookie.name, "csrftoken");
    EXPECT_EQ(cookie.same_site, SameSite::lax);
    EXPECT_EQ(page.header("Vary"), "Cookie");
    EXPECT_EQ(reason(post({{"Cookie", "csrftoken=" + cookie.value}}, "csrfmiddlewaretoken=" + token)),
              "passed");
    EXPECT_EQ(reason(post({{"Cookie", "csrftoken=" + cookie.value}, {"X-CSRFToken", token}})), "passed");
}

TEST(Csrf, TokenIsMaskedAnewAndKeepsItsSecret) {
    std::string token, next;
    Response page = page_with_token(token);
    page_with_token(next, {{"Cookie", "csrftoken=" + page.cookies()[0].value}});
    EXPECT_NE(token, next);
    EXPECT_EQ(unmask_csrf_token(token), unmask_csrf_token(next));
    EXPECT_THAT(token, MatchesRegex("[a-zA-Z0-9]{64}"));
}

TEST(Csrf, PageWithoutATokenSetsNoCookie) {
    Response page = run(csrf(), RequestData{}, ok);
    EXPECT_TRUE(page.cookies().empty());
    EXPECT_EQ(page.header("Vary"), "");
}

TEST(Csrf, FormWithoutOrWithAForeignTokenIsRefused) {
    std::string secret(32, 'a'), foreign(32, 'b');
    EXPECT_EQ(reason(post({})), "CSRF verification failed: CSRF cookie not set.");
    EXPECT_EQ(reason(post({{"Cookie", "csrftoken=" + secret}})),
              "CSRF verification failed: CSRF token missing.");
    EXPECT_EQ(reason(post({{"Cookie", "csrftoken=" + secret}}, "csrfmiddlewaretoken=" + foreign)),
              "CSRF verification failed: CSRF token from POST incorrect.");
    EXPECT_EQ(reason(post({{"Cookie", "csrftoken=x!"}})),
              "CSRF verification failed: CSRF cookie has incorrect length.");
}

TEST(Csrf, GoodHeaderLeavesTheBodyUnread) {
    std::string secret(32, 'a');
    Request request(post({{"Cookie", "csrftoken=" + secret}, {"X-CSRFToken", secret}}, "a=1"));
    EXPECT_EQ(run(csrf(), request, ok).status(), 200);
    EXPECT_EQ(request.form_if_read(), nullptr);
}

TEST(Csrf, BrowsersWordOfAnotherSiteIsBelieved) {
    std::string secret(32, 'a');
    auto from = [&](Headers headers) {
        headers.set("Cookie", "csrftoken=" + secret);
        headers.set("X-CSRFToken", secret);
        return post(std::move(headers));
    };
    EXPECT_EQ(
        reason(from({{"Sec-Fetch-Site", "cross-site"}})),
        "CSRF verification failed: Sec-Fetch-Site checking failed - the request comes from another site.");
    EXPECT_EQ(reason(from({{"Origin", "https://evil.example"}})),
              "CSRF verification failed: Origin checking failed - https://evil.example does not match any "
              "trusted origins.");
    EXPECT_EQ(reason(from({{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://friend.example"}}),
                     {.trusted_origins = {"https://friend.example"}}),
              "passed");
    RequestData secure = from({{"Sec-Fetch-Site", "same-origin"}});
    secure.secure = true;
    EXPECT_EQ(reason(std::move(secure)), "passed");
}

TEST(Csrf, ExemptRoutesNeedNoToken) {
    Router router;
    router.add(urls({route("hook/", ok).with(CsrfExempt{}), route("form/", ok)}));
    auto visit = [&](std::string target) {
        Request request({.method = "POST", .target = std::move(target)});
        router.resolve(request);
        return run(csrf(), request, ok).status();
    };
    EXPECT_EQ(visit("/hook/"), 200);
    EXPECT_THROW(visit("/form/"), CsrfFailure);
}

TEST(Csrf, SecretChangesAtLogin) {
    std::string secret(32, 'a');
    Response response = run(csrf(), {.headers = {{"Cookie", "csrftoken=" + secret}}}, [](Request& request) {
        rotate_csrf_token(request);
        return Response("welcome");
    });
    ASSERT_EQ(response.cookies().size(), 1u);
    EXPECT_NE(response.cookies()[0].value, secret);
}

} // namespace
} // namespace portico
