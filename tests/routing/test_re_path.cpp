#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/base/error.hpp>
#include <portico/routing/re_path.hpp>
#include <portico/routing/regex_forms.hpp>
#include <portico/routing/router.hpp>

namespace portico {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Response year_archive(int year) { return Response("year " + std::to_string(year)); }
Response archive(std::optional<int> page) { return Response(page ? "page " + std::to_string(*page) : "first page"); }
Response old_post(Request&, std::string_view slug, int id) { return Response(std::string(slug) + "#" + std::to_string(id)); }

Urls articles() {
    return urls({re_path<year_archive>(R"(^articles/(?P<year>[0-9]{4})/$)", "year-archive"),
                 re_path<archive>(R"(^archive/(?:(?P<page>\d+)/)?$)", "archive"),
                 re_path<old_post>(R"(^old/([a-z]+)-(\d+)\.html$)", "old-post")});
}

Router of(const Urls& all) {
    Router router;
    router.add(all);
    return router;
}

std::string answer(const Router& router, std::string path) {
    Request request({.target = std::move(path)});
    if (!router.resolve(request)) return "none";
    return std::string(router.call(request).text());
}

TEST(RePath, GivesTheViewItsGroups) {
    Router router = of(articles());
    EXPECT_EQ(answer(router, "/articles/2026/"), "year 2026");
    EXPECT_EQ(answer(router, "/articles/26/"), "none");
    EXPECT_EQ(answer(router, "/archive/"), "first page");
    EXPECT_EQ(answer(router, "/archive/7/"), "page 7");
    EXPECT_EQ(answer(router, "/old/hello-12.html"), "hello#12");
    EXPECT_EQ(answer(router, "/old/hello-12xhtml"), "none");
}

TEST(RePath, IsReversedWithArgumentsThatItMatches) {
    Router router = of(articles());
    EXPECT_EQ(router.reverse("year-archive", 2026), "/articles/2026/");
    EXPECT_EQ(router.reverse("archive"), "/archive/");
    EXPECT_EQ(router.reverse("archive", 3), "/archive/3/");
    EXPECT_EQ(router.url<old_post>("hello", 12), "/old/hello-12.html");
    EXPECT_THROW(router.reverse("year-archive", 26), NoReverseMatch);
}

TEST(RePath, KeepsItsPlaceAmongPlainRoutes) {
    auto said = [](std::string text) { return [text](Request&) { return Response(text); }; };
    Router router = of(urls({route("a/<slug:s>/", said("plain first")), re_route("^a/", said("expression")), route("a/b/c/", said("late")),
                             route("b/", said("b"))}));
    EXPECT_EQ(answer(router, "/a/x/"), "plain first");
    EXPECT_EQ(answer(router, "/a/b/c/"), "expression");
    EXPECT_EQ(answer(router, "/b/"), "b");
}

TEST(RePath, TakesPartInMethodsAndListings) {
    Router router = of(urls({re_route("^a/$", [](Request&) { return Response("a"); }, "a").methods({"POST"}),
                             re_route("^a/$", [](Request&) { return Response("b"); }, "b").methods({"POST"})}));
    EXPECT_EQ(router.allowed("/a/").str(), "POST");
    ASSERT_EQ(router.shadowed().size(), 1u);
    EXPECT_EQ(router.shadowed()[0].route->name(), "b");
    EXPECT_EQ(router.similar_path("/c/"), "");
}

TEST(RePath, GoesBelowPrefixesOfBothKinds) {
    auto lang = [](Request& request) { return Response(std::string(request.parameter("lang")) + " " + std::string(request.parameter("id"))); };
    Router router = of(urls({include("site.a/", articles(), "site"),
                             re_include(R"(^(?P<lang>[a-z]{2})/)", urls({route("posts/<int:id>/", lang, "post"), re_route(R"(^p(?P<id>\d+)$)", lang, "short")}))}));
    EXPECT_EQ(answer(router, "/site.a/articles/2026/"), "year 2026");
    EXPECT_EQ(answer(router, "/sitexa/articles/2026/"), "none");
    EXPECT_EQ(router.reverse("site:year-archive", 2026), "/site.a/articles/2026/");
    EXPECT_EQ(answer(router, "/fr/posts/5/"), "fr 5");
    EXPECT_EQ(answer(router, "/fr/posts/x/"), "none");
    EXPECT_EQ(answer(router, "/fr/p5"), "fr 5");
    EXPECT_EQ(router.reverse("post", "fr", 5), "/fr/posts/5/");
    EXPECT_EQ(router.reverse("short", "de", 7), "/de/p7");
    EXPECT_THROW(re_include("^(x)/", articles()), Error);
}

TEST(RePath, SaysWhatIsNoExpression) {
    try {
        re_route("^a(", [](Request&) { return Response("a"); });
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("is no regular expression"));
    }
}

TEST(RePath, GivesUpOnPathsThatTakeTooLong) {
    Router router = of(re_route("^(a+)+$", [](Request&) { return Response("a"); }));
    EXPECT_EQ(answer(router, "/aaaa"), "a");
    EXPECT_EQ(answer(router, "/" + std::string(200, 'a') + "!"), "none");
}

TEST(RegexForms, CountWholeCharacters) {
    auto forms = routing::regex_forms("ü{2}(x)?");
    ASSERT_EQ(forms.size(), 2u);
    ASSERT_EQ(forms[0].pieces.size(), 2u);
    EXPECT_EQ(forms[0].pieces[1].text, "ü");
    EXPECT_THAT(forms[1].parameters, ElementsAre("_0"));
}

} // namespace
} // namespace portico
