/// The second step of a login.
#include <regex>

#include <portico/auth/login.hpp>
#include <portico/auth/session.hpp>
#include <portico/auth/testing.hpp>
#include <portico/auth/totp.hpp>
#include <portico/auth/two_factor.hpp>
#include <portico/orm/query_set.hpp>

#include "auth_test.hpp"

namespace portico::auth {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class TwoFactor : public AuthTest {
protected:
    static CurrentUser as(const User& user) { return CurrentUser({&installed<User>(), std::make_shared<User>(user)}); }
    /// The code `later` half minutes from now.
    std::string code(int later = 0) { return totp_code(secret, totp_step(now()) + later); }
    std::vector<std::string> turn_on() {
        std::vector<std::string> codes;
        EXPECT_TRUE(SecondFactor(as(ann)).turn_on(secret, code(-1), codes));
        return codes;
    }
    TestAnswer second(const std::string& typed) { return client.post("/login/second/", {{"code", typed}}); }
    std::string who() { return client.get("/who/").text(); }

    const std::string secret = make_totp_secret();
};

TEST_F(TwoFactor, IsSetUpWithTheAppAndAskedForAtTheNextLogin) {
    force_login(client, ann);
    const std::string page = client.get("/two_factor/setup/").text();
    EXPECT_THAT(page, AllOf(HasSubstr("<svg xmlns"), HasSubstr("aria-label=\"QR code\""), HasSubstr("autocomplete=\"one-time-code\"")));
    std::smatch found;
    ASSERT_TRUE(std::regex_search(page, found, std::regex("<code>([A-Z2-7]{32})</code>")));
    const std::string shown = found[1];
    EXPECT_THAT(client.post("/two_factor/setup/", {{"code", "000000"}}).text(), HasSubstr("This code is wrong"));
    const std::string done = client.post("/two_factor/setup/", {{"code", totp_code(shown, totp_step(now()) - 1)}}).text();
    EXPECT_THAT(done, HasSubstr("Recovery codes"));
    EXPECT_THAT(client.get("/two_factor/").text(), AllOf(HasSubstr("It is on"), HasSubstr("10 recovery codes")));
    client.post("/logout/");
    const auto first = log_in("ann", "kelp forest", "/login/?next=/members/");
    EXPECT_EQ(first.location(), "/login/second/");
    EXPECT_EQ(who(), "nobody");
    const auto last = second(totp_code(shown, totp_step(now())));
    EXPECT_EQ(last.location(), "/members/");
    EXPECT_EQ(who(), "ann");
}

TEST_F(TwoFactor, ACodeIsTakenOnce) {
    turn_on();
    log_in("ann", "kelp forest");
    EXPECT_EQ(second(code()).status(), 302);
    client.post("/logout/");
    log_in("ann", "kelp forest");
    EXPECT_THAT(second(code()).text(), HasSubstr("or was used before"));
    EXPECT_THAT(second(code(-1)).text(), HasSubstr("or was used before")) << "an older one";
    EXPECT_EQ(second(code(1)).status(), 302);
}

TEST_F(TwoFactor, ARecoveryCodeLetsInOnce) {
    const auto codes = turn_on();
    ASSERT_THAT(codes, SizeIs(10));
    log_in("ann", "kelp forest");
    EXPECT_EQ(second(codes[3]).status(), 302);
    client.post("/logout/");
    log_in("ann", "kelp forest");
    EXPECT_EQ(second(codes[3]).status(), 200);
    std::string typed = codes[4];
    std::erase(typed, '-');
    std::transform(typed.begin(), typed.end(), typed.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    EXPECT_EQ(second(typed).status(), 302) << "as a person types it";
    EXPECT_EQ(SecondFactor(as(ann)).recovery_codes_left(), 8);
}

TEST_F(TwoFactor, TheKeyIsNotKeptInTheOpen) {
    turn_on();
    EXPECT_THAT(SecondFactorRow::objects.get().secret, Not(HasSubstr(secret)));
    SecondFactorRow::objects.update(F(&SecondFactorRow::secret) = secret);
    log_in("ann", "kelp forest");
    EXPECT_EQ(second(code()).status(), 200) << "who can write the table alone knows no code";
}

TEST_F(TwoFactor, RecoveryCodesAreNotKeptInTheOpen) {
    const auto codes = turn_on();
    for (const RecoveryCode& row : RecoveryCode::objects.all())
        for (const std::string& code : codes) EXPECT_THAT(row.hash, Not(HasSubstr(code.substr(0, 4) + code.substr(5, 4))));
    User bob = create_user("bob", "", "kelp forest");
    EXPECT_FALSE(SecondFactor(as(bob)).accepts(codes[0])) << "another's";
}

TEST_F(TwoFactor, GuessingIsSlowedDown) {
    turn_on();
    log_in("ann", "kelp forest");
    for (int i = 0; i < 5; ++i) EXPECT_THAT(second("000000").text(), HasSubstr("This code is wrong"));
    EXPECT_THAT(second(code()).text(), HasSubstr("Too many attempts have failed."));
    client.cookies().clear();
    log_in("ann", "kelp forest");
    EXPECT_THAT(second(code()).text(), HasSubstr("Too many attempts have failed.")) << "in another session, too";
}

TEST_F(TwoFactor, TheSecondStepAloneIsWorthNothing) {
    turn_on();
    EXPECT_EQ(second(code()).location(), "/login/");
    log_in("ann", "wrong");
    EXPECT_EQ(second(code()).location(), "/login/");
}

TEST_F(TwoFactor, ThePasswordIsGoodForTenMinutesAndUntilItIsChanged) {
    turn_on();
    log_in("ann", "kelp forest");
    {
        FrozenClock later(now() + std::chrono::minutes(11));
        EXPECT_EQ(second(totp_code(secret, totp_step(now()))).location(), "/login/");
    }
    log_in("ann", "kelp forest");
    auto user = as(User::objects.get(F(&User::username) == "ann")).object();
    set_password(user, "seaweed umbrella");
    EXPECT_EQ(second(code()).location(), "/login/");
}

TEST_F(TwoFactor, TheKeyOfTheSessionChangesAtBothSteps) {
    turn_on();
    client.get("/count/");
    const std::string before = client.cookies()["sessionid"];
    log_in("ann", "kelp forest");
    const std::string between = client.cookies()["sessionid"];
    second(code());
    EXPECT_NE(before, between);
    EXPECT_NE(between, client.cookies()["sessionid"]);
}

TEST_F(TwoFactor, IsTurnedOffAndCodesRenewedWithACodeAlone) {
    const auto codes = turn_on();
    log_in("ann", "kelp forest");
    second(code());
    EXPECT_THAT(client.post("/two_factor/off/", {{"code", "000000"}}).text(), HasSubstr("This code is wrong"));
    EXPECT_THAT(client.post("/two_factor/codes/", {{"code", codes[0]}}).text(), HasSubstr("Recovery codes"));
    EXPECT_FALSE(SecondFactor(as(ann)).accepts(codes[1])) << "the former ones are void";
    EXPECT_EQ(client.post("/two_factor/off/", {{"code", code(1)}}).location(), "/two_factor/");
    EXPECT_THAT(client.get("/two_factor/").text(), HasSubstr("It is off"));
    client.post("/logout/");
    log_in("ann", "kelp forest");
    EXPECT_EQ(who(), "ann");
}

TEST_F(TwoFactor, ACommandHelpsWhoHasLostAll) {
    turn_on();
    EXPECT_EQ(site().run({"forgetsecondfactor", "ann"}), 0);
    EXPECT_FALSE(SecondFactor(as(ann)).is_on());
    EXPECT_EQ(site().run({"forgetsecondfactor", "ann"}), 1);
}

}  // namespace
}  // namespace portico::auth
