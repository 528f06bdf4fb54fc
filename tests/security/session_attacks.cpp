/// Sessions, forged requests, guessing, and telling who has an account.
#include <thread>

#include <portico/auth/passwords.hpp>
#include <portico/auth/session.hpp>
#include <portico/auth/throttle.hpp>
#include <portico/auth/user_model.hpp>
#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
#include <portico/mail/send.hpp>
#include <portico/orm/query_set.hpp>

#include "attacked_site.hpp"

namespace attacked {

using namespace portico;

// Session fixation

class AttackSessions : public Attack {};

TEST_F(AttackSessions, AKeyPlantedInABrowserIsNotTaken) {
    attacker.cookies["sessionid"] = "planted0planted0planted0planted0";
    attacker.get("/count/");
    EXPECT_NE(attacker.cookies["sessionid"], "planted0planted0planted0planted0");
}

TEST_F(AttackSessions, AKeyThatTheAttackerBeganIsWorthNothingAfterTheVictimsLogin) {
    attacker.get("/count/");
    Attacker victim;
    victim.cookies["sessionid"] = attacker.cookies.at("sessionid");
    EXPECT_EQ(victim.log_in(user.username).status, 302);
    EXPECT_EQ(victim.who(), user.username);
    EXPECT_EQ(attacker.who(), "nobody");
}

TEST_F(AttackSessions, AStolenKeyDiesWithLogoutAndPasswordChange) {
    Attacker victim;
    victim.log_in(user.username);
    attacker.cookies = victim.cookies;
    EXPECT_EQ(attacker.who(), user.username);
    victim.post_with_token("/logout/", {});
    EXPECT_EQ(attacker.who(), "nobody");
    victim.log_in(user.username);
    attacker.cookies = victim.cookies;
    EXPECT_EQ(victim.post_with_token("/password_change/", {{"old_password", "kelp forest"}, {"new_password1", "seaweed umbrella"}, {"new_password2", "seaweed umbrella"}}).status, 302);
    EXPECT_EQ(attacker.who(), "nobody");
    EXPECT_EQ(victim.who(), user.username);
}

TEST_F(AttackSessions, OddKeysAreNoKeys) {
    for (const char* key : {"' OR 1=1 --", "../../etc/passwd", "%00", "aaaaaaaa", "", "😀😀😀😀😀😀😀😀"}) {
        attacker.cookies["sessionid"] = key;
        EXPECT_EQ(attacker.who(), "nobody") << key;
    }
}

// Cookies

TEST_F(AttackSessions, CookiesAreNotForScriptsAndOnlySentOverTlsThere) {
    const std::string plain = attacker.get("/count/").head;
    EXPECT_THAT(plain, AllOf(HasSubstr("HttpOnly"), HasSubstr("SameSite=Lax"), HasSubstr("Path=/"), Not(HasSubstr("Secure"))));
    Attacker over_tls;
    const std::string secure = over_tls.get("/count/", {{"X-Forwarded-Proto", "https"}}).head;
    EXPECT_THAT(secure, AllOf(HasSubstr("HttpOnly"), HasSubstr("SameSite=Lax"), HasSubstr("Secure")));
    const std::string csrf = over_tls.get("/login/", {{"X-Forwarded-Proto", "https"}}).head;
    EXPECT_THAT(csrf, testing::ContainsRegex("Set-Cookie: csrftoken=[^\r]*SameSite=Lax"));
    EXPECT_THAT(csrf, testing::ContainsRegex("Set-Cookie: csrftoken=[^\r]*Secure"));
    Attacker plain_again;
    EXPECT_THAT(plain_again.get("/login/").head, Not(testing::ContainsRegex("Set-Cookie: csrftoken=[^\r]*Secure")));
}

// Cross-site request forgery

class AttackForgery : public Attack {
protected:
    AttackForgery() {
        victim.log_in(user.username);
        token = victim.token();
    }
    /// A form of another page, sent by the victim's browser.
    int forged(const Form& form, const Headers& headers = {}) { return victim.post("/notes/", form, headers).status; }
    Attacker victim;
    std::string token;
};

TEST_F(AttackForgery, WithoutATokenNothingIsDone) {
    EXPECT_EQ(forged({{"text", "forged"}}), 403);
    EXPECT_EQ(forged({{"text", "forged"}, {"csrfmiddlewaretoken", ""}}), 403);
    EXPECT_EQ(forged({{"text", "forged"}, {"csrfmiddlewaretoken", std::string(64, 'a')}}), 403);
    EXPECT_EQ(forged({{"text", "forged"}, {"csrfmiddlewaretoken", "short"}}), 403);
    EXPECT_EQ(victim.post("/notes/?csrfmiddlewaretoken=" + token, {{"text", "forged"}}).status, 403) << "not by the address";
    EXPECT_FALSE(Note::objects.exists(F(&Note::text) == "forged"));
}

TEST_F(AttackForgery, TheAttackersTokenIsNotTheVictims) {
    EXPECT_EQ(forged({{"text", "forged"}, {"csrfmiddlewaretoken", attacker.token()}}), 403);
    EXPECT_EQ(forged({{"text", "forged"}}, {{"X-CSRFToken", attacker.token()}}), 403);
}

TEST_F(AttackForgery, OtherOriginsAreRefusedEvenWithTheToken) {
    const Form good{{"text", "by the victim"}, {"csrfmiddlewaretoken", token}};
    for (const char* origin : {"https://evil.example", "http://evil.example", "null", "https://example.org", "http://example.org.evil.example", "http://example.org:8080", "http://example.org@evil.example", "example.org"})
        EXPECT_EQ(forged(good, {{"Origin", origin}}), 403) << origin;
    EXPECT_EQ(forged(good, {{"Sec-Fetch-Site", "cross-site"}}), 403);
    EXPECT_EQ(forged(good, {{"Origin", "http://example.org"}}), 302);
    EXPECT_EQ(forged(good, {{"Sec-Fetch-Site", "same-origin"}}), 302);
}

TEST_F(AttackForgery, OverTlsTheRefererMustBeThisSite) {
    const Form good{{"text", "by the victim"}, {"csrfmiddlewaretoken", token}};
    auto over_tls = [&](const Headers& more) {
        Headers headers{{"X-Forwarded-Proto", "https"}};
        headers.insert(headers.end(), more.begin(), more.end());
        return forged(good, headers);
    };
    EXPECT_EQ(over_tls({}), 403);
    EXPECT_EQ(over_tls({{"Referer", "http://example.org/notes/"}}), 403) << "an insecure page of this host";
    EXPECT_EQ(over_tls({{"Referer", "https://evil.example/https://example.org/"}}), 403);
    EXPECT_EQ(over_tls({{"Referer", "https://example.org/notes/"}}), 302);
}

TEST_F(AttackForgery, OtherMethodsAndTypesAreNoWayRound) {
    EXPECT_EQ(victim.send("PUT", "/notes/", "application/x-www-form-urlencoded", "text=forged").status, 403);
    EXPECT_EQ(victim.send("DELETE", "/notes/", "", "").status, 403);
    EXPECT_EQ(victim.send("POST", "/notes/", "text/plain", "text=forged").status, 403);
    EXPECT_EQ(victim.send("POST", "/notes/", "application/json", R"({"text": "forged"})").status, 403);
    victim.get("/notes/?_method=POST&text=forged", {{"X-HTTP-Method-Override", "POST"}});
    EXPECT_EQ(victim.get("/logout/").status, 405);
    EXPECT_EQ(victim.who(), user.username);
    EXPECT_FALSE(Note::objects.exists(F(&Note::text) == "forged"));
}

TEST_F(AttackForgery, LoginAndLogoutAreGuardedToo) {
    EXPECT_EQ(victim.post("/login/", {{"username", "attacker"}, {"password", "x"}}).status, 403);
    EXPECT_EQ(victim.post("/logout/", {}).status, 403);
    EXPECT_EQ(victim.post("/admin/logout/", {}).status, 403);
}

TEST_F(AttackForgery, EndpointsTakeWhatNoFormCanSendAndAskForTheOrigin) {
    const std::string body = R"({"text": "forged by json"})";
    EXPECT_EQ(victim.send("POST", "/api/notes/", "text/plain", body).status, 422) << "what a form can send";
    EXPECT_EQ(victim.send("POST", "/api/notes/", "application/json", body, {{"Origin", "https://evil.example"}}).status, 403);
    EXPECT_FALSE(Note::objects.exists(F(&Note::text) == "forged by json"));
    EXPECT_EQ(victim.send("OPTIONS", "/api/notes/", "", "", {{"Origin", "https://evil.example"}, {"Access-Control-Request-Method", "POST"}}).header("access-control-allow-origin"), "");
}

// Brute force

class AttackGuessing : public Attack {};

TEST_F(AttackGuessing, AfterFiveFailuresTheRightPasswordDoesNotHelpEither) {
    for (int i = 0; i < 5; ++i) attacker.log_in(user.username, "wrong", {}, {{"X-Forwarded-For", "203.0.113.9"}});
    EXPECT_THAT(attacker.log_in(user.username, "kelp forest", {}, {{"X-Forwarded-For", "203.0.113.9"}}).body, HasSubstr("Too many attempts have failed."));
    EXPECT_EQ(attacker.who(), "nobody");
}

TEST_F(AttackGuessing, AForwardedAddressThatIsMadeUpDoesNotHelp) {
    for (int i = 0; i < 5; ++i) attacker.log_in(user.username, "wrong", {}, {{"X-Forwarded-For", "198.51.100." + std::to_string(i) + ", 203.0.113.10"}});
    EXPECT_THAT(attacker.log_in(user.username, "wrong", {}, {{"X-Forwarded-For", "198.51.100.99, 203.0.113.10"}}).body, HasSubstr("Too many attempts have failed."));
}

TEST_F(AttackGuessing, TheAdminsLoginCountsAsWell) {
    for (int i = 0; i < 5; ++i) attacker.post_with_token("/admin/login/", {{"username", user.username}, {"password", "wrong"}}, {{"X-Forwarded-For", "203.0.113.11"}});
    EXPECT_THAT(attacker.log_in(user.username, "kelp forest", {}, {{"X-Forwarded-For", "203.0.113.11"}}).body, HasSubstr("Too many attempts have failed."));
}

// Enumeration

class AttackEnumeration : public Attack {
protected:
    /// A page without what differs from one to the next anyway.
    static std::string bare(std::string page, const std::string& name) {
        page = std::regex_replace(page, std::regex("name=\"csrfmiddlewaretoken\" value=\"[^\"]+\""), "");
        return text::replace_all(page, name, "NAME");
    }
    std::pair<std::string, std::uint64_t> answer(const std::string& page, const Form& form, const std::string& name) {
        Attacker one;
        const std::uint64_t before = auth::password_hashes();
        const Reply reply = one.post_with_token(page, form, {{"X-Forwarded-For", "203.0.113.20"}});
        return {std::to_string(reply.status) + reply.header("location") + bare(reply.body, name), auth::password_hashes() - before};
    }
};

TEST_F(AttackEnumeration, LoginsOfKnownAndUnknownPeopleAreAnsweredAlikeAndCostTheSame) {
    auto known = answer("/login/", {{"username", user.username}, {"password", "wrong"}}, user.username);
    EXPECT_EQ(known.second, 1u);
    EXPECT_EQ(known, answer("/login/", {{"username", "stranger"}, {"password", "wrong"}}, "stranger"));
    auth::User::objects.filter(F(&auth::User::username) == user.username).update(F(&auth::User::is_active) = false);
    EXPECT_EQ(known, answer("/login/", {{"username", user.username}, {"password", "kelp forest"}}, user.username)) << "not even with the right password";
    EXPECT_EQ(answer("/admin/login/", {{"username", user.username}, {"password", "wrong"}}, user.username), answer("/admin/login/", {{"username", "stranger"}, {"password", "wrong"}}, "stranger"));
}

TEST_F(AttackEnumeration, AskingForANewPasswordTellsNothing) {
    auto known = answer("/password_reset/", {{"email", user.email}}, user.email);
    EXPECT_EQ(known, answer("/password_reset/", {{"email", "stranger@example.org"}}, "stranger@example.org"));
    EXPECT_EQ(known.second, 0u);
}

TEST_F(AttackEnumeration, RegisteringAKnownAddressTellsNothing) {
    auto form = [](const std::string& name, const std::string& email) { return Form{{"username", name}, {"email", email}, {"password1", "seaweed umbrella"}, {"password2", "seaweed umbrella"}}; };
    auto known = answer("/register/", form("fresh-" + user.username, user.email), user.email);
    EXPECT_EQ(known, answer("/register/", form("other-" + user.username, "new-" + user.email), "new-" + user.email));
    EXPECT_EQ(known.second, 1u);
}

// Reset links

class AttackResetLinks : public Attack {
protected:
    std::string link_for(const std::string& email, const Headers& headers = {}) {
        mail::clear_outbox();
        const Reply reply = attacker.post_with_token("/password_reset/", {{"email", email}}, headers);
        // Mail goes out when the answer has.
        for (const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20); reply.status == 302 && mail::outbox().empty() && std::chrono::steady_clock::now() < end;) std::this_thread::yield();
        std::smatch found;
        const auto sent = mail::outbox();
        if (sent.empty()) return {};
        const std::string body = sent.at(0).body;
        return std::regex_search(body, found, std::regex("http://([^/]+)(/reset/[^/]+/[^/]+/)")) ? found[2].str() : std::string();
    }
    /// Opens the link and sets a password.
    bool choose(const std::string& link, const std::string& password) {
        const std::string form = attacker.get(link).header("location");
        return !form.empty() && attacker.post_with_token(form, {{"new_password1", password}, {"new_password2", password}}).header("location") == "/reset/done/";
    }
};

TEST_F(AttackResetLinks, AreGoodOnce) {
    const std::string link = link_for(user.email);
    ASSERT_NE(link, "");
    EXPECT_TRUE(choose(link, "seaweed umbrella"));
    EXPECT_FALSE(choose(link, "another umbrella"));
}

TEST_F(AttackResetLinks, AreTheirOwnersAlone) {
    const std::string link = link_for(user.email);
    auth::User other = make_user();
    const std::string theirs = link_for(other.email);
    const auto uid = [](const std::string& path) { return path.substr(7, path.find('/', 7) - 7); };
    EXPECT_FALSE(choose("/reset/" + uid(theirs) + link.substr(7 + uid(link).size()), "seaweed umbrella"));
    std::string changed = link;
    changed[changed.size() - 3] = changed[changed.size() - 3] == 'a' ? 'b' : 'a';
    EXPECT_FALSE(choose(changed, "seaweed umbrella"));
}

TEST_F(AttackResetLinks, NeverLeadToAHostThatTheAttackerNames) {
    attacker.host = "evil.example";
    EXPECT_EQ(link_for(user.email), "");
    attacker.host = "example.org";
    mail::clear_outbox();
    const std::string token = attacker.token();
    EXPECT_EQ(attacker.post("/password_reset/", {{"email", user.email}, {"csrfmiddlewaretoken", token}}, {{"X-Forwarded-Host", "evil.example"}}).status, 400);
    EXPECT_EQ(mail::outbox().size(), 0u);
}

}  // namespace attacked
