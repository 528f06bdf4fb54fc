#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/base/log.hpp>
#include <portico/middleware/app.hpp>
#include <portico/middleware/csrf.hpp>
#include <portico/project/project.hpp>
#include <portico/routing/urls.hpp>

namespace portico {
namespace {

using testing::ElementsAre;

Response page(Request& request) { return csrf_token(request); }

std::unique_ptr<Project> site(Map settings) {
    auto project = std::make_unique<Project>(ProjectOptions{.settings = std::move(settings)});
    project->install(standard_middleware());
    project->install(App("blog").with(urls({path<page>("page/")})));
    return project;
}

Response visit(Project& project, RequestData data) {
    log::Capture quiet;
    Request request(std::move(data));
    return project.handle(request);
}

TEST(StandardMiddleware, HasOneOrder) {
    EXPECT_THAT(site({})->middleware(), ElementsAre("proxies", "request-id", "access-log", "security-headers", "cors",
                                                    "compression", "errors", "hosts", "common", "csrf"));
}

TEST(StandardMiddleware, MakesAnswersOfAllThatIsThrownInsideWhateverIsInstalledLater) {
    auto project = site({{"allowed_hosts", List{"example.org"}}});
    const auto pass = [](Request& request, Next next) { return next(request); };
    project->install(App("late").with(Middleware{.name = "late", .handle = pass, .before = {"errors"}}));
    EXPECT_THAT(project->middleware(), ElementsAre("proxies", "request-id", "access-log", "security-headers", "cors",
                                                   "compression", "late", "errors", "hosts", "common", "csrf"));
    log::Capture lines;
    Request request({.target = "/page/", .headers = {{"Host", "evil.example"}}});
    Response refused = project->handle(request);
    EXPECT_EQ(refused.status(), 400);
    EXPECT_FALSE(refused.header("X-Request-ID").empty());
    EXPECT_THAT(lines.text(), testing::StartsWith(std::string(refused.header("X-Request-ID")) + " 400 GET /page/: "));
}

TEST(StandardMiddleware, WorksTogether) {
    auto project = site({{"allowed_hosts", List{"example.org"}}});
    Response response = visit(*project, {.target = "/page", .headers = {{"Host", "example.org"}}});
    EXPECT_EQ(response.status(), 301);
    EXPECT_EQ(response.header("Location"), "/page/");
    EXPECT_EQ(response.header("X-Frame-Options"), "DENY");
    EXPECT_FALSE(response.header("X-Request-ID").empty());
    EXPECT_EQ(visit(*project, {.target = "/page/", .headers = {{"Host", "example.org"}}}).cookies().size(),
              1u);
    EXPECT_EQ(visit(*project, {.target = "/page/", .headers = {{"Host", "evil.example"}}}).status(), 400);
    EXPECT_EQ(visit(*project, {.method = "POST", .target = "/page/", .headers = {{"Host", "example.org"}}})
                  .status(),
              403);
}

TEST(StandardMiddleware, TakesItsSettings) {
    auto project = site({{"security", Map{{"frame_options", "SAMEORIGIN"}, {"csrf_cookie_name", "token"}}},
                         {"append_slash", false}});
    Response response = visit(*project, {.target = "/page/"});
    EXPECT_EQ(response.header("X-Frame-Options"), "SAMEORIGIN");
    ASSERT_EQ(response.cookies().size(), 1u);
    EXPECT_EQ(response.cookies()[0].name, "token");
    EXPECT_EQ(visit(*project, {.target = "/page"}).status(), 404);
}

std::vector<std::string> ids(Project& project, std::vector<CheckStage> stages = {}) {
    std::vector<std::string> ids;
    for (const CheckMessage& message : project.check(std::move(stages))) ids.push_back(message.id);
    return ids;
}

TEST(StandardMiddleware, RefusesToStartWhereEverybodyCouldReadWhatOneMaySee) {
    EXPECT_THAT(ids(*site({{"cors", Map{{"allowed_origins", List{"*"}}, {"allow_credentials", true}}}})), ElementsAre("cors.E001"));
    EXPECT_THAT(ids(*site({{"cors", Map{{"allowed_origins", List{"null"}}, {"allow_credentials", true}}}})), ElementsAre("cors.E001"));
    EXPECT_THAT(ids(*site({{"cors", Map{{"allowed_origins", List{"app.example"}}}}})), ElementsAre("cors.E001"));
    EXPECT_THAT(ids(*site({{"cors", Map{{"allowed_origins", List{"*"}}}}})), ElementsAre());
    EXPECT_THROW(site({{"cors", Map{{"allowed_origins", List{"*"}}, {"allow_credentials", true}}}})->start(), StartError);
}

TEST(StandardMiddleware, AnswersPreflightsAndErrorsOfOtherOrigins) {
    auto project = site({{"cors", Map{{"allowed_origins", List{"https://app.example"}}}}, {"allowed_hosts", List{"example.org"}}});
    const Headers from_there{{"Host", "example.org"}, {"Origin", "https://app.example"}};
    Headers asking = from_there;
    asking.set("Access-Control-Request-Method", "PUT");
    Response preflight = visit(*project, {.method = "OPTIONS", .target = "/nowhere/", .headers = asking});
    EXPECT_EQ(preflight.status(), 204);
    EXPECT_EQ(preflight.header("Access-Control-Allow-Origin"), "https://app.example");
    Response missing = visit(*project, {.target = "/nowhere/", .headers = from_there});
    EXPECT_EQ(missing.status(), 404);
    EXPECT_EQ(missing.header("Access-Control-Allow-Origin"), "https://app.example");
    EXPECT_EQ(missing.header("Vary").find("Origin") != std::string_view::npos, true);
}

TEST(StandardMiddleware, ChecksItsSettings) {
    EXPECT_THAT(ids(*site({{"security", Map{{"csrf_trusted_origins", List{"example.org"}},
                                            {"trusted_proxies", List{"10.0.0.0/99"}}}}})),
                ElementsAre("security.E010", "security.E011"));
    EXPECT_THAT(ids(*site({{"security", Map{{"csrf_trusted_origins", List{"https://example.org"}},
                                            {"trusted_proxies", List{"10.0.0.0/8"}}}}})),
                ElementsAre());
    EXPECT_THAT(ids(*site({}), {CheckStage::deploy}),
                testing::IsSupersetOf({"security.W004", "security.W008"}));
    EXPECT_THAT(ids(*site({{"security", Map{{"content_type_nosniff", false}, {"frame_options", ""}, {"referrer_policy", ""}, {"content_security_policy", ""}}},
                           {"cors", Map{{"allowed_origins", List{"*"}}}}}), {CheckStage::deploy}),
                testing::IsSupersetOf({"security.W002", "security.W006", "security.W022", "security.W026", "cors.I001"}));
}

} // namespace
} // namespace portico
