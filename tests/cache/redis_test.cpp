/// Caches on a real Redis server.
#include <sstream>
#include <thread>

#include <portico/fibers/event.hpp>
#include <portico/fibers/fiber.hpp>
#include <portico/fibers/loop.hpp>
#include <portico/http/request.hpp>
#include <portico/http/response.hpp>
#include <portico/routing/urls.hpp>

#include "redis_server.hpp"
#include "shop.hpp"

namespace shop {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

namespace {

template <class Work> std::string failure_of(Work&& work) {
    try {
        work();
    } catch (const cache::CacheError& error) {
        return error.what();
    }
    return "nothing";
}

/// Redis has a clock of its own: asks until it is so, for some seconds at most.
template <class Is> bool becomes(Is&& is) {
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (std::chrono::steady_clock::now() < end)
        if (is()) return true;
    return false;
}

Response page(Request&) { return Response(cache::get<std::string>("a").value_or("none")); }

}  // namespace

/// A server for all tests, with an empty database for each.
class RedisCache : public testing::Test {
protected:
    static void SetUpTestSuite() {
        if (RedisServer::is_installed()) server = std::make_unique<RedisServer>();
    }
    static void TearDownTestSuite() { server.reset(); }
    void SetUp() override {
        if (!server) GTEST_SKIP() << "install redis-server";
        project = make_project(server->url());
        scope.emplace(*project);
        cache::clear();
    }
    std::unique_ptr<Project> make_project(const std::string& url, const std::string& patience = "5s") {
        auto made = std::make_unique<Project>(ProjectOptions{.settings = {{"cache.url", url}, {"cache.server_timeout", patience}, {"allowed_hosts", List{"testserver"}}}, .out = &out, .err = &out});
        made->install(cache::app());
        made->install(App("pages").with(urls({path<page>("page/")})));
        return made;
    }
    static inline std::unique_ptr<RedisServer> server;
    std::ostringstream out;
    std::unique_ptr<Project> project;
    std::optional<Project::Scope> scope;
};

TEST_F(RedisCache, KeepsValues) {
    const std::string any("\0\xff\r\n$5\r\n", 9);
    cache::set("bytes", Bytes{any});
    cache::set("empty", "");
    cache::set("large", std::string(3'000'000, 'x'));
    cache::set("numbers", std::vector<int>{1, 2});
    EXPECT_EQ(cache::get<Bytes>("bytes"), Bytes{any});
    EXPECT_EQ(cache::get<std::string>("empty"), "");
    EXPECT_EQ(cache::get<std::string>("large")->size(), 3'000'000u);
    EXPECT_THAT(cache::get<std::vector<int>>("numbers").value(), ElementsAre(1, 2));
    EXPECT_TRUE(cache::remove("empty"));
    EXPECT_FALSE(cache::remove("empty"));
    EXPECT_EQ(cache::get<std::string>("empty"), std::nullopt);
}

TEST_F(RedisCache, AddsAndReplaces) {
    EXPECT_FALSE(cache::usual().replace("a", 1));
    EXPECT_TRUE(cache::add("a", 1));
    EXPECT_FALSE(cache::add("a", 2));
    EXPECT_TRUE(cache::usual().replace("a", 3));
    EXPECT_EQ(cache::get<int>("a"), 3);
}

TEST_F(RedisCache, EntriesEnd) {
    cache::set("short", 1, 1ms);
    cache::set("touched", 1, 10min);
    cache::set("long", 1, cache::Lifetime::forever());
    cache::set("kept", 1, 1h);
    EXPECT_TRUE(cache::touch("touched", 1ms));
    EXPECT_TRUE(cache::touch("long", cache::Lifetime::forever()));
    EXPECT_TRUE(cache::touch("kept", cache::Lifetime::forever()));
    EXPECT_FALSE(cache::touch("none", 10min));
    EXPECT_FALSE(cache::touch("none", cache::Lifetime::forever()));
    EXPECT_TRUE(becomes([] { return !cache::contains("short") && !cache::contains("touched"); }));
    EXPECT_TRUE(cache::contains("long") && cache::contains("kept"));
}

TEST_F(RedisCache, Counts) {
    EXPECT_EQ(cache::incr("visits"), std::nullopt);
    EXPECT_FALSE(cache::contains("visits"));
    cache::set("visits", 9'007'199'254'740'993, 10min);  // no double
    EXPECT_EQ(cache::incr("visits", 2), 9'007'199'254'740'995);
    EXPECT_EQ(cache::decr("visits"), 9'007'199'254'740'994);
    EXPECT_EQ(cache::get<std::int64_t>("visits"), 9'007'199'254'740'994);
    cache::set("word", "many");
    EXPECT_THROW(cache::incr("word"), Error);
    EXPECT_EQ(cache::get<std::string>("word"), "many") << "the connection goes on";
}

TEST_F(RedisCache, SeveralAtOnce) {
    cache::set_many({{"a", 1}, {"b", "text"}}, 10min);
    EXPECT_THAT(cache::get_many<int>({"a", "b", "none"}), ElementsAre(Pair("a", 1)));
    EXPECT_EQ(cache::usual().remove_many({"a", "b", "none"}), 2);
    EXPECT_THAT(cache::get_many<int>({"a", "b"}), IsEmpty());
    EXPECT_THAT(cache::get_many<int>({}), IsEmpty());
}

TEST_F(RedisCache, FibersWaitForItWithoutKeepingTheLoop) {
    int right = 0;
    for (int i = 0; i < 100; ++i) {
        fibers::spawn([&, i] {
            const std::string key = "k" + std::to_string(i);
            cache::set(key, i);
            right += cache::get<int>(key) == i;
        });
    }
    fibers::Loop::current().run();
    EXPECT_EQ(right, 100);
}

TEST_F(RedisCache, ACancelledFiberSpoilsNoConnection) {
    cache::set("a", "right");
    for (int i = 0; i < 20; ++i) {
        fibers::Fiber* asking = nullptr;
        fibers::spawn([&] {
            asking = fibers::current();
            cache::get<std::string>("other");
        });
        fibers::spawn([&] { fibers::cancel(*asking); });
        fibers::Loop::current().run();
        EXPECT_EQ(cache::get<std::string>("a"), "right");
    }
}

TEST_F(RedisCache, ByASocket) {
    auto other = make_project(server->socket_url());
    Project::Scope there(*other);
    EXPECT_THAT(failure_of([] { cache::set("a", 1); }), HasSubstr("NOAUTH")) << "it was reached";
}

TEST_F(RedisCache, ThatIsGoneIsTold) {
    cache::set("a", "text");
    server->stop();
    EXPECT_THAT(failure_of([] { cache::get<std::string>("a"); }), AllOf(HasSubstr("the Redis server at 127.0.0.1:"), HasSubstr("can't be used: ")));
    TestClient client(*project);
    EXPECT_EQ(client.get("/page/").status(), 503);
    out.str({});
    project->run({"check", "--database"});
    EXPECT_THAT(out.str(), HasSubstr("warning cache.W001 the cache \"default\": the Redis server at 127.0.0.1:"));
    server->start();
    EXPECT_EQ(client.get("/page/").text(), "none") << "it is found again";
    cache::set("a", "text");
    server->stop();
    server->start();
    EXPECT_FALSE(cache::contains("a")) << "a connection that has ended meanwhile is not used";
}

TEST_F(RedisCache, WrongPasswordsAndAddressesAreTold) {
    auto wrong = make_project(server->url("open"));
    {
        Project::Scope there(*wrong);
        EXPECT_THAT(failure_of([] { cache::set("a", 1); }), AllOf(HasSubstr("WRONGPASS"), testing::Not(HasSubstr("open"))));
    }
    for (const char* url : {"redis://host:port/0", "redis://host/x", "unix:relative"}) {
        auto odd = make_project(url);
        out.str({});
        EXPECT_EQ(odd->run({"check"}), 1) << url;
        EXPECT_THAT(out.str(), HasSubstr("cache.E001")) << url;
    }
}

/// Somebody who listens and answers what they like, or nothing.
struct Stranger {
    explicit Stranger(std::string answer) {
        sockaddr_in place{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
        socklen_t size = sizeof place;
        ::bind(door, reinterpret_cast<sockaddr*>(&place), size);
        ::listen(door, 1);
        ::getsockname(door, reinterpret_cast<sockaddr*>(&place), &size);
        port = ntohs(place.sin_port);
        if (answer.empty()) return;
        thread = std::thread([this, answer] {
            const int guest = ::accept(door, nullptr, nullptr);
            char asked[1024];
            if (::read(guest, asked, sizeof asked) > 0) (void)!::write(guest, answer.data(), answer.size());
            ::close(guest);
        });
    }
    ~Stranger() {
        if (thread.joinable()) thread.join();
        ::close(door);
    }
    std::string url() const { return "redis://127.0.0.1:" + std::to_string(port); }

    int door = ::socket(AF_INET, SOCK_STREAM, 0), port = 0;
    std::thread thread{};
};

TEST_F(RedisCache, OneThatIsSilentIsNotWaitedForForEver) {
    const Stranger silent("");
    auto other = make_project(silent.url(), "50ms");
    Project::Scope there(*other);
    EXPECT_THAT(failure_of([] { cache::get<int>("a"); }), HasSubstr("it does not answer"));
}

TEST_F(RedisCache, OneThatIsNoneIsTold) {
    const Stranger web("HTTP/1.1 400 Bad Request\r\n\r\n");
    auto other = make_project(web.url());
    Project::Scope there(*other);
    EXPECT_EQ(failure_of([] { cache::get<int>("a"); }), "what answers is no Redis server");
}

}  // namespace shop
