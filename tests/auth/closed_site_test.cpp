/// A site where every page wants a login.
#include <gmock/gmock.h>

#include <sstream>

#include <portico/auth/app.hpp>
#include <portico/auth/guards.hpp>
#include <portico/auth/models.hpp>
#include <portico/auth/testing.hpp>
#include <portico/http/response.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/project.hpp>
#include <portico/routing/urls.hpp>
#include <portico/testing/client.hpp>
#include <portico/testing/test_hook.hpp>

namespace portico::auth {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Response inside(Request&) { return Response("inside"); }
Response about(Request&) { return Response("about us"); }

class ClosedSite : public testing::Test {
protected:
    explicit ClosedSite(bool closed = true) : project({.settings = {{"database.url", "sqlite::memory:"}, {"secret_key", "a secret of the tests"}, {"auth.closed", closed}}, .out = &out, .err = &out}) {
        project.install(app());
        project.install(App("pages").with(urls({
            path<inside>("inside/", "inside"),
            path<about>("about/", "about").with(Open{}),
        })));
    }
    std::ostringstream out;
    Project project;
};

TEST_F(ClosedSite, WantsALoginForAllThatIsNotOpen) {
    Project::Scope current(project);
    TestScope test(project);
    TestClient client(project);
    EXPECT_EQ(client.get("/inside/").location(), "/login/?next=/inside/");
    EXPECT_EQ(client.get("/about/").text(), "about us");
    EXPECT_THAT(client.get("/login/").text(), HasSubstr("Log in"));
    EXPECT_EQ(client.get("/password_reset/").status(), 200);
    EXPECT_EQ(client.get("/nowhere/").status(), 404);
    force_login(client, create_user("ann", "ann@example.org", "kelp forest"));
    EXPECT_EQ(client.get("/inside/").text(), "inside");
}

TEST_F(ClosedSite, SaysWhatIsOpen) {
    std::string told;
    for (const CheckMessage& one : project.check()) told += one.str() + "\n";
    EXPECT_THAT(told, AllOf(HasSubstr("auth.I001 the closed site: without a login people reach "), HasSubstr("about"), HasSubstr("auth:login"), Not(HasSubstr("inside"))));
}

class OpenSite : public ClosedSite {
protected:
    OpenSite() : ClosedSite(false) {}
};

TEST_F(OpenSite, WantsNone) {
    TestScope test(project);
    EXPECT_EQ(TestClient(project).get("/inside/").text(), "inside");
    for (const CheckMessage& one : project.check()) EXPECT_NE(one.id, "auth.I001");
}

}  // namespace
}  // namespace portico::auth
