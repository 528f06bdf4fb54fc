#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/base/log.hpp>
#include <portico/fibers/fiber.hpp>
#include <portico/middleware/app.hpp>
#include <portico/middleware/errors.hpp>
#include <portico/project/hooks.hpp>
#include <portico/project/project.hpp>
#include <portico/routing/urls.hpp>

namespace portico {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct RowMissing : Error {
    using Error::Error;
};

Response broken(Request&) { throw Error("the <engine> is off", "switch it on"); }
Response nested(Request&) {
    try {
        throw std::out_of_range("index 5");
    } catch (...) {
        std::throw_with_nested(Error("no such post"));
    }
}
Response forbidden(Request&) { throw PermissionDenied("Only for editors.", "ann is no editor"); }
Response missing_row(Request&) { throw RowMissing("no row"); }
Response limited(Request&) { throw HttpError(429).set_header("Retry-After", "60"); }
Response odd(Request&) { throw 5; }
Response cancelled(Request&) { throw fibers::Cancelled(); }
Response form(Request& request) {
    request.form();
    throw Error("form failed");
}
Response post_detail(Request&, std::string_view slug) {
    throw Http404("No post called " + std::string(slug) + ".");
}

struct Site {
    explicit Site(bool debug, App extra = App("extra")) : project({.settings = {{"debug", debug}}}) {
        project.install(standard_middleware());
        project.install(
            App("blog")
                .with(urls({path<broken>("broken/"), path<nested>("nested/"), path<forbidden>("forbidden/"),
                            path<missing_row>("row/"), path<limited>("limited/"), path<odd>("odd/"),
                            path<cancelled>("cancelled/"), path<form>("form/").with(CsrfExempt{}),
                            path<post_detail>("posts/<slug:slug>/", "post-detail")}))
                .with(error_status<RowMissing>(404)));
        project.install(std::move(extra));
    }
    Response get(std::string target, Headers headers = {}) {
        headers.set("Host", "testserver");
        Request request({.target = std::move(target), .headers = std::move(headers)});
        return project.handle(request);
    }
    log::Capture log;
    Project project;
};

TEST(Errors, ArePlainPagesInProduction) {
    Site site(false);
    Response page = site.get("/broken/");
    EXPECT_EQ(page.status(), 500);
    EXPECT_EQ(page.content_type(), "text/html; charset=utf-8");
    EXPECT_THAT(page.text(),
                AllOf(HasSubstr("Something went wrong here"),
                      HasSubstr(std::string(page.header("X-Request-ID"))), Not(HasSubstr("engine"))));
    EXPECT_THAT(site.log.text(),
                HasSubstr("500 GET /broken/: portico::Error: the <engine> is off (switch it on)"));
}

TEST(Errors, ShowPublicMessagesAndLogDetails) {
    Site site(false);
    Response page = site.get("/forbidden/");
    EXPECT_EQ(page.status(), 403);
    EXPECT_THAT(page.text(), AllOf(HasSubstr("Only for editors."), Not(HasSubstr("ann"))));
    EXPECT_THAT(site.log.text(), HasSubstr("ann is no editor"));
}

TEST(Errors, AreJsonForThoseWhoPreferIt) {
    Site site(false);
    Response page = site.get("/forbidden/", {{"Accept", "application/json"}});
    EXPECT_EQ(page.content_type(), "application/json");
    EXPECT_EQ(page.text(), R"({"detail":"Only for editors."})");
    EXPECT_THAT(site.get("/nope/", {{"Accept", "*/*"}, {"Content-Type", "application/json"}}).text(),
                HasSubstr(R"({"detail":"Not Found"})"));
    EXPECT_THAT(site.get("/broken/", {{"Accept", "application/json"}}).text(), HasSubstr("request_id"));
}

TEST(Errors, KeepTheirHeaders) { EXPECT_EQ(Site(false).get("/limited/").header("Retry-After"), "60"); }

TEST(Errors, OfOtherRoomsHaveTheStatusOfTheTable) {
    Site site(false);
    EXPECT_EQ(site.get("/row/").status(), 404);
}

TEST(Errors, ThatAreNoExceptionsAreCaughtToo) { EXPECT_EQ(Site(false).get("/odd/").status(), 500); }

TEST(Errors, LetCancellationPass) { EXPECT_THROW(Site(false).get("/cancelled/"), fibers::Cancelled); }

TEST(Errors, MayHavePagesOfTheSite) {
    App extra =
        App("extra").with(ErrorPage{[](Request&, int status, std::string_view) -> std::optional<Response> {
            if (status == 500) throw Error("the page is broken too");
            if (status != 404) return std::nullopt;
            return Response("our own page", 404);
        }});
    Site site(false, std::move(extra));
    EXPECT_EQ(site.get("/nope/").text(), "our own page");
    EXPECT_THAT(site.get("/forbidden/").text(), HasSubstr("Only for editors."));
    EXPECT_THAT(site.get("/broken/").text(), HasSubstr("Something went wrong here"));
    EXPECT_THAT(site.log.text(),
                HasSubstr("the page for status 500 of app \"extra\" failed: the page is broken too"));
}

TEST(DebugPage, TellsWhatHappenedAndWhatToDo) {
    Site site(true);
    Response page = site.get("/broken/?q=<x>",
                             {{"Authorization", "Bearer abc"}, {"Cookie", "sessionid=s3cr3t; theme=dark"}});
    EXPECT_EQ(page.status(), 500);
    EXPECT_THAT(page.text(), AllOf(HasSubstr("portico::Error"), HasSubstr("the &lt;engine&gt; is off"),
                                   HasSubstr("switch it on"), HasSubstr("/broken/"),
                                   HasSubstr("test_errors.cpp:"), HasSubstr("&lt;x&gt;"), HasSubstr("dark")));
    EXPECT_THAT(page.text(), AllOf(Not(HasSubstr("Bearer abc")), Not(HasSubstr("s3cr3t"))));
}

TEST(DebugPage, ShowsTheChainOfCauses) {
    EXPECT_THAT(Site(true).get("/nested/").text(),
                AllOf(HasSubstr("no such post"), HasSubstr("Caused by"), HasSubstr("std::out_of_range"),
                      HasSubstr("index 5")));
}

TEST(DebugPage, MasksPasswordsOfTheForm) {
    Site site(true);
    Request request(
        {.method = "POST",
         .target = "/form/",
         .headers = {{"Host", "testserver"}, {"Content-Type", "application/x-www-form-urlencoded"}},
         .body = "name=ann&password=hunter2"});
    Response page = site.project.handle(request);
    EXPECT_THAT(page.text(), AllOf(HasSubstr("form failed"), HasSubstr("ann"), Not(HasSubstr("hunter2"))));
}

TEST(DebugPage, LetsItsStyleThroughThePolicy) {
    Response page = Site(true).get("/broken/");
    std::string policy(page.header("Content-Security-Policy"));
    auto begin = policy.find("'nonce-") + 7;
    std::string nonce = policy.substr(begin, policy.find('\'', begin) - begin);
    EXPECT_THAT(page.text(), HasSubstr("<style nonce=\"" + nonce + "\">"));
}

TEST(DebugPage, OfAnUnknownPathListsTheRoutes) {
    EXPECT_THAT(Site(true).get("/brokne/").text(),
                AllOf(HasSubstr("Did you mean /broken/?"), HasSubstr("/posts/&lt;slug:slug&gt;/"),
                      HasSubstr("post-detail"), HasSubstr("no route matches the path")));
    EXPECT_THAT(Site(true).get("/posts/x/").text(),
                AllOf(HasSubstr("No post called x."), Not(HasSubstr("Did you mean"))));
}

} // namespace
} // namespace portico
