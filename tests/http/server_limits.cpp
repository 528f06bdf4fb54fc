#include <latch>
#include <thread>

#include "server_client.hpp"

namespace portico::test {
namespace {

TEST(ServerLimits, MalformedHeadsGet400AndTheServerLives) {
    RunningServer server(hello);
    auto client = server.client();
    client.send("this is no HTTP\r\n\r\n");
    auto reply = client.read();
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(reply.header("connection"), "close");
    EXPECT_FALSE(reply.header("date").empty());
    EXPECT_TRUE(client.closed_by_server());
    EXPECT_EQ(server.get("/").body, "hello");
}

TEST(ServerLimits, TlsOnAPlainPortIsRefusedAtOnce) {
    RunningServer server(hello);
    auto client = server.client();
    client.send(std::string_view("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 \n", 13));
    EXPECT_EQ(client.read().status, 400);
}

TEST(ServerLimits, ARequestLineWithoutEndGets414) {
    RunningServer server(hello);
    auto client = server.client();
    client.send("GET /" + std::string(20'000, 'a'));
    EXPECT_EQ(client.read().status, 414);
}

TEST(ServerLimits, HeadersWithoutEndGet431) {
    RunningServer server(hello);
    auto client = server.client();
    client.send("GET / HTTP/1.1\r\nHost: test\r\nX: " + std::string(40'000, 'a'));
    EXPECT_EQ(client.read().status, 431);
}

TEST(ServerLimits, LargeButAllowedHeadsAreServed) {
    RunningServer server([](Request& request) { return Response::text(std::to_string(request.header("X").size())); });
    auto client = server.client();
    client.send("GET / HTTP/1.1\r\nHost: test\r\nX: " + std::string(20'000, 'a') + "\r\n\r\n");
    EXPECT_EQ(client.read().body, "20000");
}

TEST(ServerLimits, SlowHeadsGet408) {
    RunningServer server(hello, {.head_timeout = 40ms});
    auto client = server.client();
    client.send("GET / HTTP/1.1\r\nHost:");
    EXPECT_EQ(client.read().status, 408);
    EXPECT_TRUE(client.closed_by_server());
}

TEST(ServerLimits, DrippingBytesDoesNotExtendTheHeadsTime) {
    RunningServer server(hello, {.head_timeout = 40ms});
    auto client = server.client();
    client.send("GET / HTTP/1.1\r\nX: ");
    auto begin = std::chrono::steady_clock::now();
    while (client.silent(5ms) && std::chrono::steady_clock::now() - begin < 10s) client.send("a");
    EXPECT_EQ(client.read().status, 408);
}

TEST(ServerLimits, AHandlerThatKeepsTheLoopCostsNoOtherClientItsAnswer) {
    std::latch begun(1);
    RunningServer server(
        [&](Request& request) {
            if (request.path() == "/slow/") {
                begun.count_down();
                std::this_thread::sleep_for(300ms);  // a mistake: it is the thread that sleeps
            }
            return Response::text("hello");
        },
        {.head_timeout = 100ms, .idle_timeout = 100ms});
    auto idle = server.client(), slow = server.client(), fresh = server.client();
    EXPECT_EQ(idle.get("/").body, "hello");
    slow.send("GET /slow/ HTTP/1.1\r\nHost: test\r\n\r\n");
    begun.wait();
    for (auto* client : {&idle, &fresh}) client->send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
    for (auto* client : {&slow, &idle, &fresh}) EXPECT_EQ(client->read().body, "hello");
}

TEST(ServerLimits, ConnectionsThatSayNothingAreClosed) {
    RunningServer server(hello, {.head_timeout = 40ms});
    auto client = server.client();
    EXPECT_TRUE(client.closed_by_server());
}

TEST(ServerLimits, ConnectionsBeyondTheLimitWaitForTheirTurn) {
    RunningServer server(hello, {.connections = 1});
    auto first = server.client();
    EXPECT_EQ(first.get("/").body, "hello");
    auto second = server.client();
    second.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_TRUE(second.silent(30ms));
    first.close();
    EXPECT_EQ(second.read().body, "hello");
}

TEST(ServerLimits, AClientThatDoesNotReadIsDroppedAndItsStreamEnds) {
    std::atomic<bool> cancelled = false;
    RunningServer server(
        [&](Request&) {
            return Response::stream("text/plain", [&](BodyWriter& out) {
                try {
                    for (;;) out.write(std::string(10'000, 'x'));
                } catch (const std::exception&) {
                } catch (...) {
                    cancelled = true;
                    throw;
                }
            });
        },
        {.write_timeout = 40ms});
    auto client = server.client();
    client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
    auto begin = std::chrono::steady_clock::now();
    while (!cancelled && std::chrono::steady_clock::now() - begin < 10s) ::usleep(1000);
    EXPECT_TRUE(cancelled);
}

}  // namespace
}  // namespace portico::test
