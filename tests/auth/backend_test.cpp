/// Several ways to find out who somebody is, and what happens then.
#include <gmock/gmock.h>

#include <sstream>

#include <portico/auth/app.hpp>
#include <portico/auth/backends.hpp>
#include <portico/auth/login.hpp>
#include <portico/auth/models.hpp>
#include <portico/auth/passwords.hpp>
#include <portico/auth/receivers.hpp>
#include <portico/auth/session.hpp>
#include <portico/http/http_error.hpp>
#include <portico/http/response.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/project.hpp>
#include <portico/routing/urls.hpp>
#include <portico/testing/client.hpp>
#include <portico/testing/test_hook.hpp>

#include "../orm/test_database.hpp"

namespace portico::auth {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

/// A directory where the password is the name backwards, and "mallory" is barred.
struct Directory : Backend {
    std::string name() const override { return "directory"; }
    orm::Object authenticate(Request&, const Credentials& given) const override {
        if (given.login == "mallory") throw PermissionDenied();
        return std::string(given.login.rbegin(), given.login.rend()) == given.password ? UserModel::current().find(given.login) : orm::Object();
    }
    void add_permissions(const orm::Object&, PermissionSet& all) const override { all.insert("auth.view_group"); }
};

Response who(Request& request) {
    const CurrentUser& user = current_user(request);
    return Response(user ? user.login() + " by " + user.backend() + (user.has_perm("auth.view_group") ? ", views groups" : "") : "nobody");
}

std::vector<std::string> events;

class BackendTest : public testing::Test {
protected:
    void start(Map settings = {}) {
        settings.set("database.url", database.url());
        settings.set("secret_key", "a secret of the tests");
        project = std::make_unique<Project>(ProjectOptions{.settings = std::move(settings), .out = &out, .err = &out});
        project->install(app());
        project->install(App("pages")
                             .with(backend(std::make_shared<Directory>()))
                             .with(on_login([](Request&, const CurrentUser& user) { events.push_back(user.login() + " came"); }))
                             .with(on_logout([](Request&, const CurrentUser& user) { events.push_back(user.login() + " went"); }))
                             .with(on_login_failed([](Request&, std::string_view login) { events.push_back(std::string(login) + " failed"); }))
                             .with(urls({path<who>("who/", "who")})));
        events.clear();
        current.emplace(*project);
        test.emplace(*project);
        client.emplace(*project);
        create_user("ann", "ann@example.org", "kelp forest");
        create_user("mallory", "", "kelp forest");
    }
    std::string log_in(const std::string& name, const std::string& password) {
        client->post("/login/", {{"username", name}, {"password", password}});
        return client->get("/who/").text();
    }
    /// As a proxy at that address passes it on.
    std::string who_is(const std::string& said, const std::string& address = "10.0.0.1") {
        Headers headers;
        if (!said.empty()) headers.set("X-Remote-User", said);
        return client->get("/who/", {.headers = headers, .remote_address = address}).text();
    }

    orm::test::TestDatabase database;
    std::ostringstream out;
    std::unique_ptr<Project> project;
    std::optional<Project::Scope> current;
    std::optional<TestScope> test;
    std::optional<TestClient> client;
};

TEST_F(BackendTest, AreAskedOneAfterTheOther) {
    start();
    EXPECT_EQ(log_in("ann", "nna"), "ann by directory, views groups");
    client->post("/logout/");
    EXPECT_EQ(log_in("ann", "kelp forest"), "ann by django.contrib.auth.backends.ModelBackend, views groups");
}

TEST_F(BackendTest, OneMayEndTheAsking) {
    start();
    EXPECT_EQ(log_in("mallory", "kelp forest"), "nobody");
}

TEST_F(BackendTest, TheSettingChoosesThem) {
    start({{"auth.backends", List{"model"}}});
    EXPECT_EQ(log_in("ann", "nna"), "nobody");
    EXPECT_EQ(log_in("mallory", "kelp forest"), "mallory by django.contrib.auth.backends.ModelBackend");
}

TEST_F(BackendTest, UnknownNamesAreTold) {
    start();
    Project other({.settings = {{"database.url", "sqlite::memory:"}, {"secret_key", "x"}, {"auth.backends", List{"ldap"}}, {"auth.remote_user_header", "X-Remote-User"}}});
    other.install(app());
    std::string told;
    for (const CheckMessage& one : other.check()) told += one.str() + "\n";
    EXPECT_THAT(told, AllOf(HasSubstr("auth.E004 auth.backends: there is no backend \"ldap\""), HasSubstr("there are model, allow_all_users, remote_user"),
                            HasSubstr("auth.E005 auth.remote_user_header: no proxy is trusted")));
}

TEST_F(BackendTest, ASessionEndsWithItsBackend) {
    start();
    log_in("ann", "nna");
    const auto cookies = client->cookies();
    const std::string key = cookies.at("sessionid");
    Session session(key);
    session.set("_auth_user_backend", "ldap that is no more");
    session.save();
    EXPECT_EQ(client->get("/who/").text(), "nobody");
}

TEST_F(BackendTest, PeopleWhoAreNotActiveStayOutsideUnlessAllMayIn) {
    start({{"auth.backends", List{"allow_all_users"}}});
    User::objects.filter(F(&User::username) == "ann").update(F(&User::is_active) = false);
    EXPECT_EQ(log_in("ann", "kelp forest"), "ann by django.contrib.auth.backends.AllowAllUsersModelBackend");
}

TEST_F(BackendTest, TellWhoCameWentAndFailed) {
    start();
    log_in("ann", "wrong");
    log_in("ann", "nna");
    client->post("/logout/");
    EXPECT_THAT(events, ElementsAre("ann failed", "ann came", "ann went"));
}

TEST_F(BackendTest, AProxySaysWhoItIs) {
    start({{"auth.remote_user_header", "X-Remote-User"}, {"security.trusted_proxies", List{"10.0.0.1"}}});
    EXPECT_THAT(who_is("ann"), HasSubstr("ann by django.contrib.auth.backends.RemoteUserBackend"));
    EXPECT_THAT(who_is("new"), HasSubstr("new by django.contrib.auth.backends.RemoteUserBackend"));
    EXPECT_FALSE(is_usable_password(User::objects.get(F(&User::username) == "new").password));
    EXPECT_EQ(who_is(""), "nobody") << "who is no longer said is logged out";
    EXPECT_EQ(log_in("new", ""), "nobody");
}

TEST_F(BackendTest, OthersAreNotBelieved) {
    start({{"auth.remote_user_header", "X-Remote-User"}, {"security.trusted_proxies", List{"10.0.0.1"}}});
    EXPECT_EQ(who_is("ann", "203.0.113.7"), "nobody");
    EXPECT_EQ(client->get("/who/", {.headers = {{"X-Remote-User", "ann"}, {"X-Forwarded-For", "10.0.0.1"}}, .remote_address = "203.0.113.7"}).text(), "nobody");
}

TEST_F(BackendTest, ProxiesAreLookedAtBeforeAnythingElse) {
    start();
    EXPECT_EQ(project->middleware().front(), "proxies");
}

TEST_F(BackendTest, AProxyMakesNoAccountsWhereThatIsOff) {
    start({{"auth.remote_user_header", "X-Remote-User"}, {"auth.remote_user_create", false}, {"security.trusted_proxies", List{"10.0.0.1"}}});
    EXPECT_EQ(who_is("stranger"), "nobody");
    User::objects.filter(F(&User::username) == "ann").update(F(&User::is_active) = false);
    EXPECT_EQ(who_is("ann"), "nobody");
}

TEST_F(BackendTest, EveryLoginCostsOneHash) {
    start({{"auth.backends", List{"model"}}, {"auth.attempts", 0}});
    create_user("silent", "", "");
    create_user("gone", "", "kelp forest");
    User::objects.filter(F(&User::username) == "gone").update(F(&User::is_active) = false);
    User::objects.filter(F(&User::username) == "mallory").update(F(&User::password) = "odd");
    for (const char* name : {"ann", "nobody", "silent", "gone", "mallory"}) {
        const std::uint64_t before = password_hashes();
        log_in(name, "wrong");
        EXPECT_EQ(password_hashes() - before, 1u) << name;
    }
}

TEST_F(BackendTest, AskingForANewPasswordAndRegisteringCostTheSameForEverybody) {
    start({{"auth.registration", true}, {"auth.attempts", 0}});
    auto cost = [&](const std::string& page, std::vector<TestField> form) {
        const std::uint64_t before = password_hashes();
        client->post(page, form);
        return password_hashes() - before;
    };
    EXPECT_EQ(cost("/password_reset/", {{"email", "ann@example.org"}}), cost("/password_reset/", {{"email", "nobody@example.org"}}));
    std::vector<TestField> known{{"username", "x1"}, {"email", "ann@example.org"}, {"password1", "seaweed umbrella"}, {"password2", "seaweed umbrella"}}, unknown = known;
    unknown[0] = {"username", "x2"};
    unknown[1] = {"email", "nobody@example.org"};
    EXPECT_EQ(cost("/register/", known), 1u);
    EXPECT_EQ(cost("/register/", unknown), 1u);
}

}  // namespace
}  // namespace portico::auth
