/// The page of one's sessions.
#include <portico/auth/session.hpp>
#include <portico/auth/testing.hpp>
#include <portico/auth/user_sessions.hpp>
#include <portico/orm/query_set.hpp>

#include "session_site.hpp"

namespace portico::auth {

namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr const char* firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
constexpr const char* phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";

}  // namespace

struct UserSessions : OnBackend, testing::WithParamInterface<const char*> {
    UserSessions() : OnBackend(GetParam()) {}
    TestClient elsewhere{site_with(GetParam())};

    void log_in_twice() {
        log_in(client, "ann", firefox);
        log_in(elsewhere, "ann", phone);
    }
    std::string id_of(const char* agent) { return std::to_string(UserSession::objects.get(F(&UserSession::user_agent) == agent).id.value()); }
};

TEST_P(UserSessions, AreListed) {
    log_in_twice();
    const std::string page = client.get("/sessions/").text();
    EXPECT_THAT(page, AllOf(HasSubstr("<h2>Firefox on Linux</h2>"), HasSubstr("<strong>This one</strong>, from 127.0.0.1"), HasSubstr("<h2>Safari on an iPhone</h2>"),
                            HasSubstr("End all others")));
    EXPECT_THAT(page, HasSubstr("Seen just now, from 127.0.0.1"));
    EXPECT_THAT(page, AllOf(Not(HasSubstr(client.cookies()["sessionid"])), Not(HasSubstr(elsewhere.cookies()["sessionid"])))) << "nobody reads a key off the page";
}

TEST_P(UserSessions, OneIsEnded) {
    log_in_twice();
    EXPECT_EQ(client.post("/sessions/", {{"end", id_of(phone)}}).location(), "/sessions/");
    EXPECT_EQ(elsewhere.get("/who/").text(), "nobody");
    EXPECT_THAT(client.get("/sessions/").text(), AllOf(HasSubstr("The session was ended."), Not(HasSubstr("iPhone")), Not(HasSubstr("End all others"))));
}

TEST_P(UserSessions, AllOthersAreEnded) {
    log_in_twice();
    TestClient third(site_with(GetParam()));
    log_in(third);
    client.post("/sessions/", {{"others", "1"}});
    EXPECT_EQ(elsewhere.get("/who/").text(), "nobody");
    EXPECT_EQ(third.get("/who/").text(), "nobody");
    EXPECT_EQ(client.get("/who/").text(), "ann");
    EXPECT_THAT(client.get("/sessions/").text(), HasSubstr("2 other sessions were ended."));
}

TEST_P(UserSessions, AreNobodyElsesToEnd) {
    log_in_twice();
    create_user("bob", "", "kelp forest");
    TestClient bob(site_with(GetParam()));
    log_in(bob, "bob");
    for (const std::string& id : {id_of(phone), std::string("x"), std::string("9999999999999999999"), std::string()}) bob.post("/sessions/", {{"end", id}});
    bob.post("/sessions/", {{"others", "1"}});
    EXPECT_EQ(elsewhere.get("/who/").text(), "ann");
    EXPECT_THAT(bob.get("/sessions/").text(), Not(HasSubstr("iPhone")));
}

TEST_P(UserSessions, AreForThoseWhoAreLoggedIn) {
    EXPECT_EQ(client.get("/sessions/").location(), "/login/?next=/sessions/");
    log_in(client);
    client.enforce_csrf = true;
    EXPECT_EQ(client.post("/sessions/", {{"others", "1"}}).status(), 403);
}

TEST_P(UserSessions, AreSeenAgainAfterMinutes) {
    log_in(client);
    const auto row = [] { return UserSession::objects.get(); };
    const DateTime first = row().last_seen;
    client.get("/who/");
    EXPECT_EQ(row().last_seen, first);
    FrozenClock later(now() + 6min);
    client.get("/who/", {.remote_address = "2001:db8::7"});
    EXPECT_GE(row().last_seen, first + 6min);
    EXPECT_EQ(row().address, "2001:db8::7");
    EXPECT_LE(row().since, first);
}

TEST_P(UserSessions, OfBeforeAreNotedWhenTheyAreSeen) {
    force_login(client, ann);
    EXPECT_EQ(UserSession::objects.count(), 0);
    FrozenClock later(now() + 6min);
    client.get("/who/");
    EXPECT_EQ(UserSession::objects.count(), 1);
}

TEST_P(UserSessions, AreGoneWithALogout) {
    log_in_twice();
    elsewhere.post("/logout/");
    EXPECT_THAT(sessions_of(CurrentUser(orm::Object{&installed<User>(), std::make_shared<User>(ann)})), SizeIs(1));
    EXPECT_EQ(UserSession::objects.count(), 1);
}

TEST_P(UserSessions, StayTheSameWithANewPassword) {
    log_in_twice();
    const DateTime since = UserSession::objects.get(F(&UserSession::user_agent) == firefox).since;
    FrozenClock later(now() + 1min);
    client.post("/password_change/", {{"old_password", "kelp forest"}, {"new_password1", "seaweed umbrella"}, {"new_password2", "seaweed umbrella"}},
                {.headers = {{"User-Agent", firefox}}});
    const std::string page = client.get("/sessions/").text();
    EXPECT_THAT(page, AllOf(HasSubstr("Firefox on Linux"), Not(HasSubstr("iPhone"))));
    EXPECT_LT(UserSession::objects.get().since - since, 1s);
}

TEST_P(UserSessions, AreForgottenOnceTheyHaveEnded) {
    log_in_twice();
    EXPECT_EQ(UserSession::objects.count(), 2);
    FrozenClock later(now() + std::chrono::hours(24 * 15));
    EXPECT_THAT(sessions_of(CurrentUser(orm::Object{&installed<User>(), std::make_shared<User>(ann)})), IsEmpty());
    clear_expired_sessions();
    EXPECT_EQ(UserSession::objects.count(), 0);
}

INSTANTIATE_TEST_SUITE_P(On, UserSessions, testing::Values("database", "cache", "cached_database"), [](const auto& one) { return std::string(one.param); });

struct UserSessionsInCookies : OnBackend {
    UserSessionsInCookies() : OnBackend("cookie") {}
};

TEST_F(UserSessionsInCookies, AreNotKnown) {
    log_in(client);
    EXPECT_THAT(client.get("/sessions/").text(), HasSubstr("To end all other sessions, choose a new password."));
    EXPECT_EQ(client.post("/sessions/", {{"others", "1"}}).status(), 200);
    EXPECT_EQ(UserSession::objects.count(), 0);
}

TEST(Browsers, AreToldInWords) {
    EXPECT_EQ(browser_in_words(firefox), "Firefox on Linux");
    EXPECT_EQ(browser_in_words(phone), "Safari on an iPhone");
    EXPECT_EQ(browser_in_words("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"), "Edge on Windows");
    EXPECT_EQ(browser_in_words("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36"), "Chrome on Android");
    EXPECT_EQ(browser_in_words("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15"), "Safari on a Mac");
    EXPECT_EQ(browser_in_words("<script>alert(1)</script>"), "an unknown browser");
    EXPECT_EQ(browser_in_words(""), "an unknown browser");
}

}  // namespace portico::auth
