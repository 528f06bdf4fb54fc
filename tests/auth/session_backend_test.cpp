/// What sessions do wherever they are kept.
#include <sstream>

#include <portico/auth/current_user.hpp>
#include <portico/auth/session.hpp>
#include <portico/auth/testing.hpp>
#include <portico/base/log.hpp>
#include <portico/cache/cache.hpp>
#include <portico/http/http_error.hpp>
#include <portico/http/request.hpp>
#include <portico/http/response.hpp>
#include <portico/project/values.hpp>
#include <portico/routing/urls.hpp>

#include "../orm/test_database.hpp"
#include "session_site.hpp"

namespace portico::auth {

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Response count(Request& request) {
    Session& own = session(request);
    own.set("count", own.get<int>("count").value_or(0) + 1);
    return Response(own.get("count").str());
}
Response who(Request& request) { return Response(current_user(request).is_authenticated() ? current_user(request).login() : "nobody"); }
Response cart(Request& request) {
    auth::Session& session = auth::session(request);
    Cart cart = session.get<Cart>("cart").value_or(Cart());
    cart.lines.push_back({.article = "lamp", .count = static_cast<int>(cart.lines.size()) + 1});
    session.set("cart", cart);
    return Response(std::to_string(session.get<Cart>("cart")->lines.back().count));
}
Response missing(Request& request) {
    session(request).set("count", 10);
    throw Http404("No such thing.");
}
Response large(Request& request) {
    session(request).set("text", std::string(4000, 'x'));
    return Response("large");
}
Response for_seconds(Request& request, std::int64_t span) {
    session(request).set_expiry(std::chrono::seconds(span));
    return Response("ok");
}
Response until(Request& request, std::int64_t span) {
    session(request).set_expiry(now() + std::chrono::seconds(span));
    return Response("ok");
}
Response keys(Request& request) {
    std::string all;
    for (const std::string& key : session(request).keys()) all += key + " ";
    return Response(all);
}

std::ostringstream output;

}  // namespace

Map session_site_settings(const std::string& backend) {
    auto* const database = new orm::test::TestDatabase;  // it goes with the program
    return {{"database.url", database->url()}, {"secret_key", "a secret of the tests"}, {"allowed_hosts", List{"testserver"}}, {"session.backend", backend}};
}

void install_session_site(Project& project) {
    project.install(app());
    project.install(App("pages")
                        .with(values<Cart>())
                        .with(urls({path<count>("count/"), path<who>("who/"), path<cart>("cart/"), path<missing>("missing/"), path<large>("large/"),
                                    path<for_seconds>("for/<int:span>/"), path<until>("until/<int:span>/"), path<keys>("keys/")})));
}

Project& site_with(const std::string& backend) {
    static std::map<std::string, std::unique_ptr<Project>> sites;
    std::unique_ptr<Project>& site = sites[backend];
    if (!site) {
        site = std::make_unique<Project>(ProjectOptions{.settings = session_site_settings(backend), .out = &output, .err = &output});
        install_session_site(*site);
    }
    return *site;
}

struct SessionBackends : OnBackend, testing::WithParamInterface<const char*> {
    SessionBackends() : OnBackend(GetParam()) {}
    bool in_cookies() const { return GetParam() == std::string_view("cookie"); }
};

TEST_P(SessionBackends, KeepValues) {
    EXPECT_EQ(client.get("/count/").text(), "1");
    EXPECT_EQ(client.get("/count/").text(), "2");
    EXPECT_EQ(client.get("/keys/").text(), "count ");
    TestClient another(site_with(GetParam()));
    EXPECT_EQ(another.get("/count/").text(), "1");
}

TEST_P(SessionBackends, KeepStructs) {
    client.get("/cart/");
    EXPECT_EQ(client.get("/cart/").text(), "2");
    EXPECT_EQ(client.get("/cart/").text(), "3");
}

TEST_P(SessionBackends, KeepWhatWasSetBeforeA404) {
    const auto answer = client.get("/missing/");
    EXPECT_EQ(answer.status(), 404);
    client.cookies()["sessionid"] = std::string(answer.header("Set-Cookie")).substr(10, std::string(answer.header("Set-Cookie")).find(';') - 10);
    EXPECT_EQ(client.get("/count/").text(), "11");
}

TEST_P(SessionBackends, EndWithTheirTime) {
    client.get("/count/");
    FrozenClock later(now() + std::chrono::hours(24 * 15));
    EXPECT_EQ(client.get("/count/").text(), "1");
}

TEST_P(SessionBackends, HaveATimeOfTheirOwn) {
    client.get("/count/");
    EXPECT_EQ(client.get("/for/60/").cookies().at(0).max_age, 60s);
    {
        FrozenClock later(now() + 59s);
        EXPECT_EQ(client.get("/count/").text(), "2");
    }
    FrozenClock later(now() + 2min);
    EXPECT_EQ(client.get("/count/").text(), "1");
}

TEST_P(SessionBackends, EndAtAMoment) {
    FrozenClock start(at(Date(std::chrono::year(2026), std::chrono::month(11), std::chrono::day(22))));
    client.get("/count/");
    EXPECT_EQ(client.get("/until/100/").cookies().at(0).max_age, 100s);
    {
        FrozenClock later(now() + 90s);
        EXPECT_EQ(client.get("/count/").cookies().at(0).max_age, 10s) << "saving it again lets it live no longer";
    }
    FrozenClock later(now() + 101s);
    EXPECT_EQ(client.get("/count/").text(), "1");
}

TEST_P(SessionBackends, EndWithTheBrowser) {
    client.get("/count/");
    EXPECT_EQ(client.get("/for/0/").cookies().at(0).max_age, std::nullopt);
    EXPECT_EQ(client.get("/count/").text(), "2");
}

TEST_P(SessionBackends, AreOthersAfterALogin) {
    client.get("/count/");
    TestClient thief(site_with(GetParam()));
    thief.cookies() = client.cookies();
    EXPECT_EQ(log_in(client).status(), 302);
    EXPECT_NE(client.cookies()["sessionid"], thief.cookies()["sessionid"]);
    EXPECT_EQ(client.get("/who/").text(), "ann");
    EXPECT_EQ(client.get("/count/").text(), "2");
    EXPECT_EQ(thief.get("/who/").text(), "nobody");
}

TEST_P(SessionBackends, AreEmptyForAnother) {
    create_user("bob", "", "kelp forest");
    log_in(client);
    client.get("/count/");
    log_in(client, "bob");
    EXPECT_EQ(client.get("/count/").text(), "1");
}

TEST_P(SessionBackends, EndWithALogout) {
    log_in(client);
    client.get("/count/");
    TestClient thief(site_with(GetParam()));
    thief.cookies() = client.cookies();
    client.post("/logout/");
    EXPECT_FALSE(client.cookies().contains("sessionid"));
    EXPECT_EQ(client.get("/count/").text(), "1");
    // What a browser keeps by itself nobody can take away: see docs/reference/sessions.md.
    EXPECT_EQ(thief.get("/who/").text(), in_cookies() ? "ann" : "nobody");
}

TEST_P(SessionBackends, OfOthersEndWithANewPassword) {
    TestClient elsewhere(site_with(GetParam()));
    log_in(elsewhere);
    force_login(client, ann);
    EXPECT_EQ(elsewhere.get("/who/").text(), "ann");
    const auto answer = client.post("/password_change/", {{"old_password", "kelp forest"}, {"new_password1", "seaweed umbrella"}, {"new_password2", "seaweed umbrella"}});
    EXPECT_EQ(answer.location(), "/password_change/done/") << answer.text();
    EXPECT_EQ(client.get("/who/").text(), "ann");
    EXPECT_EQ(elsewhere.get("/who/").text(), "nobody");
}

TEST_P(SessionBackends, AreNotForged) {
    client.get("/count/");
    std::string& cookie = client.cookies()["sessionid"];
    for (const std::string& other : {std::string(32, 'a'), cookie.substr(1), cookie + "A", std::string("x"), std::string(5000, 'a'), std::string("../../etc")}) {
        TestClient another(site_with(GetParam()));
        another.cookies()["sessionid"] = other;
        EXPECT_EQ(another.get("/count/").text(), "1") << other;
        EXPECT_NE(another.cookies()["sessionid"], other);
    }
}

TEST_P(SessionBackends, AreCleared) {
    client.get("/count/");
    log_in(client);
    EXPECT_EQ(site_with(GetParam()).run({"clearsessions"}), 0);
    EXPECT_EQ(client.get("/who/").text(), "ann");
    FrozenClock later(now() + std::chrono::hours(24 * 15));
    EXPECT_EQ(site_with(GetParam()).run({"clearsessions"}), 0);
    EXPECT_EQ(SessionRow::objects.count(), 0);
    EXPECT_EQ(client.get("/who/").text(), "nobody");
}

INSTANTIATE_TEST_SUITE_P(On, SessionBackends, testing::Values("database", "cache", "cached_database", "cookie"), [](const auto& one) { return std::string(one.param); });

struct SealedSessions : OnBackend {
    SealedSessions() : OnBackend("cookie") {}
};

TEST_F(SealedSessions, AskNoDatabaseAndShowNothing) {
    client.get("/count/");
    EXPECT_EQ(SessionRow::objects.count(), 0);
    EXPECT_THAT(client.cookies()["sessionid"], Not(HasSubstr("count")));
}

TEST_F(SealedSessions, ThatAreTooLargeAreToldAbout) {
    log::Capture log;
    EXPECT_EQ(client.get("/large/").status(), 500);
    EXPECT_THAT(log.text(), HasSubstr("bytes as a cookie, and browsers take 4096"));
}

TEST_F(SealedSessions, OfAFormerSecretGoOn) {
    client.get("/count/");
    Map settings = session_site_settings("cookie");
    settings.set("secret_key", "a new secret of the tests");
    std::ostringstream out;
    Project stranger({.settings = settings, .out = &out, .err = &out});
    install_session_site(stranger);
    settings.set("secret_key_fallbacks", List{"a secret of the tests"});
    Project successor({.settings = settings, .out = &out, .err = &out});
    install_session_site(successor);
    TestClient at_stranger(stranger), at_successor(successor);
    at_stranger.cookies() = at_successor.cookies() = client.cookies();
    EXPECT_EQ(at_stranger.get("/count/").text(), "1");
    EXPECT_EQ(at_successor.get("/count/").text(), "2");
}

struct CachedSessions : OnBackend {
    CachedSessions() : OnBackend("cached_database") {}
};

TEST_F(CachedSessions, AreReadFromTheCache) {
    client.get("/count/");
    TestClient thief(site_with("cached_database"));
    thief.cookies() = client.cookies();
    SessionRow::objects.delete_();  // by somebody who knows nothing of the cache
    EXPECT_EQ(thief.get("/keys/").text(), "count ");
    FrozenClock later(now() + 6min);
    EXPECT_EQ(thief.get("/keys/").text(), "") << "a copy does not live for long";
}

TEST_F(CachedSessions, CopiesLiveNoLongerThanTheSession) {
    client.get("/for/60/");
    cache::clear();
    EXPECT_EQ(client.get("/keys/").text(), "_session_expiry ");
    FrozenClock later(now() + 2min);
    EXPECT_EQ(client.get("/keys/").text(), "");
}

TEST_F(CachedSessions, ThatWereEndedElsewhereAreNotWrittenAgain) {
    client.get("/count/");
    SessionRow::objects.delete_();
    log::Capture log;
    client.get("/count/");
    EXPECT_THAT(log.text(), HasSubstr("a session was deleted while its request ran"));
    EXPECT_EQ(SessionRow::objects.count(), 0);
    EXPECT_EQ(client.get("/count/").text(), "1");
}

TEST_F(CachedSessions, GoOnWithoutTheCache) {
    client.get("/count/");
    cache::clear();
    EXPECT_EQ(client.get("/count/").text(), "2");
    EXPECT_EQ(SessionRow::objects.count(), 1);
}

struct SavedEachTime : testing::Test {};

TEST_F(SavedEachTime, SessionsLiveFromTheLastRequestOn) {
    Map settings = session_site_settings("database");
    settings.set("session.save_every_request", true);
    settings.set("session.age", "1h");
    std::ostringstream out;
    Project project({.settings = settings, .out = &out, .err = &out});
    install_session_site(project);
    project.start();
    Project::Scope current(project);
    TestScope scope(project);
    TestClient client(project);
    client.get("/count/");
    FrozenClock soon(now() + 50min);
    EXPECT_EQ(client.get("/keys/").text(), "count ");
    FrozenClock later(now() + 50min);
    EXPECT_EQ(client.get("/keys/").text(), "count ");
}

}  // namespace portico::auth
