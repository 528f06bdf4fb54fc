/// Personal tokens for programs.
#include <portico/auth/tokens.hpp>
#include <portico/http/response.hpp>
#include <portico/orm/query_set.hpp>

#include "auth_test.hpp"

namespace portico::auth {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Tokens : public AuthTest {
protected:
    CurrentUser user{{&installed<User>(), std::make_shared<User>(ann)}};
    TestAnswer ask(const std::string& header, const std::string& path = "/token/") {
        Headers headers;
        if (!header.empty()) headers.set("Authorization", header);
        return client.get(path, {.headers = headers});
    }
};

TEST_F(Tokens, NameTheirUser) {
    const MadeToken made = create_token(user, {.name = "export"});
    EXPECT_THAT(made.text, StartsWith("ptk_"));
    EXPECT_EQ(made.text.size(), 36u);
    EXPECT_EQ(ask("Bearer " + made.text).text(), "ann");
    EXPECT_EQ(ask("bearer " + made.text).text(), "ann");
    EXPECT_EQ(ask("").text(), "nobody");
    EXPECT_EQ(ask("Basic YW5uOg==").text(), "nobody") << "another scheme";
}

TEST_F(Tokens, AreKeptAsHashesAlone) {
    const MadeToken made = create_token(user, {.name = "export"});
    const ApiToken row = ApiToken::objects.get();
    EXPECT_EQ(row.hash.size(), 64u);
    EXPECT_THAT(row.hash, Not(HasSubstr(made.text.substr(4))));
    EXPECT_EQ(row.beginning, made.text.substr(0, 10));
}

TEST_F(Tokens, ThatAreNotGoodAreA401) {
    const MadeToken made = create_token(user, {.name = "export"});
    const auto refused = ask("Bearer ptk_wrong");
    EXPECT_EQ(refused.status(), 401);
    EXPECT_EQ(refused.header("WWW-Authenticate"), "Bearer error=\"invalid_token\"");
    EXPECT_FALSE(revoke_token(CurrentUser(), made.row.id)) << "another's";
    EXPECT_TRUE(revoke_token(user, made.row.id));
    EXPECT_EQ(ask("Bearer " + made.text).status(), 401);
}

TEST_F(Tokens, HaveAnEnd) {
    const MadeToken made = create_token(user, {.name = "export", .lifetime = std::chrono::hours(24)});
    EXPECT_EQ(ask("Bearer " + made.text).status(), 200);
    FrozenClock later(now() + std::chrono::hours(25));
    EXPECT_EQ(ask("Bearer " + made.text).status(), 401);
}

TEST_F(Tokens, OfPeopleWhoAreNotActiveAreWorthNothing) {
    const MadeToken made = create_token(user, {.name = "export"});
    User::objects.update(F(&User::is_active) = false);
    EXPECT_EQ(ask("Bearer " + made.text).status(), 401);
}

TEST_F(Tokens, MayDoWhatTheirScopesSay) {
    const MadeToken reads = create_token(user, {.name = "export", .scopes = {"posts:read"}}), all = create_token(user, {.name = "all"});
    const auto refused = ask("Bearer " + reads.text, "/token/write/");
    EXPECT_EQ(refused.status(), 403);
    EXPECT_THAT(refused.text(), HasSubstr("posts:write"));
    EXPECT_EQ(ask("Bearer " + reads.text).text(), "ann");
    EXPECT_EQ(ask("Bearer " + all.text, "/token/write/").text(), "ann");
    EXPECT_THROW(create_token(user, {.name = "odd", .scopes = {"a b"}}), Error);
    EXPECT_THROW(create_token(CurrentUser(), {.name = "nobody's"}), Error);
}

TEST_F(Tokens, SayWhenTheyWereUsedLast) {
    const MadeToken made = create_token(user, {.name = "export"});
    ask("Bearer " + made.text);
    const auto first = ApiToken::objects.get().last_used;
    ASSERT_TRUE(first);
    ask("Bearer " + made.text);
    EXPECT_EQ(ApiToken::objects.get().last_used, first) << "not at each request";
    EXPECT_EQ(tokens_of(user).count(), 1);
    revoke_tokens(user);
    EXPECT_EQ(tokens_of(user).count(), 0);
}

TEST_F(Tokens, OpenNoPages) {
    const MadeToken made = create_token(user, {.name = "export"});
    EXPECT_EQ(ask("Bearer " + made.text, "/members/").status(), 302);
    EXPECT_EQ(ask("Bearer " + made.text, "/password_change/").status(), 302);
}

}  // namespace
}  // namespace portico::auth
