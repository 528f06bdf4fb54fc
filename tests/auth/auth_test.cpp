#include "auth_test.hpp"

#include <sstream>

#include <portico/auth/guards.hpp>
#include <portico/auth/login.hpp>
#include <portico/auth/messages.hpp>
#include <portico/auth/passwords.hpp>
#include <portico/auth/session.hpp>
#include <portico/auth/testing.hpp>
#include <portico/auth/tokens.hpp>
#include <portico/http/response.hpp>
#include <portico/middleware/csrf.hpp>
#include <portico/routing/urls.hpp>

#include "../orm/test_database.hpp"

namespace portico::auth {

namespace {

Response who(Request& request) { return Response(current_user(request).is_authenticated() ? current_user(request).login() : "nobody"); }
Response members(Request& request) { return Response("hello " + current_user(request).as<User>().email); }
Response publish(Request&) { return Response("published"); }
Response tell(Request& request) {
    messages(request).success("Saved <it>.");
    return redirect("/login/");
}
Response count(Request& request) {
    auto before = session(request).get("count", 0).as_integer();
    session(request).set("count", before.value_or(0) + 1);
    return Response(session(request).get("count").str());
}

Response by_token(Request& request) {
    const auto user = token_user(request);
    return Response(user ? user->login() : "nobody");
}
Response by_token_to_write(Request& request) { return Response(token_user(request, {"posts:write"})->login()); }

App pages() {
    return App("pages").with(urls({path<who>("who/"), path<members>("members/").use(login_required()),
                                   path<publish>("publish/").use(permission_required("auth.add_group")), path<tell>("tell/"),
                                   path<count>("count/"), path<by_token>("token/"), path<by_token_to_write>("token/write/")}));
}

std::ostringstream output;

}  // namespace

Project& site() {
    static Project project({.settings = {{"database.url", orm::test::url_for_the_program()}, {"secret_key", "a secret of the tests"}, {"allowed_hosts", List{"testserver"}}, {"auth.registration", true}}, .out = &output});
    static const bool installed_once = (project.install(app()), project.install(pages()), true);
    (void)installed_once;
    return project;
}

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST_F(AuthTest, LogsInAndOut) {
    auto answer = log_in("ann", "kelp forest");
    EXPECT_EQ(answer.status(), 302);
    EXPECT_EQ(answer.location(), "/");
    EXPECT_EQ(client.get("/who/").text(), "ann");
    EXPECT_EQ(client.post("/logout/").status(), 200);
    EXPECT_EQ(client.get("/who/").text(), "nobody");
}

TEST_F(AuthTest, RefusesAWrongPasswordAndKeepsTheName) {
    auto answer = log_in("ann", "kelp");
    EXPECT_EQ(answer.status(), 200);
    EXPECT_THAT(answer.text(), AllOf(HasSubstr("Please enter a correct username and password."), HasSubstr(R"(value="ann")"),
                                     Not(HasSubstr("kelp"))));
    EXPECT_EQ(client.get("/who/").text(), "nobody");
}

TEST_F(AuthTest, RefusesPeopleWhoAreNotActiveOrUnknown) {
    ann.is_active = false;
    ann.save();
    EXPECT_EQ(log_in("ann", "kelp forest").status(), 200);
    EXPECT_EQ(log_in("nobody", "kelp forest").status(), 200);
}

TEST_F(AuthTest, NotesTheLastLogin) {
    log_in("ann", "kelp forest");
    EXPECT_TRUE(User::objects.get(F(&User::username) == "ann").last_login);
}

TEST_F(AuthTest, RenewsOldHashesAtLogin) {
    ann.password = make_password("kelp forest", "pbkdf2_sha256", PasswordCost::low);
    ann.save();
    log_in("ann", "kelp forest");
    EXPECT_THAT(User::objects.get(F(&User::username) == "ann").password, StartsWith("argon2$"));
    EXPECT_EQ(client.get("/who/").text(), "ann");
}

TEST_F(AuthTest, SendsToTheLoginAndBack) {
    auto answer = client.get("/members/?a=1");
    EXPECT_EQ(answer.location(), "/login/?next=/members/%3Fa%3D1");
    auto page = client.get(answer.location());
    EXPECT_THAT(page.text(), HasSubstr(R"(name="next" value="/members/?a=1")"));
    auto back = client.post("/login/", {{"username", "ann"}, {"password", "kelp forest"}, {"next", "/members/?a=1"}});
    EXPECT_EQ(back.location(), "/members/?a=1");
    EXPECT_EQ(client.get("/members/").text(), "hello ann@example.org");
}

TEST_F(AuthTest, NeverLeadsToAnotherSite) {
    for (const char* place : {"https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"}) {
        auto answer = client.post("/login/", {{"username", "ann"}, {"password", "kelp forest"}, {"next", place}});
        EXPECT_EQ(answer.location(), "/") << place;
    }
}

TEST_F(AuthTest, ClientsOfJsonGetA401) {
    EXPECT_EQ(client.get("/members/", {.headers = {{"Accept", "application/json"}}}).status(), 401);
}

TEST_F(AuthTest, PermissionsComeFromTheUserAndTheirGroups) {
    force_login(client, ann);
    EXPECT_EQ(client.get("/publish/").status(), 403);
    auto permission = Permission::objects.get(F(&Permission::codename) == "add_group");
    auto editors = Group::objects.create({.name = "Editors"});
    editors.related(&Group::permissions).add(permission);
    ann.related(&User::groups).add(editors);
    EXPECT_EQ(client.get("/publish/").status(), 200);
    ann.related(&User::groups).clear();
    EXPECT_EQ(client.get("/publish/").status(), 403);
    ann.related(&User::user_permissions).add(permission);
    EXPECT_EQ(client.get("/publish/").status(), 200);
}

TEST_F(AuthTest, SuperusersMayDoEverything) {
    force_login(client, create_superuser("root", "", "kelp forest"));
    EXPECT_EQ(client.get("/publish/").status(), 200);
}

TEST_F(AuthTest, EveryModelHasFourPermissions) {
    auto type = ContentType::objects.get(F(&ContentType::app_label) == "auth" && F(&ContentType::model) == "group");
    auto codes = Permission::objects.filter(F(&Permission::content_type) == type).values_list(&Permission::codename);
    EXPECT_THAT(codes, testing::UnorderedElementsAre("add_group", "change_group", "delete_group", "view_group"));
}

TEST_F(AuthTest, LoginChangesTheSessionKeyAndKeepsItsData) {
    client.get("/count/");
    std::string before = client.cookies()["sessionid"];
    log_in("ann", "kelp forest");
    EXPECT_NE(client.cookies()["sessionid"], before);
    EXPECT_EQ(client.get("/count/").text(), "2");
    EXPECT_FALSE(SessionRow::objects.exists(F(&SessionRow::session_key) == before));
}

TEST_F(AuthTest, SomebodyElsesLoginEmptiesTheSession) {
    create_user("bob", "", "kelp forest");
    log_in("ann", "kelp forest");
    client.get("/count/");
    log_in("bob", "kelp forest");
    EXPECT_EQ(client.get("/count/").text(), "1");
}

TEST_F(AuthTest, LoginChangesTheCsrfToken) {
    client.get("/login/");
    std::string before = client.cookies()["csrftoken"];
    log_in("ann", "kelp forest");
    EXPECT_NE(client.cookies()["csrftoken"], before);
}

TEST_F(AuthTest, APasswordChangeEndsOtherSessions) {
    TestClient elsewhere(site());
    force_login(elsewhere, ann);
    force_login(client, ann);
    auto answer = client.post("/password_change/", {{"old_password", "kelp forest"}, {"new_password1", "seaweed umbrella"},
                                                    {"new_password2", "seaweed umbrella"}});
    EXPECT_EQ(answer.location(), "/password_change/done/");
    EXPECT_EQ(client.get("/who/").text(), "ann");
    EXPECT_EQ(elsewhere.get("/who/").text(), "nobody");
    EXPECT_TRUE(check_password("seaweed umbrella", User::objects.get(F(&User::username) == "ann").password));
}

TEST_F(AuthTest, APasswordChangeWantsTheOldOneAndAGoodNewOne) {
    force_login(client, ann);
    auto answer = client.post("/password_change/", {{"old_password", "wrong"}, {"new_password1", "12345678"}, {"new_password2", "12345678"}});
    EXPECT_THAT(answer.text(), AllOf(HasSubstr("Your old password was entered incorrectly."), HasSubstr("This password is too common."),
                                     HasSubstr("This password is entirely numeric.")));
}

TEST_F(AuthTest, LogoutIsByPostOnly) {
    force_login(client, ann);
    EXPECT_EQ(client.get("/logout/").status(), 405);
    EXPECT_EQ(client.get("/who/").text(), "ann");
}

TEST_F(AuthTest, LoginIsGuardedAgainstForgery) {
    client.enforce_csrf = true;
    EXPECT_EQ(log_in("ann", "kelp forest").status(), 403);
}

TEST_F(AuthTest, MessagesAreShownOnce) {
    client.get("/tell/");
    EXPECT_THAT(client.get("/login/").text(), HasSubstr(R"(<p class="message success" role="status">Saved &lt;it&gt;.</p>)"));
    EXPECT_THAT(client.get("/login/").text(), Not(HasSubstr("Saved")));
}

TEST_F(AuthTest, MigrationsAreThoseOfTheModels) { EXPECT_EQ(site().run({"makemigrations", "--check"}), 0) << output.str(); }

TEST_F(AuthTest, CreatesuperuserTakesTheEnvironment) {
    setenv("PORTICO_SUPERUSER_PASSWORD", "seaweed umbrella", 1);
    EXPECT_EQ(site().run({"createsuperuser", "--noinput", "--username", "root", "--email", "root@example.org"}), 0);
    unsetenv("PORTICO_SUPERUSER_PASSWORD");
    auto root = User::objects.get(F(&User::username) == "root");
    EXPECT_TRUE(root.is_superuser && root.is_staff && root.is_active);
    EXPECT_TRUE(check_password("seaweed umbrella", root.password));
}

TEST_F(AuthTest, CreatesuperuserRefusesATakenName) {
    EXPECT_EQ(site().run({"createsuperuser", "--noinput", "--username", "ann"}), 1);
}

TEST_F(AuthTest, ChangepasswordEndsSessions) {
    force_login(client, ann);
    setenv("PORTICO_PASSWORD", "seaweed umbrella", 1);
    EXPECT_EQ(site().run({"changepassword", "ann"}), 0);
    unsetenv("PORTICO_PASSWORD");
    EXPECT_EQ(client.get("/who/").text(), "nobody");
    EXPECT_EQ(log_in("ann", "seaweed umbrella").status(), 302);
}

}  // namespace
}  // namespace portico::auth
