/// Who guesses passwords waits longer and longer.
#include <portico/auth/throttle.hpp>
#include <portico/mail/send.hpp>
#include <portico/orm/query_set.hpp>

#include "auth_test.hpp"

namespace portico::auth {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Throttling : public AuthTest {
protected:
    void fail(int times, const std::string& name = "ann") {
        for (int i = 0; i < times; ++i) EXPECT_THAT(log_in(name, "wrong").text(), HasSubstr("Please enter a correct"));
    }
    void pass(std::chrono::seconds span) { FailedAttempt::objects.update(F(&FailedAttempt::last) = now() - span); }
};

TEST_F(Throttling, AfterFiveFailuresOneWaits) {
    fail(5);
    EXPECT_THAT(log_in("ann", "kelp forest").text(), HasSubstr("Too many attempts have failed. Try again in 30 seconds."));
    EXPECT_EQ(client.get("/who/").text(), "nobody");
    pass(std::chrono::seconds(31));
    EXPECT_EQ(log_in("ann", "kelp forest").status(), 302);
    EXPECT_EQ(FailedAttempt::objects.count(), 1) << "that of the address stays";
}

// Leave is given before the password is looked at: a hundred at once get five looks, too.
TEST_F(Throttling, AnAttemptCountsBeforeItIsKnownToHaveFailed) {
    const Throttle throttle({{"login", "ann", 3}, {"address", "192.0.2.1", 100, false}});
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(throttle.attempt());
    EXPECT_EQ(throttle.attempt(), std::chrono::seconds(30));
    auto address = FailedAttempt::objects.filter(F(&FailedAttempt::key).startswith("address"));
    EXPECT_EQ(address.get().count, 3) << "who gets no leave is not counted";
    throttle.forget();
    EXPECT_EQ(FailedAttempt::objects.count(), 1);
    EXPECT_EQ(address.get().count, 2);
    EXPECT_FALSE(throttle.attempt());
}

TEST_F(Throttling, AnIpv6NetworkIsOneAddress) {
    auto ask = [](const std::string& from, const std::string& name) {
        Request request({.remote_address = from});
        return login_throttle(request, name).attempt();
    };
    for (int i = 0; i < 50; ++i) EXPECT_FALSE(ask("2001:db8::" + std::to_string(i) + ":1:1:1", "name" + std::to_string(i)));
    EXPECT_TRUE(ask("2001:db8:0:0:ffff::1", "another"));
    EXPECT_FALSE(ask("2001:db8:0:1::1", "another"));
}

TEST_F(Throttling, AnOldPasswordIsNotGuessedEither) {
    log_in("ann", "kelp forest");
    auto change = [&](const std::string& old) {
        return client.post("/password_change/", {{"old_password", old}, {"new_password1", "a long new one"}, {"new_password2", "a long new one"}});
    };
    for (int i = 0; i < 5; ++i) EXPECT_THAT(change("wrong").text(), HasSubstr("was entered incorrectly"));
    EXPECT_THAT(change("kelp forest").text(), HasSubstr("Too many attempts have failed"));
}

TEST_F(Throttling, LongerWithEachFurtherOne) {
    fail(5);
    pass(std::chrono::seconds(31));
    fail(1);
    EXPECT_THAT(log_in("ann", "wrong").text(), HasSubstr("Try again in 1 minute."));
    FailedAttempt::objects.update(F(&FailedAttempt::count) = 100);
    EXPECT_THAT(log_in("ann", "wrong").text(), HasSubstr("Try again in 60 minutes."));
    pass(std::chrono::seconds(3601));
    EXPECT_EQ(log_in("ann", "kelp forest").status(), 302);
}

TEST_F(Throttling, WhoDoesNotExistIsTreatedAlike) {
    fail(5, "nobody");
    EXPECT_THAT(log_in("nobody", "wrong").text(), HasSubstr("Too many attempts have failed. Try again in 30 seconds."));
    EXPECT_THAT(log_in("NOBODY", "wrong").text(), HasSubstr("Too many attempts"));
}

TEST_F(Throttling, OthersAreNotLockedOut) {
    fail(5, "nobody");
    EXPECT_EQ(log_in("ann", "kelp forest").status(), 302) << "another login from the same address";
}

TEST_F(Throttling, AnAddressThatTriesManyLoginsWaits) {
    for (int i = 0; i < 50; ++i) fail(1, "name" + std::to_string(i));
    EXPECT_THAT(log_in("ann", "kelp forest").text(), HasSubstr("Too many attempts"));
}

TEST_F(Throttling, NoLoginIsKeptInTheOpen) {
    fail(1, "my secret password");
    for (const FailedAttempt& one : FailedAttempt::objects.all()) EXPECT_THAT(one.key.value(), Not(HasSubstr("secret")));
}

TEST_F(Throttling, MailsAreFewer) {
    for (int i = 0; i < 8; ++i) EXPECT_EQ(client.post("/password_reset/", {{"email", "ann@example.org"}}).location(), "/password_reset/done/");
    EXPECT_EQ(mail::outbox().size(), 5u);
}

TEST_F(Throttling, WhatIsForgottenIsCleared) {
    fail(2);
    EXPECT_EQ(clear_failed_attempts(), 0);
    pass(std::chrono::seconds(3601));
    EXPECT_EQ(clear_failed_attempts(), 3);
}

TEST_F(Throttling, SpansAreSaidInWords) {
    EXPECT_EQ(in_words(std::chrono::seconds(1)), "1 second");
    EXPECT_EQ(in_words(std::chrono::seconds(59)), "59 seconds");
    EXPECT_EQ(in_words(std::chrono::seconds(60)), "1 minute");
    EXPECT_EQ(in_words(std::chrono::seconds(61)), "2 minutes");
}

}  // namespace portico::auth
