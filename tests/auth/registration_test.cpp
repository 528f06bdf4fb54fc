/// Accounts that people make themselves.
#include <regex>

#include <portico/mail/send.hpp>
#include <portico/orm/query_set.hpp>

#include "auth_test.hpp"

namespace portico::auth {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Registration : public AuthTest {
protected:
    TestAnswer register_as(const std::string& name, const std::string& email, const std::string& password = "seaweed umbrella") {
        return client.post("/register/", {{"username", name}, {"email", email}, {"password1", password}, {"password2", password}});
    }
    std::string link() {
        std::smatch found;
        const std::string body = mail::outbox().at(0).body;
        EXPECT_TRUE(std::regex_search(body, found, std::regex("http://[^/]+(/register/[^/]+/[^/]+/)")));
        return found[1];
    }
};

TEST_F(Registration, AnAccountIsGoodOnceItsAddressHasAnswered) {
    EXPECT_THAT(client.get("/login/").text(), HasSubstr("href=\"/register/\""));
    EXPECT_EQ(register_as("bob", "bob@example.org").location(), "/register/done/");
    EXPECT_EQ(mail::outbox().at(0).to, std::vector<std::string>{"bob@example.org"});
    EXPECT_FALSE(User::objects.get(F(&User::username) == "bob").is_active);
    EXPECT_THAT(log_in("bob", "seaweed umbrella").text(), HasSubstr("Please enter a correct"));
    EXPECT_THAT(client.get(link()).text(), HasSubstr("One step more"));
    EXPECT_FALSE(User::objects.get(F(&User::username) == "bob").is_active) << "opening the link alone does nothing";
    EXPECT_EQ(client.post(link(), {}).location(), "/");
    EXPECT_EQ(client.get("/who/").text(), "bob");
    EXPECT_THAT(client.get(link()).text(), HasSubstr("no longer good"));
}

TEST_F(Registration, AnAddressThatIsKnownIsNotTold) {
    EXPECT_EQ(register_as("ann2", "Ann@example.org").location(), "/register/done/");
    ASSERT_EQ(mail::outbox().size(), 1u);
    EXPECT_THAT(mail::outbox()[0].body, AllOf(HasSubstr("you log in as ann."), HasSubstr("/password_reset/")));
    EXPECT_EQ(User::objects.count(), 1);
}

TEST_F(Registration, NobodyIsFloodedWithMail) {
    for (int i = 0; i < 5; ++i) EXPECT_EQ(register_as("bob" + std::to_string(i), "ann@example.org").location(), "/register/done/");
    EXPECT_THAT(register_as("bob6", "ann@example.org").text(), AllOf(HasSubstr("Too many mails have been asked for. Try again in 30 seconds."), HasSubstr("bob6")));
    EXPECT_EQ(mail::outbox().size(), 5u);
}

TEST_F(Registration, WhatIsWrongIsTold) {
    EXPECT_THAT(register_as("ann", "new@example.org").text(), HasSubstr("A user with that username already exists."));
    EXPECT_THAT(register_as("bob", "no address").text(), HasSubstr("Enter a valid email address."));
    EXPECT_THAT(register_as("bob", "bob@example.org", "12345678").text(), HasSubstr("This password is too common."));
    EXPECT_EQ(User::objects.count(), 1);
    EXPECT_TRUE(mail::outbox().empty());
}

TEST_F(Registration, NothingElseIsTakenFromTheForm) {
    client.post("/register/", {{"username", "bob"}, {"email", "bob@example.org"}, {"password1", "seaweed umbrella"}, {"password2", "seaweed umbrella"},
                               {"is_staff", "on"}, {"is_superuser", "on"}, {"is_active", "on"}});
    const User bob = User::objects.get(F(&User::username) == "bob");
    EXPECT_FALSE(bob.is_staff || bob.is_superuser || bob.is_active);
}

TEST_F(Registration, ALinkForANewPasswordConfirmsNothing) {
    register_as("bob", "bob@example.org");
    mail::clear_outbox();
    client.post("/password_reset/", {{"email", "bob@example.org"}});
    EXPECT_TRUE(mail::outbox().empty()) << "who is not active gets none";
    EXPECT_THAT(client.get("/register/AA/1-2/").text(), HasSubstr("no longer good"));
}

}  // namespace portico::auth
