/// Signed access tokens and refresh tokens that are good once.
#include <portico/auth/login.hpp>
#include <portico/auth/signed_tokens.hpp>
#include <portico/auth/totp.hpp>
#include <portico/auth/two_factor.hpp>
#include <portico/auth/user_model.hpp>
#include <portico/base/json.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/query_set.hpp>
#include <portico/http/http_error.hpp>
#include <portico/http/request.hpp>

#include "auth_test.hpp"

namespace portico::auth {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class SignedTokens : public AuthTest {
protected:
    CurrentUser user{{&installed<User>(), std::make_shared<User>(ann)}};
    TestAnswer ask(const std::string& token, const std::string& path = "/token/") { return client.get(path, {.headers = {{"Authorization", "Bearer " + token}}}); }
    std::optional<TokenPair> log_in_with(const std::string& password, const std::string& code = {}) {
        Request request(RequestData{.method = "POST", .target = "/", .remote_address = "203.0.113.7"});
        return log_in_for_tokens(request, "ann", password, code);
    }
    void set_new_password() {
        auto object = UserModel::current().find("ann");
        set_password(object, "seaweed umbrella");
    }
};

TEST_F(SignedTokens, NameTheirUserWithoutARowOfTheirOwn) {
    const TokenPair pair = issue_tokens(user, {"posts:read"});
    EXPECT_EQ(pair.lifetime, std::chrono::minutes(10));
    EXPECT_EQ(ask(pair.access).text(), "ann");
    EXPECT_EQ(ask(pair.access, "/token/write/").status(), 403) << "another scope";
    RefreshToken::objects.all().delete_();
    EXPECT_EQ(ask(pair.access).text(), "ann");
    const auto claims = read_access_token(pair.access);
    ASSERT_TRUE(claims);
    EXPECT_EQ(claims->find("scope")->str(), "posts:read");
}

TEST_F(SignedTokens, EndByTheirTimeAndWithANewPassword) {
    const TokenPair pair = issue_tokens(user);
    {
        FrozenClock later(now() + std::chrono::minutes(11));
        EXPECT_EQ(ask(pair.access).status(), 401);
    }
    EXPECT_EQ(ask(pair.access).status(), 200);
    set_new_password();
    EXPECT_EQ(ask(pair.access).status(), 401);
    EXPECT_FALSE(refresh_tokens(pair.refresh));
}

TEST_F(SignedTokens, ThatWereChangedAreNotTaken) {
    const std::string good = issue_tokens(user).access;
    const auto parts = text::split(good, '.');
    const std::string header(parts[0]), claims(parts[1]), signature(parts[2]);
    auto other_claims = parse_json(*text::from_base64url(claims)).as_map().value();
    other_claims.set("sub", "1000");
    const std::string none = text::base64url(R"({"alg":"none","typ":"at+jwt"})"), hmac = text::base64url(R"({"alg":"HS256","typ":"at+jwt"})");
    for (const std::string& bad : {header + "." + text::base64url(to_json(Value(other_claims))) + "." + signature, none + "." + claims + ".", none + "." + claims + "." + signature, hmac + "." + claims + "." + signature, header + "." + claims + ".",
                                   header + "." + claims, good + ".x", std::string("..")})
        EXPECT_EQ(ask(bad).status(), 401) << bad;
    EXPECT_EQ(ask(good).status(), 200);
}

TEST_F(SignedTokens, AreRefreshedOnce) {
    const TokenPair first = issue_tokens(user, {"posts:read"});
    const auto second = refresh_tokens(first.refresh);
    ASSERT_TRUE(second);
    EXPECT_EQ(ask(second->access).text(), "ann");
    EXPECT_EQ(read_access_token(second->access)->find("scope")->str(), "posts:read");
    const auto third = refresh_tokens(second->refresh);
    ASSERT_TRUE(third);
    EXPECT_FALSE(refresh_tokens(first.refresh)) << "somebody has a copy";
    EXPECT_FALSE(refresh_tokens(third->refresh)) << "so all of that login are void";
    EXPECT_EQ(RefreshToken::objects.count(), 0);
}

TEST_F(SignedTokens, OfOneLoginLeaveOthersAlone) {
    const TokenPair phone = issue_tokens(user), laptop = issue_tokens(user);
    EXPECT_TRUE(end_tokens(phone.refresh));
    EXPECT_FALSE(refresh_tokens(phone.refresh));
    EXPECT_TRUE(refresh_tokens(laptop.refresh));
    EXPECT_FALSE(end_tokens("unknown"));
}

TEST_F(SignedTokens, RefreshTokensEndAndAreKeptAsHashes) {
    const TokenPair pair = issue_tokens(user);
    EXPECT_THAT(RefreshToken::objects.get().hash.value(), Not(HasSubstr(pair.refresh)));
    FrozenClock later(now() + std::chrono::hours(24 * 15));
    EXPECT_FALSE(refresh_tokens(pair.refresh));
    EXPECT_EQ(clear_refresh_tokens(), 1);
}

TEST_F(SignedTokens, OfPeopleWhoAreNotActiveAreNotRefreshed) {
    const TokenPair pair = issue_tokens(user);
    User::objects.update(F(&User::is_active) = false);
    EXPECT_EQ(ask(pair.access).status(), 401);
    EXPECT_FALSE(refresh_tokens(pair.refresh));
}

TEST_F(SignedTokens, WantTheSecondFactorAndCountFailures) {
    EXPECT_TRUE(log_in_with("kelp forest"));
    EXPECT_FALSE(log_in_with("wrong"));
    const std::string secret = make_totp_secret();
    std::vector<std::string> codes;
    ASSERT_TRUE(SecondFactor(user).turn_on(secret, totp_code(secret, totp_step(now()) - 1), codes));
    EXPECT_FALSE(log_in_with("kelp forest"));
    EXPECT_TRUE(log_in_with("kelp forest", totp_code(secret, totp_step(now()))));
    for (int i = 0; i < 5; ++i) EXPECT_FALSE(log_in_with("kelp forest", "000000"));
    EXPECT_THROW(log_in_with("kelp forest", codes[0]), HttpError);
}

TEST_F(SignedTokens, ThePublicKeyIsForOthers) {
    const Map keys = public_keys();
    const List& all = *keys.find("keys")->as_list();
    ASSERT_THAT(all, SizeIs(1));
    const Map& key = *all[0].as_map();
    EXPECT_EQ(key.find("kty")->str(), "OKP");
    EXPECT_EQ(text::from_base64url(key.find("x")->str())->size(), 32u);
    EXPECT_THAT(*text::from_base64url(text::split(issue_tokens(user).access, '.')[0]), HasSubstr(key.find("kid")->str()));
}

}  // namespace
}  // namespace portico::auth
