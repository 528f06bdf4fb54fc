/// Endpoints that ask who calls.
#include <gmock/gmock.h>

#include <portico/api/people.hpp>
#include <portico/api/router.hpp>
#include <portico/auth/app.hpp>
#include <portico/auth/models.hpp>
#include <portico/auth/testing.hpp>
#include <portico/auth/tokens.hpp>
#include <portico/testing/test_case.hpp>

namespace portico::api {
namespace {

using testing::HasSubstr;

struct Name {
    std::string name{};
    static void describe(Describe<Name>&) {}
};

Name me(auth::CurrentUser user) { return {user.login()}; }
Name maybe(std::optional<auth::CurrentUser> user) { return {user ? user->login() : "nobody"}; }
Name write(Token<"posts:read", "posts:write"> user) { return {user->login()}; }
void touch(auth::CurrentUser) {}

class PeopleTest : public TestCase {
protected:
    PeopleTest() : TestCase(project()) {}
    static Project& project() {
        static Project project({.settings = {{"database.url", "sqlite::memory:"}, {"secret_key", "a secret of the tests"}}});
        static const bool installed = (project.install(auth::app()),
                                       project.install(App("people").with(router("api/").get<me>("me/").get<maybe>("maybe/").post<write>("write/").post<touch>("touch/"))), true);
        (void)installed;
        return project;
    }
    TestAnswer with_token(const std::string& method, const std::string& path, const auth::NewToken& token = {}) {
        return client.request(method, path, {}, {.headers = {{"Authorization", "Bearer " + auth::create_token(user, token).text}}});
    }
    std::string name_at(const TestAnswer& answer) { return answer.json().attribute("name")->str(); }

    auth::User ann = auth::create_user("ann", "ann@example.org", "kelp forest");
    auth::CurrentUser user{{&installed<auth::User>(), std::make_shared<auth::User>(ann)}};
};

TEST_F(PeopleTest, TakeASessionOrAToken) {
    const auto refused = client.get("/api/me/");
    EXPECT_EQ(refused.status(), 401);
    EXPECT_EQ(refused.header("WWW-Authenticate"), "Bearer");
    EXPECT_EQ(name_at(with_token("GET", "/api/me/")), "ann");
    auth::force_login(client, ann);
    EXPECT_EQ(name_at(client.get("/api/me/")), "ann");
    EXPECT_EQ(client.get("/api/me/", {.headers = {{"Authorization", "Bearer ptk_wrong"}}}).status(), 401) << "whatever the session says";
}

TEST_F(PeopleTest, MayTakeNobody) {
    EXPECT_EQ(name_at(client.get("/api/maybe/")), "nobody");
    EXPECT_EQ(name_at(with_token("GET", "/api/maybe/")), "ann");
}

TEST_F(PeopleTest, MayWantATokenWithScopes) {
    EXPECT_EQ(with_token("POST", "/api/write/", {.scopes = {"posts:read"}}).status(), 403);
    EXPECT_EQ(name_at(with_token("POST", "/api/write/", {.scopes = {"posts:read", "posts:write"}})), "ann");
    auth::force_login(client, ann);
    EXPECT_EQ(client.post("/api/write/").status(), 401) << "a session does not do";
}

TEST_F(PeopleTest, TakeNothingFromOtherSitesPagesByASession) {
    auth::force_login(client, ann);
    EXPECT_EQ(client.post("/api/touch/").status(), 204);
    EXPECT_EQ(client.post("/api/touch/", {}, {.headers = {{"Origin", "https://evil.example"}}}).status(), 403);
    EXPECT_EQ(client.post("/api/touch/", {}, {.headers = {{"Sec-Fetch-Site", "cross-site"}}}).status(), 403);
    EXPECT_EQ(client.post("/api/touch/", {}, {.headers = {{"Origin", "http://testserver"}}}).status(), 204);
    client.cookies().clear();
    EXPECT_EQ(client.post("/api/touch/", {}, {.headers = {{"Origin", "https://evil.example"}, {"Authorization", "Bearer " + auth::create_token(user, {}).text}}}).status(), 204)
        << "no other site has the token";
}

TEST_F(PeopleTest, AreInTheDocument) {
    const std::string document = client.get("/openapi.json").text();
    EXPECT_THAT(document, HasSubstr(R"("security":[{"token":[]},{"session":[]}])"));
    EXPECT_THAT(document, HasSubstr(R"("security":[{"token":[]},{"session":[]},{}])"));
    EXPECT_THAT(document, HasSubstr(R"("security":[{"token":["posts:read","posts:write"]}])"));
    EXPECT_THAT(document, HasSubstr(R"("securitySchemes":{"token":{"type":"http","scheme":"bearer")"));
    EXPECT_THAT(document, HasSubstr(R"("name":"sessionid")"));
}

}  // namespace
}  // namespace portico::api
