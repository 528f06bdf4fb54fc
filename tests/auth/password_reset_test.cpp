/// A new password by a link in the mail.
#include <regex>

#include <portico/auth/passwords.hpp>
#include <portico/auth/session.hpp>
#include <portico/auth/testing.hpp>
#include <portico/mail/send.hpp>
#include <portico/orm/query_set.hpp>

#include "auth_test.hpp"

namespace portico::auth {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class PasswordReset : public AuthTest {
protected:
    void ask(const std::string& email, int mails = 1) {
        mail::clear_outbox();
        const auto answer = client.post("/password_reset/", {{"email", email}});
        EXPECT_EQ(answer.location(), "/password_reset/done/") << answer.text();
        ASSERT_EQ(mail::outbox().size(), static_cast<std::size_t>(mails));
    }
    /// The path in the mail.
    std::string link() {
        std::smatch found;
        const std::string body = mail::outbox().at(0).body;
        EXPECT_TRUE(std::regex_search(body, found, std::regex("http://[^/]+(/reset/[^/]+/[^/]+/)")));
        return found[1];
    }
    std::string form_at(const std::string& path) { return std::string(client.get(path).location()); }
    TestAnswer choose(const std::string& path, const std::string& password) {
        return client.post(path, {{"new_password1", password}, {"new_password2", password}});
    }
};

TEST_F(PasswordReset, ALinkLeadsToANewPassword) {
    EXPECT_THAT(client.get("/login/").text(), HasSubstr("href=\"/password_reset/\""));
    ask("ANN@example.org");
    const mail::Message sent = mail::outbox().at(0);
    EXPECT_EQ(sent.to, std::vector<std::string>{"ann@example.org"});
    EXPECT_THAT(sent.subject, HasSubstr("Your new password for "));
    EXPECT_THAT(sent.body, HasSubstr("You log in as ann."));
    const std::string form = form_at(link());
    EXPECT_THAT(form, testing::EndsWith("/set-password/")) << "the token does not stay in the address";
    EXPECT_THAT(client.get(form).text(), AllOf(HasSubstr("name=\"new_password1\""), Not(HasSubstr("no longer good"))));
    EXPECT_THAT(choose(form, "12345678").text(), HasSubstr("This password is too common."));
    EXPECT_EQ(choose(form, "seaweed umbrella").location(), "/reset/done/");
    EXPECT_TRUE(check_password("seaweed umbrella", User::objects.get(F(&User::username) == "ann").password));
    EXPECT_EQ(log_in("ann", "seaweed umbrella").status(), 302);
}

TEST_F(PasswordReset, ALinkIsGoodOnce) {
    ask("ann@example.org");
    const std::string path = link(), form = form_at(path);
    choose(form, "seaweed umbrella");
    EXPECT_THAT(client.get(path).text(), HasSubstr("This link is no longer good"));
    EXPECT_THAT(choose(form, "another umbrella").text(), HasSubstr("This link is no longer good"));
    EXPECT_TRUE(check_password("seaweed umbrella", User::objects.get(F(&User::username) == "ann").password));
}

TEST_F(PasswordReset, ALoginOrAnotherAddressVoidsIt) {
    ask("ann@example.org");
    const std::string path = link();
    log_in("ann", "kelp forest");
    EXPECT_THAT(client.get(path).text(), HasSubstr("no longer good"));
    ask("ann@example.org");
    const std::string second = link();
    User::objects.filter(F(&User::username) == "ann").update(F(&User::email) = "new@example.org");
    EXPECT_THAT(client.get(second).text(), HasSubstr("no longer good"));
}

TEST_F(PasswordReset, WhoeverIsUnknownSeesTheSame) {
    ask("nobody@example.org", 0);
    User::objects.filter(F(&User::username) == "ann").update(F(&User::is_active) = false);
    ask("ann@example.org", 0);
    User::objects.filter(F(&User::username) == "ann").update(F(&User::is_active) = true, F(&User::password) = unusable_password());
    ask("ann@example.org", 0);
    EXPECT_THAT(client.post("/password_reset/", {{"email", "no address"}}).text(), HasSubstr("Enter a valid email address."));
}

TEST_F(PasswordReset, OddLinksAreNotGood) {
    ask("ann@example.org");
    const std::string path = link();
    for (const std::string& odd : {std::string("/reset/AA/x-y/"), std::string("/reset/%00/1-2/"), std::string("/reset/OTk5OTk/set-password/"), std::string("/reset/-/-/"),
                                   path.substr(0, path.size() - 2) + "/", std::string("/reset/_w/c1-a/")}) {
        const auto answer = client.get(odd);
        EXPECT_EQ(answer.status(), 200) << odd;
        EXPECT_THAT(answer.text(), HasSubstr("no longer good")) << odd;
    }
    TestClient another(site());
    const std::string form = form_at(path);
    EXPECT_THAT(another.get(form).text(), HasSubstr("no longer good")) << "the form is of the browser that opened the link";
}

TEST_F(PasswordReset, SessionsElsewhereEnd) {
    TestClient elsewhere(site());
    force_login(elsewhere, ann);
    ask("ann@example.org");
    choose(form_at(link()), "seaweed umbrella");
    EXPECT_EQ(elsewhere.get("/who/").text(), "nobody");
}

TEST_F(PasswordReset, TheMailGoesToTheAddressThatIsKept) {
    create_user("bob", "mike@quiet.example", "kelp forest");
    ask("mike@quıet.example", 0);  // a dotless i is another letter, even where upper case makes them one
    ask("MIKE@Quiet.example");
    EXPECT_EQ(mail::outbox().at(0).to, std::vector<std::string>{"mike@quiet.example"});
}

}  // namespace portico::auth
