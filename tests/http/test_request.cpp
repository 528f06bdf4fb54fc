#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/http/http_error.hpp>
#include <portico/http/request.hpp>

namespace portico {
namespace {

Request get(std::string target, Headers headers = {}) {
    return Request({.target = std::move(target), .headers = std::move(headers)});
}

TEST(Request, SplitsItsTarget) {
    Request request = get("/a%20b/%C3%A9?x=1&y=%20");
    EXPECT_EQ(request.path(), "/a b/é");
    EXPECT_EQ(request.query_string(), "x=1&y=%20");
    EXPECT_EQ(request.query().get("y"), " ");
    EXPECT_EQ(request.full_path(), "/a%20b/%C3%A9?x=1&y=%20");
}

TEST(Request, TakesAnAbsoluteTarget) {
    Request request = get("http://example.com?x=1", {{"Host", "other.example"}});
    EXPECT_EQ(request.path(), "/");
    EXPECT_EQ(request.host(), "example.com");
    EXPECT_EQ(request.query().get("x"), "1");
}

TEST(Request, KeepsBytesThatAreNoTextEscaped) { EXPECT_EQ(get("/%E4%C3%A9%FF").path(), "/%E4é%FF"); }

TEST(Request, ReadsItsCookiesFromAllHeaders) {
    Request request = get("/", {{"Cookie", "a=1"}, {"Cookie", "b=2"}});
    EXPECT_EQ(request.cookie("a"), "1");
    EXPECT_EQ(request.cookie("b"), "2");
    EXPECT_EQ(request.cookie("c"), "");
}

TEST(Request, MakesAbsoluteUrls) {
    Request request({.target = "/a/b?q=1", .headers = {{"Host", "example.com"}}, .secure = true});
    EXPECT_EQ(request.absolute_url("c d"), "https://example.com/a/c%20d");
    EXPECT_EQ(request.absolute_url("//cdn.example/y"), "https://cdn.example/y");
    EXPECT_EQ(request.absolute_url(), "https://example.com/a/b");
}

TEST(Request, PrefersWhatTheClientLikesBest) {
    Request request = get("/", {{"Accept", "text/html;q=0.5, application/json"}});
    EXPECT_TRUE(request.accepts("text/html"));
    EXPECT_FALSE(request.accepts("image/png"));
    EXPECT_EQ(request.preferred_type({"text/html", "application/json"}), "application/json");
    EXPECT_TRUE(get("/").accepts("anything/at-all"));
}

TEST(Request, CanBeTakenForThatOfTheProxysClient) {
    Request request = get("/", {{"Host", "inner"}});
    request.set_forwarded(true, "203.0.113.7", "example.com");
    EXPECT_EQ(request.absolute_url("/"), "https://example.com/");
    EXPECT_EQ(request.remote_address(), "203.0.113.7");
}

struct Counter {
    int value = 0;
};
struct Witness {
    explicit Witness(std::vector<int>& order, int number) : order_(order), number_(number) {}
    ~Witness() { order_.push_back(number_); }
    std::vector<int>& order_;
    int number_;
};

TEST(RequestSlots, AreMadeOnDemandAndFoundAgain) {
    Request request = get("/");
    EXPECT_EQ(request.find<Counter>(), nullptr);
    request.slot<Counter>().value = 5;
    EXPECT_EQ(request.slot<Counter>().value, 5);
    EXPECT_EQ(request.find<Counter>(), &request.slot<Counter>());
}

TEST(RequestSlots, AreReplacedAndDestroyedWithTheRequest) {
    std::vector<int> order;
    {
        Request request = get("/");
        request.emplace<Witness>(order, 1);
        request.emplace<Witness>(order, 2);
        EXPECT_THAT(order, testing::ElementsAre(1));
    }
    EXPECT_THAT(order, testing::ElementsAre(1, 2));
}

TEST(Request, KeepsTextForAsLongAsItLives) {
    Request request = get("/");
    std::string_view first = request.keep("one");
    for (int i = 0; i < 100; ++i) request.keep("more");
    EXPECT_EQ(first, "one");
}

} // namespace
} // namespace portico
