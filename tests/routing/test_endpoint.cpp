#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/http/websocket.hpp>
#include <portico/routing/router.hpp>

namespace portico {

namespace {

/// A socket without a network: it only keeps what was sent.
struct Kept : WebSocket {
    std::optional<std::string> receive() override { return std::nullopt; }
    bool binary() const noexcept override { return false; }
    bool send(std::string_view text) override { return said = text, true; }
    bool send_binary(std::string_view) override { return false; }
    void close(std::uint16_t, std::string_view) override {}
    std::string said;
};

Response home(Request& request) { return Response("home of " + std::string(request.path())); }
std::string plain() { return "plain"; }
Response archive(Request&, int year, std::uint8_t month) {
    return std::to_string(year) + "/" + std::to_string(month);
}
Response by_id(const Uuid& id, const std::string& text) { return id.str() + " " + text; }
Response slug(Request&, std::string_view slug) noexcept { return std::string(slug); }
void chat(WebSocket& socket, std::string_view room) { socket.send(room); }

struct FourDigitYear {
    using type = int;
    static constexpr std::string_view name = "yyyy";
    static bool accepts(std::string_view text) {
        return text.size() == 4 && routing::built_in_converters[1].accepts(text);
    }
    static std::optional<int> parse(std::string_view text) {
        return *routing::parameter_from<int>(text) - 1000;
    }
};

std::string get(const Urls& urls, std::string path) {
    Router router;
    router.add(urls);
    Request request({.target = std::move(path)});
    router.resolve(request);
    return std::string(router.call(request).text());
}

TEST(View, MayTakeTheRequest) { EXPECT_EQ(get(path<home>("a/"), "/a/"), "home of /a/"); }

TEST(View, MayTakeNothingAndGiveText) { EXPECT_EQ(get(path<plain>(""), "/"), "plain"); }

TEST(View, GetsParametersInItsOwnTypes) {
    EXPECT_EQ(get(path<archive>("<int:year>/<int:month>/"), "/2026/03/"), "2026/3");
    EXPECT_EQ(get(path<by_id>("<uuid:id>/<path:rest>"), "/39da9369-838e-4750-91a5-f7805cd82839/a/b"),
              "39da9369-838e-4750-91a5-f7805cd82839 a/b");
    EXPECT_EQ(get(path<slug>("<slug:s>/"), "/abc/"), "abc");
}

TEST(View, IsNotFoundWhenANumberIsTooLarge) {
    EXPECT_THROW(get(path<archive>("<int:year>/<int:month>/"), "/2026/256/"), Http404);
    EXPECT_THROW(get(path<archive>("<int:year>/<int:month>/"), "/99999999999999999999/1/"), Http404);
}

TEST(View, MayBeALambda) {
    EXPECT_EQ(
        get(path<[](Request&, std::int64_t id) { return Response(std::to_string(id)); }>("<int:id>"), "/7"),
        "7");
}

TEST(View, MayHaveConvertersOfItsOwn) {
    Urls one = path<archive, FourDigitYear>("<yyyy:year>/<int:month>/");
    EXPECT_EQ(get(one, "/2026/3/"), "1026/3");
    EXPECT_THROW(get(one, "/26/3/"), Http404);
}

TEST(View, MayBeAWebSockets) {
    Router router;
    router.add(path<chat>("ws/<slug:room>/"));
    Request request({.target = "/ws/lobby/"});
    router.resolve(request);
    Response response = router.call(request);
    EXPECT_EQ(response.status(), 101);
    Kept socket;
    std::get<WebSocketBody>(response.body()).run(socket);
    EXPECT_EQ(socket.said, "lobby");
}

TEST(View, GetsViewsIntoTheRequestsStorage) {
    static std::string_view seen;
    Router router;
    router.add(path<[](Request&, std::string_view slug) { return seen = slug, Response(); }>("<slug:s>/"));
    Request request({.target = "/abc/"});
    router.resolve(request);
    router.call(request);
    EXPECT_EQ(seen, "abc");
    EXPECT_EQ(seen.data(), request.path().data() + 1);
}

} // namespace

// Another room's kind of view: it plugs in its own adapter.
struct Doubled {
    int value;
};
namespace {
Doubled twice(int value) { return {value * 2}; }
} // namespace
template <auto view>
    requires std::same_as<routing::ResultOf<view>, Doubled>
struct routing::Endpoint<view> {
    using Path = std::tuple<int>;
    static Response call(Request&, Path& path) {
        return Response::json(std::to_string(view(std::get<0>(path)).value));
    }
};
namespace {

TEST(View, MayBeOfAKindThatAnotherRoomBrings) { EXPECT_EQ(get(path<twice>("<int:n>/"), "/21/"), "42"); }

TEST(Route, HasMiddlewareOfItsOwn) {
    auto wrap = [](std::string with) {
        return Middleware{with, [with](Request& request, Next next) -> Response {
                              return with + std::string(next(request).text()) + with;
                          }};
    };
    EXPECT_EQ(get(path<plain>("").use(wrap("(")).use(wrap("*")), "/"), "(*plain*(");
}

} // namespace
} // namespace portico
