#include "server_client.hpp"

#include <thread>
#include <vector>

#include <portico/fibers/sleep.hpp>

namespace portico::test {
namespace {

using testing::HasSubstr;

Response echo_target(Request& request) { return Response::text(std::string(request.target())); }

TEST(ServerKeepAlive, ThousandRequestsOnOneConnection) {
    RunningServer server(echo_target);
    auto client = server.client();
    int right = 0;
    for (int i = 0; i < 1000; ++i) {
        std::string path = "/" + std::to_string(i);
        right += client.get(path).body == path;
    }
    EXPECT_EQ(right, 1000);
}

TEST(ServerKeepAlive, PipelinedRequestsAreAnsweredInOrder) {
    RunningServer server(echo_target);
    auto client = server.client();
    std::string requests;
    for (int i = 0; i < 200; ++i) requests += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: test\r\n\r\n";
    client.send(requests);
    for (int i = 0; i < 200; ++i) ASSERT_EQ(client.read().body, "/" + std::to_string(i));
}

TEST(ServerKeepAlive, PipelinedAnswersInOneTurnGoOutInOneWrite) {
    RunningServer server(echo_target);
    auto client = server.client();
    client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n");
    client.end_sending();
    std::string both = client.read_to_end();
    EXPECT_THAT(both, HasSubstr("/aHTTP/1.1 200 OK"));
}

TEST(ServerKeepAlive, AFinishedAnswerDoesNotWaitForALaterPipelinedOne) {
    std::atomic<bool> release = false;
    RunningServer server([&](Request& request) {
        while (request.path() == "/slow" && !release) fibers::sleep_for(1ms);
        return Response::text(std::string(request.path()));
    });
    auto client = server.client();
    client.send("GET /fast HTTP/1.1\r\nHost: x\r\n\r\nGET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(client.read().body, "/fast");
    release = true;
    EXPECT_EQ(client.read().body, "/slow");
}

TEST(ServerKeepAlive, RequestsThatArriveByteByByteAreServed) {
    RunningServer server(echo_target);
    auto client = server.client();
    for (char byte : std::string_view("\r\nGET /bytes HTTP/1.1\r\nHost: test\r\n\r\n")) client.send({&byte, 1});
    EXPECT_EQ(client.read().body, "/bytes");
}

TEST(ServerKeepAlive, ConnectionCloseIsHonoured) {
    RunningServer server(hello);
    auto client = server.client();
    client.send("GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
    auto reply = client.read();
    EXPECT_EQ(reply.header("connection"), "close");
    EXPECT_EQ(reply.body, "hello");
    EXPECT_TRUE(client.closed_by_server());
}

TEST(ServerKeepAlive, AHandlerMayCloseTheConnection) {
    RunningServer server([](Request&) { return Response::text("bye").set("Connection", "close"); });
    auto client = server.client();
    EXPECT_EQ(client.get("/").header("connection"), "close");
    EXPECT_TRUE(client.closed_by_server());
}

TEST(ServerKeepAlive, Http10ClosesUnlessAskedToStay) {
    RunningServer server(hello);
    auto closing = server.client();
    closing.send("GET / HTTP/1.0\r\n\r\n");
    EXPECT_EQ(closing.read().body, "hello");
    EXPECT_TRUE(closing.closed_by_server());

    auto staying = server.client();
    staying.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(staying.read().header("connection"), "keep-alive");
    staying.send("GET / HTTP/1.0\r\n\r\n");
    EXPECT_EQ(staying.read().body, "hello");
}

TEST(ServerKeepAlive, OthersAreServedWhileAHandlerSleeps) {
    std::atomic<bool> release = false;
    RunningServer server([&](Request& request) {
        while (request.path() == "/sleep" && !release) fibers::sleep_for(1ms);
        return Response::text(std::string(request.path()));
    });
    auto sleeper = server.client();
    sleeper.send("GET /sleep HTTP/1.1\r\nHost: test\r\n\r\n");
    for (int i = 0; i < 20; ++i) EXPECT_EQ(server.get("/other").body, "/other");
    release = true;
    EXPECT_EQ(sleeper.read().body, "/sleep");
}

TEST(ServerKeepAlive, SeveralLoopsShareThePort) {
    RunningServer server(echo_target, {.loops = 3});
    std::atomic<int> right = 0;
    std::vector<std::thread> clients;
    for (int i = 0; i < 8; ++i)
        clients.emplace_back([&] {
            auto client = server.client();
            for (int j = 0; j < 50; ++j) right += client.get("/x").body == "/x";
        });
    for (auto& client : clients) client.join();
    EXPECT_EQ(right, 400);
}

TEST(ServerKeepAlive, IdleConnectionIsClosedInTheEnd) {
    RunningServer server(hello, {.idle_timeout = 40ms});
    auto client = server.client();
    client.get("/");
    EXPECT_TRUE(client.closed_by_server());
}

}  // namespace
}  // namespace portico::test
