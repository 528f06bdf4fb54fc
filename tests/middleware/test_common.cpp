#include <gtest/gtest.h>

#include <portico/middleware/common.hpp>

#include "run.hpp"

namespace portico {
namespace {

Response visit(std::string method, std::string target) {
    Router router;
    router.add(urls(
        {route("posts/<slug:slug>/", ok), route("file", ok), route("<path:any>/", ok).methods({"POST"})}));
    Request request({.method = std::move(method), .target = std::move(target)});
    router.resolve(request);
    return run(common(router), request, [&](Request& inner) { return router.call(inner); });
}

TEST(AppendSlash, RedirectsWhereOnlyThatIsARoute) {
    Response response = visit("GET", "/posts/a?x=1&y=2");
    EXPECT_EQ(response.status(), 301);
    EXPECT_EQ(response.header("Location"), "/posts/a/?x=1&y=2");
    EXPECT_EQ(visit("HEAD", "/posts/a").status(), 301);
}

TEST(AppendSlash, LeavesRoutesAlone) {
    EXPECT_EQ(visit("GET", "/posts/a/").status(), 200);
    EXPECT_EQ(visit("GET", "/file").status(), 200);
}

TEST(AppendSlash, LeavesWhatIsNoRouteEitherWay) {
    EXPECT_THROW(visit("GET", "/posts/a.b"), Http404);
    EXPECT_THROW(visit("GET", "//evil.example/x"), Http404);
}

TEST(AppendSlash, NeverRedirectsAPost) {
    EXPECT_THROW(
        {
            try {
                visit("POST", "/posts/a");
            } catch (const Http404& error) {
                EXPECT_STREQ(
                    error.what(),
                    "POST /posts/a lacks the slash at its end, and a redirect would lose what was sent: "
                    "send it to \"/posts/a/\"");
                throw;
            }
        },
        Http404);
}

} // namespace
} // namespace portico
