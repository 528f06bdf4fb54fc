#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/http/http_error.hpp>
#include <portico/http/query_data.hpp>
#include <portico/http/url.hpp>

namespace portico {
namespace {

using testing::ElementsAre;

TEST(Percent, DecodesWhatIsAnEscapeAndLeavesTheRest) {
    EXPECT_EQ(percent_decode("a%20b%2fc"), "a b/c");
    EXPECT_EQ(percent_decode("100%"), "100%");
    EXPECT_EQ(percent_decode("%zz%4"), "%zz%4");
}

TEST(Percent, EncodesAllButTheSafe) {
    EXPECT_EQ(percent_encode("a b/c?é"), "a%20b/c%3F%C3%A9");
    EXPECT_EQ(form_encode("a b&c"), "a+b%26c");
}

TEST(ValidUtf8, ReplacesWhatIsNone) {
    EXPECT_EQ(valid_utf8("a\xff\xe9z"), "a\xef\xbf\xbd\xef\xbf\xbdz");
    EXPECT_EQ(valid_utf8("é"), "é");
}

TEST(ResolveUrl, FollowsTheExamplesOfRfc3986) {
    constexpr std::string_view base = "http://a/b/c/d;p?q";
    EXPECT_EQ(resolve_url(base, "g"), "http://a/b/c/g");
    EXPECT_EQ(resolve_url(base, "g/"), "http://a/b/c/g/");
    EXPECT_EQ(resolve_url(base, "/g"), "http://a/g");
    EXPECT_EQ(resolve_url(base, "//g"), "http://g");
    EXPECT_EQ(resolve_url(base, "?y"), "http://a/b/c/d;p?y");
    EXPECT_EQ(resolve_url(base, "#s"), "http://a/b/c/d;p?q#s");
    EXPECT_EQ(resolve_url(base, ""), "http://a/b/c/d;p?q");
    EXPECT_EQ(resolve_url(base, "."), "http://a/b/c/");
    EXPECT_EQ(resolve_url(base, ".."), "http://a/b/");
    EXPECT_EQ(resolve_url(base, "../../g"), "http://a/g");
    EXPECT_EQ(resolve_url(base, "../../../g"), "http://a/g");
    EXPECT_EQ(resolve_url(base, "g:h"), "g:h");
}

TEST(SafeRedirect, StaysOnTheSiteOrAllowedHosts) {
    std::vector<std::string> hosts{"example.com"};
    EXPECT_TRUE(is_safe_redirect("/posts/?a=1", hosts));
    EXPECT_TRUE(is_safe_redirect("https://example.com/x", hosts));
    EXPECT_FALSE(is_safe_redirect("https://evil.example/x", hosts));
    for (const char* odd : {"/\t/evil.example/", "/\n\\evil.example/", "java\tscript:alert(1)", "\u00a0https://evil.example/", "\u3000//evil.example/", "\u0085https://evil.example/",
                            "\u00a0javascript:alert(1)", "\u200d//evil.example/", "\ufeffhttps://evil.example/", "\u2028https:///evil.example/", "h\nttps://evil.example/"})
        EXPECT_FALSE(is_safe_redirect(odd, hosts)) << odd;
    EXPECT_TRUE(is_safe_redirect("/posts/\u00e9t\u00e9/", hosts));
    EXPECT_FALSE(is_safe_redirect("//evil.example", hosts));
    EXPECT_FALSE(is_safe_redirect("//?/evil.example", hosts));
    EXPECT_FALSE(is_safe_redirect("\\\\evil.example", hosts));
    EXPECT_FALSE(is_safe_redirect("///evil.example", hosts));
    EXPECT_FALSE(is_safe_redirect("javascript:alert(1)", hosts));
    EXPECT_FALSE(is_safe_redirect("", hosts));
    EXPECT_FALSE(is_safe_redirect("http://example.com/x", hosts, true));
}

TEST(Host, IsSplitIntoDomainAndPort) {
    EXPECT_EQ(split_host("EXAMPLE.com.:80")->domain, "example.com");
    EXPECT_EQ(split_host("[::1]:8000")->port, "8000");
    EXPECT_FALSE(split_host("example.com@evil.com"));
    EXPECT_FALSE(split_host("example.com:80:90"));
    EXPECT_FALSE(split_host(""));
}

TEST(Host, MatchesPatterns) {
    EXPECT_TRUE(host_matches("a.example.com", ".example.com"));
    EXPECT_TRUE(host_matches("example.com", ".EXAMPLE.com"));
    EXPECT_TRUE(host_matches("anything", "*"));
    EXPECT_FALSE(host_matches("notexample.com", ".example.com"));
    EXPECT_FALSE(host_matches("a.example.com", "example.com"));
}

TEST(QueryData, GivesTheLastValueAndAllOfThem) {
    auto query = QueryData::parse("tag=a&tag=b&q=x+y%26");
    EXPECT_EQ(query.get("tag"), "b");
    EXPECT_THAT(query.get_list("tag"), ElementsAre("a", "b"));
    EXPECT_EQ(query.get("q"), "x y&");
    EXPECT_EQ(query.get("page", "1"), "1");
    EXPECT_FALSE(query.find("page"));
}

TEST(QueryData, TellsAnEmptyValueFromNone) {
    auto query = QueryData::parse("a&b=");
    EXPECT_TRUE(query.contains("a"));
    EXPECT_EQ(query.get("b", "x"), "");
}

TEST(QueryData, SetReplacesInPlace) {
    auto query = QueryData::parse("a=1&b=2&a=3");
    query.set("a", "4").add("c", "5");
    EXPECT_EQ(query.urlencode(), "a=4&b=2&c=5");
}

TEST(QueryData, EncodesAsDjangoDoes) {
    QueryData query{{"next", "/a&b/"}, {"a b", "é"}};
    EXPECT_EQ(query.urlencode("/"), "next=/a%26b/&a%20b=%C3%A9");
    EXPECT_EQ(query.urlencode(), "next=%2Fa%26b%2F&a+b=%C3%A9");
}

TEST(QueryData, HasALimitOfFields) {
    EXPECT_EQ(QueryData::parse("a=1&b=2", 2).size(), 2u);
    EXPECT_THROW(QueryData::parse("a=1&b=2&c=3", 2), BadRequest);
}

} // namespace
} // namespace portico
