#include "program.hpp"

#include <portico/http/request.hpp>
#include <portico/project/hooks.hpp>
#include <portico/project/reverse.hpp>
#include <portico/routing/urls.hpp>

namespace project_tests {

Response front(Request&) { return Response("front of " + Project::current().settings().time_zone); }
Response post(Request&, std::string_view slug) {
    return Response("post " + std::string(slug) + " at " + reverse("post", slug));
}
Response broken(Request&) { throw std::runtime_error("the secret is 42"); }
Response missing(Request&) { throw std::out_of_range("row 7"); }

Response stream(Request&) {
    return Response::stream("text/plain",
                            [](BodyWriter& out) { out.write(Project::current().settings().time_zone); });
}

struct TextWriter : BodyWriter {
    std::string text{};
    void write(std::string_view piece) override { text += piece; }
    void flush() override {}
};

Middleware tag(std::string name, std::vector<std::string> after = {}) {
    return {.name = name,
            .handle =
                [name](Request& request, Next next) {
                    Response response = next(request);
                    response.headers().add("X-Tag", name);
                    return response;
                },
            .after = std::move(after)};
}

struct Expands {
    void contribute(App& app) const { app.with(Urls(path<front>("expanded/", "expanded"))); }
};

App site() {
    return App("site").with(urls({path<front>("", "front"), path<post>("posts/<slug:slug>/", "post"),
                                  path<broken>("broken/"), path<missing>("missing/")}));
}

class HandleTest : public Program {
protected:
    Response get(Project& project, std::string target) {
        request = std::make_unique<Request>(
            RequestData{.target = std::move(target), .headers = {{"Host", "testserver"}}});
        return project.handle(*request);
    }
    std::unique_ptr<Request> request;
};

TEST_F(HandleTest, ARequestReachesItsViewWithTheProjectCurrent) {
    auto project = start();
    project->install(site());
    EXPECT_EQ(get(*project, "/").text(), "front of UTC");
    EXPECT_EQ(Project::current_or_null(), nullptr);
}

TEST_F(HandleTest, RoutesAreBelowTheAppsPrefix) {
    auto project = start();
    project->install(site(), "blog/");
    EXPECT_EQ(get(*project, "/blog/posts/hello/").text(), "post hello at /blog/posts/hello/");
    EXPECT_EQ(get(*project, "/posts/hello/").status(), 404);
}

TEST_F(HandleTest, SeveralProjectsLiveBesideEachOther) {
    auto berlin = start({.settings = {{"time_zone", "Europe/Berlin"}}});
    auto tokyo = start({.settings = {{"time_zone", "Asia/Tokyo"}}});
    berlin->install(site());
    tokyo->install(site(), "t/");
    EXPECT_EQ(get(*berlin, "/").text(), "front of Europe/Berlin");
    EXPECT_EQ(get(*tokyo, "/t/").text(), "front of Asia/Tokyo");
}

TEST_F(HandleTest, ExceptionsBecomePlainAnswersThatTellNothing) {
    auto project = start();
    project->install(site());
    Response answer = get(*project, "/broken/");
    EXPECT_EQ(answer.status(), 500);
    EXPECT_THAT(std::string(answer.text()), Not(HasSubstr("42")));
}

TEST_F(HandleTest, MappedExceptionsGetTheirStatus) {
    auto project = start();
    project->install(site().with(error_status<std::out_of_range>(404)));
    EXPECT_EQ(get(*project, "/missing/").status(), 404);
}

TEST_F(HandleTest, MiddlewareIsArrangedByItsConstraints) {
    auto project = start();
    project->install(site().with(tag("inner", {"outer"})).with(tag("outer")));
    EXPECT_THAT(project->middleware(), testing::ElementsAre("outer", "inner"));
    EXPECT_THAT(get(*project, "/").headers().get_list("X-Tag"), testing::ElementsAre("inner", "outer"));
}

TEST_F(HandleTest, AListInTheSettingsIsTheWholeOrder) {
    auto project = start({.settings = {{"middleware", Value::list({"b"})}}});
    project->install(site().with(tag("a")).with(tag("b")));
    EXPECT_THAT(project->middleware(), testing::ElementsAre("b"));
}

TEST_F(HandleTest, AListThatBreaksAConstraintIsAnError) {
    auto project = start({.settings = {{"middleware", Value::list({"inner", "outer"})}}});
    project->install(site().with(tag("inner", {"outer"})).with(tag("outer")));
    EXPECT_THAT(problems(*project),
                AllOf(HasSubstr("middleware.E001"), HasSubstr("inner"), HasSubstr("outer")));
    EXPECT_THROW(project->start(), StartError);
}

TEST_F(HandleTest, AnUnknownNameInTheListIsAnError) {
    auto project = start({.settings = {{"middleware", Value::list({"outr"})}}});
    project->install(site().with(tag("outer")));
    EXPECT_THAT(problems(*project), AllOf(HasSubstr("\"outr\""), HasSubstr("outer")));
}

TEST_F(HandleTest, AShadowedRouteIsAWarning) {
    auto project = start();
    project->install(App("a").with(urls({path<post>("<str:slug>/", "any"), path<front>("about/", "about")})));
    EXPECT_THAT(problems(*project), AllOf(HasSubstr("warning routing.W001"), HasSubstr("/about/"),
                                          HasSubstr("handle_test.cpp:")));
    EXPECT_NO_THROW(project->start());
}

TEST_F(HandleTest, AContributionMayBringRoutes) {
    auto project = start();
    project->install(App("x").with(Expands{}));
    EXPECT_EQ(get(*project, "/expanded/").status(), 200);
}

TEST_F(HandleTest, AnAppAfterTheStartIsRefused) {
    auto project = start();
    project->start();
    EXPECT_THROW(project->install(site()), Error);
}

TEST_F(HandleTest, AStreamIsWrittenWithTheProjectCurrent) {
    auto project = start({.settings = {{"time_zone", "Asia/Tokyo"}}});
    project->install(App("x").with(urls({path<stream>("")})));
    Response answer = get(*project, "/");
    TextWriter writer;
    std::get<StreamBody>(answer.body()).write(writer);
    EXPECT_EQ(writer.text, "Asia/Tokyo");
}

TEST_F(HandleTest, RoutesAreListed) {
    auto project = start();
    project->install(site().with(tag("outer")), "blog/");
    EXPECT_EQ(project->run({"routes"}), 0);
    EXPECT_THAT(out.str(),
                AllOf(HasSubstr("/blog/posts/<slug:slug>/"), HasSubstr("post"), HasSubstr("handle_test.cpp:"),
                      HasSubstr("middleware, outermost first: outer")));
    out.str("");
    EXPECT_EQ(project->run({"routes", "broken"}), 0);
    EXPECT_THAT(out.str(), AllOf(HasSubstr("/blog/broken/"), Not(HasSubstr("slug"))));
}

}  // namespace project_tests
