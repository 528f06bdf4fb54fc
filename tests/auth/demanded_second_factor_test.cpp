/// A site that demands a second factor of its staff.
#include <gmock/gmock.h>

#include <portico/auth/app.hpp>
#include <portico/auth/guards.hpp>
#include <portico/auth/models.hpp>
#include <portico/auth/testing.hpp>
#include <portico/auth/totp.hpp>
#include <portico/auth/two_factor.hpp>
#include <portico/http/response.hpp>
#include <portico/orm/query_set.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/project.hpp>
#include <portico/routing/urls.hpp>
#include <portico/testing/client.hpp>
#include <portico/testing/test_hook.hpp>

#include "../orm/test_database.hpp"

namespace portico::auth {
namespace {

using testing::HasSubstr;

Response desk(Request&) { return Response("desk"); }

class DemandedSecondFactor : public testing::Test {
protected:
    DemandedSecondFactor()
        : project({.settings = {{"database.url", database.url()}, {"secret_key", "a secret of the tests"}, {"auth.second_factor", "staff"}}}) {
        project.install(app());
        project.install(App("pages").with(urls({path<desk>("desk/", "desk")})));
        current.emplace(project);
        test.emplace(project);
        client.emplace(project);
    }
    std::vector<std::string> turn_on(const User& user) {
        std::vector<std::string> codes;
        EXPECT_TRUE(SecondFactor(CurrentUser({&installed<User>(), std::make_shared<User>(user)})).turn_on(secret, totp_code(secret, totp_step(now()) - 1), codes));
        return codes;
    }

    orm::test::TestDatabase database;
    Project project;
    std::optional<Project::Scope> current;
    std::optional<TestScope> test;
    std::optional<TestClient> client;
    const std::string secret = make_totp_secret();
};

TEST_F(DemandedSecondFactor, WhoHasNoneSetsItUpFirst) {
    client->get("/desk/");
    User boss = create_superuser("boss", "", "kelp forest");
    client->post("/login/", {{"username", "boss"}, {"password", "kelp forest"}});
    EXPECT_EQ(client->get("/desk/?a=1").location(), "/two_factor/setup/?next=/desk/%3Fa%3D1");
    EXPECT_EQ(client->get("/two_factor/").location(), "/two_factor/setup/?next=/two_factor/");
    EXPECT_EQ(client->get("/two_factor/setup/").status(), 200);
    EXPECT_EQ(client->post("/logout/").status(), 200);
}

TEST_F(DemandedSecondFactor, OthersAreNotAsked) {
    force_login(*client, create_user("ann", "", "kelp forest"));
    EXPECT_EQ(client->get("/desk/").text(), "desk");
    client->cookies().clear();
    EXPECT_EQ(client->get("/desk/").text(), "desk") << "nobody";
}

TEST_F(DemandedSecondFactor, ASessionFromBeforeTakesTheSecondStep) {
    User boss = create_superuser("boss", "", "kelp forest");
    const auto codes = turn_on(boss);
    force_login(*client, boss);
    EXPECT_EQ(client->get("/desk/").location(), "/login/second/");
    EXPECT_EQ(client->get("/desk/").text(), "desk") << "as nobody: they are logged out until the code is there";
    EXPECT_EQ(client->post("/login/second/", {{"code", codes[0]}}).location(), "/desk/");
    EXPECT_EQ(client->get("/desk/").text(), "desk");
    EXPECT_THAT(client->get("/two_factor/").text(), HasSubstr("It is on"));
}

TEST_F(DemandedSecondFactor, AWordThatIsNoneIsTold) {
    Project other({.settings = {{"database.url", "sqlite::memory:"}, {"secret_key", "x"}, {"auth.second_factor", "stuff"}}});
    other.install(app());
    std::string told;
    for (const CheckMessage& one : other.check()) told += one.str() + "\n";
    EXPECT_THAT(told, HasSubstr("auth.E008 auth.second_factor: \"stuff\" is none of its values"));
}

}  // namespace
}  // namespace portico::auth
