#include <portico/auth/session.hpp>

#include <portico/http/request.hpp>

#include "auth_test.hpp"

namespace portico::auth {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class SessionTest : public AuthTest {};

TEST_F(SessionTest, ARequestThatAsksNothingGetsNoCookie) {
    EXPECT_THAT(client.get("/static-or-nothing/").cookies(), IsEmpty());
    EXPECT_EQ(SessionRow::objects.count(), 0);
}

TEST_F(SessionTest, KeepsValuesFromRequestToRequest) {
    auto first = client.get("/count/");
    ASSERT_THAT(first.cookies(), SizeIs(1));
    const Cookie& cookie = first.cookies().front();
    EXPECT_EQ(cookie.name, "sessionid");
    EXPECT_TRUE(cookie.http_only);
    EXPECT_EQ(cookie.same_site, SameSite::lax);
    EXPECT_EQ(cookie.max_age, std::chrono::hours(24 * 14));
    EXPECT_THAT(std::string(first.header("Vary")), HasSubstr("Cookie"));
    EXPECT_EQ(client.get("/count/").text(), "2");
}

TEST_F(SessionTest, TheCookieIsSecureOverTls) {
    auto answer = client.get("/count/", {.secure = true});
    EXPECT_TRUE(answer.cookies().front().secure);
}

TEST_F(SessionTest, AKeyThatWeDidNotGiveOutIsNotTaken) {
    client.cookies()["sessionid"] = "planted0planted0planted0planted0";
    client.get("/count/");
    EXPECT_NE(client.cookies()["sessionid"], "planted0planted0planted0planted0");
}

TEST_F(SessionTest, AnExpiredOneIsEmpty) {
    client.get("/count/");
    FrozenClock later(now() + std::chrono::hours(24 * 15));
    EXPECT_EQ(client.get("/count/").text(), "1");
    EXPECT_EQ(clear_expired_sessions(), 1);
}

TEST_F(SessionTest, AForgedRowIsEmpty) {
    client.get("/count/");
    SessionRow::objects.update(F(&SessionRow::session_data) = "eyJjb3VudCI6OTl9:1w1kgK:AAAA");
    EXPECT_EQ(client.get("/count/").text(), "1");
}

TEST_F(SessionTest, DataComesBackAsItWas) {
    Map data{{"text", "é☃😀"}, {"list", List{1, 2.5, true, Value()}}, {"long", std::string(5000, 'y')}};
    std::string text = encode_session(data, "secret");
    EXPECT_LT(text.size(), 300u);
    EXPECT_EQ(decode_session(text, "secret"), data);
    EXPECT_TRUE(decode_session(text, "another").empty());
    EXPECT_EQ(decode_session(text, "another", {"secret"}), data);
}

TEST_F(SessionTest, FlushDeletesTheRow) {
    Session session;
    session.set("a", 1);
    session.save();
    std::string key = session.key();
    session.flush();
    EXPECT_TRUE(session.is_empty());
    EXPECT_FALSE(SessionRow::objects.exists(F(&SessionRow::session_key) == key));
}

TEST_F(SessionTest, OneThatWasDeletedMeanwhileIsNotRevived) {
    Session session;
    session.set("a", 1);
    session.save();
    SessionRow::objects.all().delete_();
    session.set("a", 2);
    EXPECT_THROW(session.save(), Error);
    EXPECT_EQ(SessionRow::objects.count(), 0);
}

}  // namespace
}  // namespace portico::auth
