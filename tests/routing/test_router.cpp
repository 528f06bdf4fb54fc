#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/routing/router.hpp>

namespace portico {
namespace {

using testing::ElementsAre;

Response nothing(Request&) { return {}; }
Route at(std::string pattern, std::string name = {}) {
    return route(std::move(pattern), nothing, std::move(name));
}

struct Outcome {
    std::string name;
    std::vector<std::string> values;
    bool operator==(const Outcome&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
    return out << outcome.name << ' ' << testing::PrintToString(outcome.values);
}

Outcome resolve(const Router& router, std::string path, std::string method = "GET") {
    Request request({.method = std::move(method), .target = std::move(path)});
    const Route* route = router.resolve(request);
    Outcome outcome{route ? route->name() : "none", {}};
    for (const auto& parameter : request.route().parameters) outcome.values.emplace_back(parameter.value);
    return outcome;
}

Router of(std::initializer_list<Urls> entries) {
    Router router;
    router.add(urls(entries));
    return router;
}

TEST(Router, TheFirstMatchWins) {
    Router router = of({at("posts/<slug:slug>/", "detail"), at("posts/new/", "late"),
                        at("pages/new/", "early"), at("pages/<slug:slug>/", "page")});
    EXPECT_EQ(resolve(router, "/posts/new/"), (Outcome{"detail", {"new"}}));
    EXPECT_EQ(resolve(router, "/pages/new/"), (Outcome{"early", {}}));
    EXPECT_EQ(resolve(router, "/pages/old/"), (Outcome{"page", {"old"}}));
}

TEST(Router, TellsTheRootFromNothing) {
    Router router = of({at("", "home")});
    EXPECT_EQ(resolve(router, "/").name, "home");
    EXPECT_EQ(resolve(router, "//").name, "none");
    EXPECT_EQ(resolve(router, "/x").name, "none");
    EXPECT_EQ(resolve(router, "*", "OPTIONS").name, "none");
}

TEST(Router, MindsTheTrailingSlash) {
    Router router = of({at("a/", "slash"), at("b", "none-there")});
    EXPECT_EQ(resolve(router, "/a/").name, "slash");
    EXPECT_EQ(resolve(router, "/a").name, "none");
    EXPECT_EQ(resolve(router, "/b/").name, "none");
}

TEST(Router, ConvertersTakeWhatDjangosTake) {
    Router router = of({at("int/<int:v>/", "int"), at("slug/<slug:v>/", "slug"), at("uuid/<uuid:v>/", "uuid"),
                        at("str/<v>/", "str"), at("path/<path:v>/", "path")});
    EXPECT_EQ(resolve(router, "/int/0042/").values, (std::vector<std::string>{"0042"}));
    EXPECT_EQ(resolve(router, "/int/-1/").name, "none");
    EXPECT_EQ(resolve(router, "/int/1/2/").name, "none");
    EXPECT_EQ(resolve(router, "/slug/a-B_9/").name, "slug");
    EXPECT_EQ(resolve(router, "/slug/é/").name, "none");
    EXPECT_EQ(resolve(router, "/uuid/39da9369-838e-4750-91a5-f7805cd82839/").name, "uuid");
    EXPECT_EQ(resolve(router, "/uuid/39DA9369-838E-4750-91A5-F7805CD82839/").name, "none");
    EXPECT_EQ(resolve(router, "/str/a%20b/").values, (std::vector<std::string>{"a b"}));
    EXPECT_EQ(resolve(router, "/str//").name, "none");
    EXPECT_EQ(resolve(router, "/path/a/b/c/").values, (std::vector<std::string>{"a/b/c"}));
    EXPECT_EQ(resolve(router, "/path//").name, "none");
}

TEST(Router, MatchesSeveralPiecesInASegment) {
    Router router = of(
        {at("<int:year>-<int:month>/<slug:slug>.html", "page"), at("v<int:major>.<str:minor>", "version")});
    EXPECT_EQ(resolve(router, "/2026-03/hello-world.html"), (Outcome{"page", {"2026", "03", "hello-world"}}));
    EXPECT_EQ(resolve(router, "/v1.2.3"), (Outcome{"version", {"1", "2.3"}}));
    EXPECT_EQ(resolve(router, "/v1.").name, "none");
}

TEST(Router, APathParameterMayBeFollowedByMore) {
    Router router = of({at("files/<path:path>/edit/", "edit"), at("files/<path:path>", "file")});
    EXPECT_EQ(resolve(router, "/files/a/edit/edit/"), (Outcome{"edit", {"a/edit"}}));
    EXPECT_EQ(resolve(router, "/files/a/b.txt"), (Outcome{"file", {"a/b.txt"}}));
    EXPECT_EQ(resolve(router, "/files/").name, "none");
}

TEST(Router, ADeeperRouteDoesNotHideAShorterOne) {
    Router router = of({at("<str:a>/x/<str:b>/", "deep"), at("p/<str:c>/y/", "other")});
    EXPECT_EQ(resolve(router, "/p/x/y/"), (Outcome{"deep", {"p", "y"}}));
    EXPECT_EQ(resolve(router, "/p/z/y/"), (Outcome{"other", {"z"}}));
}

TEST(Router, IncludesHavePrefixesAndNamespaces) {
    Router router;
    router.add(urls({at("", "index"), include("feeds/", urls({at("atom/", "atom")}), "feeds")}), "blog/",
               "blog");
    EXPECT_EQ(resolve(router, "/blog/").name, "blog:index");
    EXPECT_EQ(resolve(router, "/blog/feeds/atom/").name, "blog:feeds:atom");
}

TEST(Router, ChoosesByMethodAmongRoutesOfOnePath) {
    Router router = of({at("posts/", "list").methods({"GET"}), at("posts/", "create").methods({"POST"})});
    EXPECT_EQ(resolve(router, "/posts/", "GET").name, "list");
    EXPECT_EQ(resolve(router, "/posts/", "HEAD").name, "list");
    EXPECT_EQ(resolve(router, "/posts/", "POST").name, "create");
    EXPECT_EQ(resolve(router, "/posts/", "DELETE").name, "none");
}

Response call(const Router& router, std::string path, std::string method) {
    Request request({.method = std::move(method), .target = std::move(path)});
    router.resolve(request);
    return router.call(request);
}

TEST(Router, SaysWhichMethodsWouldDo) {
    Router router = of({at("posts/").methods({"GET"}), at("posts/").methods({"POST"})});
    EXPECT_THROW(
        {
            try {
                call(router, "/posts/", "DELETE");
            } catch (const MethodNotAllowed& error) {
                EXPECT_EQ(error.allow(), "GET, HEAD, POST, OPTIONS");
                throw;
            }
        },
        MethodNotAllowed);
}

TEST(Router, AnswersOptionsWhereNoRouteDoes) {
    Router router = of({at("posts/").methods({"GET"}), at("any/")});
    Response response = call(router, "/posts/", "OPTIONS");
    EXPECT_EQ(response.status(), 204);
    EXPECT_EQ(response.header("Allow"), "GET, HEAD, OPTIONS");
    EXPECT_EQ(call(router, "/any/", "OPTIONS").status(), 200);
}

TEST(Router, TakesUnheardOfMethodsWhereARouteTakesAll) {
    Router router = of({at("any/", "any"), at("some/", "some").methods({"GET"})});
    EXPECT_EQ(resolve(router, "/any/", "PROPFIND").name, "any");
    EXPECT_EQ(resolve(router, "/some/", "PROPFIND").name, "none");
}

TEST(Router, OfAnUnknownPathThrowsHttp404) {
    EXPECT_THROW(call(of({at("posts/")}), "/nope/", "GET"), Http404);
}

TEST(Router, FindsSimilarPaths) {
    EXPECT_EQ(of({at("posts/"), at("about/")}).similar_path("/post/"), "/posts/");
    EXPECT_EQ(of({at("posts/")}).similar_path("/entirely/different/"), "");
    EXPECT_EQ(of({at("posts/<slug:slug>/")}).similar_path("/pots/hello"), "/posts/hello/");
    EXPECT_EQ(of({at("posts/<int:id>/")}).similar_path("/pots/hello"), "");
}

std::vector<std::string> shadows(std::initializer_list<Urls> entries) {
    Router router = of(entries);
    std::vector<std::string> out;
    for (const auto& [route, by] : router.shadowed())
        out.push_back(route->pattern() + " by " + by->pattern());
    return out;
}

TEST(Shadowed, RoutesAreFound) {
    EXPECT_THAT(shadows({at("posts/<slug:s>/"), at("posts/new/")}),
                ElementsAre("posts/new/ by posts/<slug:s>/"));
    EXPECT_THAT(shadows({at("<str:a>/"), at("<int:b>/")}), ElementsAre("<int:b>/ by <str:a>/"));
    EXPECT_THAT(shadows({at("a/<path:rest>"), at("a/<int:b>/c/")}),
                ElementsAre("a/<int:b>/c/ by a/<path:rest>"));
    EXPECT_THAT(shadows({at("<int:a>-<int:b>/"), at("<int:c>-<int:d>/")}),
                ElementsAre("<int:c>-<int:d>/ by <int:a>-<int:b>/"));
    EXPECT_THAT(shadows({at("x/"), at("x/")}), ElementsAre("x/ by x/"));
}

TEST(Shadowed, RoutesThatCanBeReachedAreNone) {
    EXPECT_THAT(shadows({at("posts/new/"), at("posts/<slug:s>/")}), ElementsAre());
    EXPECT_THAT(shadows({at("<int:a>/"), at("<str:b>/")}), ElementsAre());
    EXPECT_THAT(shadows({at("<slug:a>/"), at("é/")}), ElementsAre());
    EXPECT_THAT(shadows({at("a/<path:rest>"), at("a/")}), ElementsAre());
    EXPECT_THAT(shadows({at("x/").methods({"GET"}), at("x/").methods({"POST"}), at("x/")}), ElementsAre());
    EXPECT_THAT(shadows({at("<str:a>/"), at("<path:b>/")}), ElementsAre());
}

TEST(Route, RefusesPatternsThatAreNone) {
    EXPECT_THROW(at("/posts/"), Error);
    EXPECT_THROW(at("posts/<slug"), Error);
    EXPECT_THROW(at("posts/<strange:slug>/"), Error);
    // The view's parameters were compared with its own pattern.
    EXPECT_THROW(include("<int:year>/", urls({path<nothing>("")})), Error);
}

TEST(Router, APrefixMayHaveParameters) {
    Router router = of({include("<slug:lang>/", urls({at("posts/<int:id>/", "post")}))});
    EXPECT_EQ(resolve(router, "/de/posts/7/"), (Outcome{"post", {"de", "7"}}));
    EXPECT_EQ(router.reverse("post", "de", 7), "/de/posts/7/");
}

TEST(Router, AnAppThatIsThereTwiceIsReversedByTheCurrentOne) {
    Urls shop = urls({at("cart/", "cart")});
    Router router = of({include("a/", shop, "shop-a", "shop"), include("b/", shop, "shop-b", "shop")});
    EXPECT_EQ(router.reverse_list("shop:cart", {}), "/b/cart/");
    EXPECT_EQ(router.reverse_list("shop:cart", {}, "shop-a"), "/a/cart/");
    EXPECT_EQ(router.reverse_list("shop-a:cart", {}, "shop-b"), "/a/cart/");
}

struct Summary {
    std::string text;
};

TEST(Route, CarriesOptionsOfAnyType) {
    Router router = of({urls({at("a/").with(Summary{"first"}), at("b/")}).with(CsrfExempt{})});
    auto routes = router.routes();
    ASSERT_NE(routes[0]->option<Summary>(), nullptr);
    EXPECT_EQ(routes[0]->option<Summary>()->text, "first");
    EXPECT_EQ(routes[1]->option<Summary>(), nullptr);
    EXPECT_NE(routes[1]->option<CsrfExempt>(), nullptr);
}

TEST(Route, KnowsWhereItWasDeclared) {
    EXPECT_THAT(path<nothing>("a/").where().file_name(), testing::HasSubstr("test_router.cpp"));
}

} // namespace
} // namespace portico
