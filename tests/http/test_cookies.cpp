#include <gtest/gtest.h>

#include <portico/http/cookies.hpp>

namespace portico {
namespace {

using namespace std::chrono_literals;

const std::chrono::sys_seconds noon = std::chrono::sys_days(std::chrono::year(2026) / 3 / 15) + 12h;

TEST(Cookies, TheLastOfTwoCounts) { EXPECT_EQ(Cookies::parse("a=b; h=i; a=c").get("a"), "c"); }

TEST(Cookies, AreUnquoted) {
    EXPECT_EQ(Cookies::parse(R"(test="An\054awkward\073value")").get("test"), "An,awkward;value");
}

TEST(Cookies, OfNonsenseNeverFail) {
    Cookies cookies = Cookies::parse("; ; =;= ;\"\\");
    EXPECT_EQ(cookies.get("a", "none"), "none");
}

TEST(Cookie, IsLaxAndForTheWholeSiteByDefault) {
    EXPECT_EQ((Cookie{.name = "theme", .value = "dark"}).header(noon), "theme=dark; Path=/; SameSite=Lax");
}

TEST(Cookie, TellsItsAgeTwice) {
    Cookie cookie{.name = "c", .value = "v", .max_age = 100s, .same_site = SameSite::unset};
    EXPECT_EQ(cookie.header(noon), "c=v; expires=Sun, 15 Mar 2026 12:01:40 GMT; Max-Age=100; Path=/");
}

TEST(Cookie, WritesAllAttributes) {
    Cookie cookie{.name = "__Secure-c",
                  .value = "v",
                  .path = "/x/",
                  .domain = "example.com",
                  .secure = true,
                  .http_only = true,
                  .partitioned = true,
                  .same_site = SameSite::none};
    EXPECT_EQ(cookie.header(noon),
              "__Secure-c=v; Domain=example.com; HttpOnly; Partitioned; Path=/x/; SameSite=None; Secure");
}

TEST(Cookie, QuotesWhatWouldBreakTheHeader) {
    Cookie cookie{.name = "c", .value = "a;\"b\"\r\n", .same_site = SameSite::unset};
    EXPECT_EQ(cookie.header(noon), R"(c="a\073\"b\"\015\012"; Path=/)");
    EXPECT_EQ(unquote_cookie_value(quote_cookie_value(cookie.value)), cookie.value);
}

TEST(Cookie, RefusesNamesThatAreNone) {
    EXPECT_THROW((Cookie{.name = "a b"}).header(noon), Error);
    EXPECT_THROW((Cookie{.name = ""}).header(noon), Error);
    EXPECT_THROW((Cookie{.name = "Path"}).header(noon), Error);
}

TEST(Cookie, RefusesAttributesThatWouldSmuggleOthers) {
    EXPECT_THROW((Cookie{.name = "c", .path = "/; Secure"}).header(noon), Error);
    EXPECT_THROW((Cookie{.name = "c", .domain = "a\r\nb"}).header(noon), Error);
}

TEST(Cookie, MustKeepWhatItsPrefixPromises) {
    EXPECT_THROW((Cookie{.name = "__Host-c"}).header(noon), Error);
    EXPECT_THROW((Cookie{.name = "__Host-c", .path = "/x/", .secure = true}).header(noon), Error);
    EXPECT_THROW((Cookie{.name = "c", .same_site = SameSite::none}).header(noon), Error);
    EXPECT_NO_THROW((Cookie{.name = "__Host-c", .secure = true}).header(noon));
}

TEST(Cookie, IsDeletedByAPastDate) {
    EXPECT_EQ(Cookie::deleted("c").header(noon),
              R"(c=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax)");
}

} // namespace
} // namespace portico
