#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/middleware/cors.hpp>

#include "run.hpp"

namespace portico {
namespace {

using testing::HasSubstr;

const CorsSettings shop{.allowed_origins = {"https://app.example", "https://*.shop.example"}, .exposed_headers = {"X-Total"}, .paths = {"/api/"}};

Response from(const std::string& origin, CorsSettings settings = shop, const std::string& path = "/api/posts/") {
    return run(cors(std::move(settings)), {.target = path, .headers = {{"Origin", origin}}}, ok);
}
std::string allowed(const Response& response) { return std::string(response.header("Access-Control-Allow-Origin")); }

TEST(Cors, LetsNamedOriginsRead) {
    Response response = from("https://app.example");
    EXPECT_EQ(allowed(response), "https://app.example");
    EXPECT_EQ(response.header("Access-Control-Expose-Headers"), "X-Total");
    EXPECT_THAT(std::string(response.header("Vary")), HasSubstr("Origin"));
    EXPECT_FALSE(response.headers().contains("Access-Control-Allow-Credentials"));
    EXPECT_EQ(allowed(from("https://eu.shop.example")), "https://eu.shop.example");
}

TEST(Cors, LetsNobodyElse) {
    for (const char* origin : {"https://evil.example", "http://app.example", "https://app.example.evil.example", "https://evilshop.example", "null", "https://app.example:8443", "https://shop.example@evil.example"})
        EXPECT_EQ(allowed(from(origin)), "") << origin;
    EXPECT_THAT(std::string(from("https://evil.example").header("Vary")), HasSubstr("Origin")) << "a cache must not hand it on";
    EXPECT_EQ(allowed(from("https://app.example", shop, "/account/")), "") << "another path";
    EXPECT_EQ(allowed(from("https://app.example", {})), "") << "nothing is allowed by default";
}

TEST(Cors, AWildcardBringsNoCredentials) {
    Response response = from("https://any.example", {.allowed_origins = {"*"}});
    EXPECT_EQ(allowed(response), "*");
    EXPECT_FALSE(response.headers().contains("Access-Control-Allow-Credentials"));
    EXPECT_FALSE(response.headers().contains("Vary"));
}

TEST(Cors, CredentialsAreForTheOriginAlone) {
    Response response = from("https://app.example", {.allowed_origins = {"https://app.example"}, .allow_credentials = true});
    EXPECT_EQ(allowed(response), "https://app.example");
    EXPECT_EQ(response.header("Access-Control-Allow-Credentials"), "true");
}

TEST(Cors, AnswersPreflightsItself) {
    auto ask = [](const std::string& origin) {
        return run(cors(shop), {.method = "OPTIONS", .target = "/api/posts/", .headers = {{"Origin", origin}, {"Access-Control-Request-Method", "DELETE"}}},
                   [](Request&) -> Response { throw HttpError(405); });
    };
    Response good = ask("https://app.example");
    EXPECT_EQ(good.status(), 204);
    EXPECT_THAT(std::string(good.header("Access-Control-Allow-Methods")), HasSubstr("DELETE"));
    EXPECT_THAT(std::string(good.header("Access-Control-Allow-Headers")), HasSubstr("X-CSRFToken"));
    EXPECT_EQ(good.header("Access-Control-Max-Age"), "600");
    Response bad = ask("https://evil.example");
    EXPECT_EQ(bad.status(), 204);
    EXPECT_EQ(allowed(bad), "");
    EXPECT_EQ(run(cors(shop), {.method = "OPTIONS", .target = "/api/"}, ok).text(), "ok") << "no preflight";
}

}  // namespace
}  // namespace portico
