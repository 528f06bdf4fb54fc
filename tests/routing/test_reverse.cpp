#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/routing/router.hpp>

namespace portico {
namespace {

using testing::HasSubstr;

Response detail(Request&, std::string_view) { return {}; }
Response archive(Request&, int, int) { return {}; }
Response index(Request&) { return {}; }

Router blog() {
    Router router;
    router.add(urls({path<index>("", "post-list"), path<detail>("posts/<slug:slug>/", "post-detail"),
                     path<archive>("archive/<int:year>/<int:month>/", "archive"),
                     path<detail>("by/<str:name>/", "by"), path<index>("é b/", "odd")}),
               "blog/", "blog");
    router.add(urls({path<index>("twice/", "twice"), path<detail>("twice/<str:a>/", "twice")}));
    return router;
}

TEST(Reverse, FillsThePattern) {
    Router router = blog();
    EXPECT_EQ(router.reverse("blog:post-list"), "/blog/");
    EXPECT_EQ(router.reverse("blog:post-detail", "hello"), "/blog/posts/hello/");
    EXPECT_EQ(router.reverse("blog:archive", 2026, 3), "/blog/archive/2026/3/");
}

TEST(Reverse, TakesArgumentsByName) {
    std::vector<Router::NamedArgument> arguments{{"month", 3}, {"year", 2026}};
    EXPECT_EQ(blog().reverse_named("blog:archive", arguments), "/blog/archive/2026/3/");
}

TEST(Reverse, EscapesWhatUrlsCanNotHold) {
    EXPECT_EQ(blog().reverse("blog:by", "é ü%?#&="), "/blog/by/%C3%A9%20%C3%BC%25%3F%23&=/");
    EXPECT_EQ(blog().reverse("blog:odd"), "/blog/%C3%A9%20b/");
}

TEST(Reverse, NeverLeavesTheSite) {
    Router router;
    router.add(path<detail>("<path:any>", "any"));
    EXPECT_EQ(router.reverse("any", "/evil.example"), "/%2Fevil.example");
}

TEST(Reverse, TriesAllRoutesOfAName) {
    EXPECT_EQ(blog().reverse("twice"), "/twice/");
    EXPECT_EQ(blog().reverse("twice", "x"), "/twice/x/");
}

struct Color {
    int red = 0;
};
std::string url_text(const Color& color) { return "red" + std::to_string(color.red); }

TEST(Reverse, TakesTypesThatHaveAUrlText) {
    EXPECT_EQ(blog().reverse("blog:by", Color{5}), "/blog/by/red5/");
}

TEST(Reverse, OfAViewIsCheckedWhileCompiling) {
    EXPECT_EQ(blog().url<archive>(2026, 3), "/blog/archive/2026/3/");
    EXPECT_THROW(blog().url<([](Request&) { return Response(); })>(), NoReverseMatch);
}

struct Message {
    std::string what;
    std::string hint;
};
template <class... Arguments> Message failure(std::string_view name, const Arguments&... arguments) {
    try {
        blog().reverse(name, arguments...);
    } catch (const NoReverseMatch& error) {
        return {error.what(), error.hint()};
    }
    return {"no error", ""};
}

TEST(Reverse, SuggestsTheNameThatWasMeant) {
    EXPECT_EQ(failure("blog:post-detial", "x").what, "no route is named \"blog:post-detial\"");
    EXPECT_EQ(failure("blog:post-detial", "x").hint, "did you mean \"blog:post-detail\"?");
    EXPECT_EQ(failure("archive", 1, 2).hint, "did you mean \"blog:archive\"?");
}

TEST(Reverse, SaysWhichArgumentDoesNotFit) {
    EXPECT_EQ(failure("blog:post-detail", "a b").what,
              "no URL for route \"blog:post-detail\": \"a b\" is no <slug:slug>");
    EXPECT_EQ(failure("blog:post-detail", "").what,
              "no URL for route \"blog:post-detail\": \"\" is no <slug:slug>");
    EXPECT_EQ(failure("blog:archive", 2026).what, "no URL for route \"blog:archive\": 1 argument given");
    EXPECT_EQ(failure("blog:archive", 2026).hint, "its pattern is \"blog/archive/<int:year>/<int:month>/\"");
    EXPECT_THAT(failure("blog:archive", -1, 2).what, HasSubstr("\"-1\" is no <int:year>"));
}

} // namespace
} // namespace portico
