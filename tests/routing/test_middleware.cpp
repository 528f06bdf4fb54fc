#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/base/error.hpp>
#include <portico/routing/middleware.hpp>

namespace portico {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Middleware named(std::string name, std::vector<std::string> after = {}, std::vector<std::string> before = {},
                 std::vector<std::string> needs = {}) {
    auto handle = [name](Request& request, Next next) -> Response {
        return name + "(" + std::string(next(request).text()) + ")";
    };
    return {name, handle, std::move(after), std::move(before), std::move(needs)};
}

std::vector<std::string> messages(const MiddlewareList& list) {
    std::vector<std::string> out;
    for (const Error& error : list.problems()) out.push_back(error.full());
    return out;
}

TEST(Pipeline, RunsFromTheOutsideIn) {
    Pipeline pipeline({named("a"), named("b")}, [](Request&) { return Response("view"); });
    Request request(RequestData{});
    EXPECT_EQ(pipeline(request).text(), "a(b(view))");
    EXPECT_EQ(pipeline(request).text(), "a(b(view))");
}

TEST(Pipeline, MayBeAnsweredEarly) {
    Middleware closed{"closed", [](Request&, Next) { return Response("closed", 503); }};
    Pipeline pipeline({named("a"), closed, named("b")}, [](Request&) { return Response("view"); });
    Request request(RequestData{});
    EXPECT_EQ(pipeline(request).text(), "a(closed)");
}

TEST(Pipeline, LetsExceptionsThrough) {
    Pipeline pipeline({named("a")}, [](Request&) -> Response { throw Http404(); });
    Request request(RequestData{});
    EXPECT_THROW(pipeline(request), Http404);
}

TEST(MiddlewareList, IsArrangedOnlyAsConstraintsDemand) {
    MiddlewareList list({named("errors"), named("auth", {"sessions"}), named("csrf"), named("sessions"),
                         named("id", {}, {"errors"}), named("mail", {"absent"})});
    EXPECT_THAT(list.arrange().names(), ElementsAre("csrf", "sessions", "auth", "id", "errors", "mail"));
    EXPECT_THAT(messages(list), IsEmpty());
}

TEST(MiddlewareList, SaysWhatIsOutOfOrder) {
    MiddlewareList list({named("auth", {"sessions"}), named("sessions")});
    EXPECT_THAT(
        messages(list),
        ElementsAre("middleware \"sessions\" must come before \"auth\"; change the order of the list"));
}

TEST(MiddlewareList, SaysWhatIsMissingTwiceOrContradictory) {
    EXPECT_THAT(messages(MiddlewareList({named("auth", {}, {}, {"sessions"})})),
                ElementsAre(testing::StartsWith("middleware \"auth\" needs \"sessions\", which is missing")));
    EXPECT_THAT(messages(MiddlewareList({named("a"), named("a")})),
                ElementsAre("middleware \"a\" is in the list twice; remove one"));
    EXPECT_THAT(messages(MiddlewareList({named("a", {"b"}), named("b", {"a"})}).arrange()),
                ElementsAre(testing::HasSubstr("contradict")));
}

TEST(MiddlewareList, MayBeChosenByName) {
    MiddlewareList list({named("a"), named("b"), named("sessions")});
    list.choose({"b", "session", "a"});
    EXPECT_THAT(list.names(), ElementsAre("b", "a"));
    EXPECT_THAT(messages(list),
                ElementsAre("there is no middleware \"session\"; did you mean \"sessions\"?"));
}

} // namespace
} // namespace portico
