#include "server_client.hpp"

#include <portico/fibers/sleep.hpp>

namespace portico::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

Response echo_body(Request& request) { return Response::text(std::string(request.body())); }

std::string post(std::string_view headers, std::string_view body = "") {
    return "POST / HTTP/1.1\r\nHost: test\r\n" + std::string(headers) + "\r\n" + std::string(body);
}

TEST(ServerBodies, OfAKnownLength) {
    RunningServer server(echo_body);
    auto client = server.client();
    client.send(post("Content-Length: 5\r\n", "12345"));
    EXPECT_EQ(client.read().body, "12345");
    client.send(post("Content-Length: 0\r\n"));
    EXPECT_EQ(client.read().body, "");
}

TEST(ServerBodies, ThatArriveInPieces) {
    RunningServer server(echo_body);
    auto client = server.client();
    client.send(post("Content-Length: 10\r\n", "12345"));
    EXPECT_TRUE(client.silent(20ms));
    client.send("67890");
    EXPECT_EQ(client.read().body, "1234567890");
}

TEST(ServerBodies, LargerThanAllBuffers) {
    RunningServer server(echo_body);
    auto client = server.client();
    std::string body(2'000'000, 'x');
    body[1'999'999] = 'y';
    client.send(post("Content-Length: 2000000\r\n", body));
    EXPECT_TRUE(client.read().body == body);
}

TEST(ServerBodies, Chunked) {
    RunningServer server(echo_body);
    auto client = server.client();
    client.send(post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n7;ext=1\r\n, world\r\n0\r\nTrailer: x\r\n\r\n"));
    EXPECT_EQ(client.read().body, "hello, world");
    EXPECT_EQ(client.get("/").status, 200);
}

TEST(ServerBodies, ChunkedByteByByte) {
    RunningServer server(echo_body);
    auto client = server.client();
    for (char byte : post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")) client.send({&byte, 1});
    EXPECT_EQ(client.read().body, "hello world");
}

TEST(ServerBodies, BrokenChunksAreRefused) {
    RunningServer server(echo_body);
    auto client = server.client();
    client.send(post("Transfer-Encoding: chunked\r\n", "zz\r\nhello\r\n"));
    EXPECT_EQ(client.read().status, 400);
    EXPECT_TRUE(client.closed_by_server());
}

TEST(ServerBodies, ChunkExtensionsWithoutEndAreRefused) {
    RunningServer server(echo_body, {.head = 4096});
    auto client = server.client();
    client.send(post("Transfer-Encoding: chunked\r\n", "5;" + std::string(100'000, 'a')));
    EXPECT_EQ(client.read().status, 400);
}

TEST(ServerBodies, ThatBreakOffAreRefused) {
    RunningServer server(echo_body);
    auto client = server.client();
    client.send(post("Content-Length: 10\r\n", "12345"));
    client.end_sending();
    EXPECT_EQ(client.read().status, 400);
}

TEST(ServerBodies, TooLargeIsRefusedBeforeItIsRead) {
    RunningServer server(echo_body, {.limits = {.body = 1000}});
    auto client = server.client();
    client.send(post("Content-Length: 1001\r\n"));
    auto reply = client.read();
    EXPECT_EQ(reply.status, 413);
    EXPECT_EQ(reply.header("connection"), "close");
    EXPECT_TRUE(client.closed_by_server());
}

TEST(ServerBodies, BeyondTheServersOwnLimitNeverReachTheHandler) {
    bool called = false;
    RunningServer server(
        [&](Request&) {
            called = true;
            return Response();
        },
        {.body = 1000});
    auto client = server.client();
    client.send(post("Content-Length: 1001\r\n"));
    EXPECT_EQ(client.read().status, 413);
    EXPECT_FALSE(called);
}

TEST(ServerBodies, ChunkedBeyondTheLimitIsRefused) {
    RunningServer server(echo_body, {.limits = {.body = 1000}});
    auto client = server.client();
    std::string chunk = "190\r\n" + std::string(400, 'x') + "\r\n";
    client.send(post("Transfer-Encoding: chunked\r\n", chunk + chunk + chunk));
    EXPECT_EQ(client.read().status, 413);
}

TEST(ServerBodies, TheAnswerReachesAClientThatIsStillSending) {
    RunningServer server(echo_body, {.limits = {.body = 1000}});
    auto client = server.client();
    client.send(post("Content-Length: 500000\r\n", std::string(500'000, 'x')));
    EXPECT_EQ(client.read().status, 413);
}

TEST(ServerBodies, NotReadByTheHandlerAreSkipped) {
    RunningServer server(hello);
    auto client = server.client();
    client.send(post("Content-Length: 5\r\n", "12345") + post("Content-Length: 5\r\n", "12345"));
    EXPECT_EQ(client.read().body, "hello");
    EXPECT_EQ(client.read().body, "hello");
}

TEST(ServerBodies, NotReadAndNotArrivedEndTheConnection) {
    RunningServer server(hello);
    auto client = server.client();
    client.send(post("Content-Length: 50000\r\n", "12345"));
    auto reply = client.read();
    EXPECT_EQ(reply.body, "hello");
    EXPECT_EQ(reply.header("connection"), "close");
}

TEST(ServerBodies, ExpectContinueIsAnsweredWhenTheHandlerReads) {
    RunningServer server(echo_body);
    auto client = server.client();
    client.send(post("Content-Length: 5\r\nExpect: 100-continue\r\n"));
    EXPECT_EQ(client.read().status, 100);
    client.send("12345");
    EXPECT_EQ(client.read().body, "12345");
    EXPECT_EQ(client.get("/").status, 200);
}

TEST(ServerBodies, ExpectContinueOfABodyThatNobodyWantsGetsTheAnswerAtOnce) {
    RunningServer server([](Request&) { return Response::text("no", 403); });
    auto client = server.client();
    client.send(post("Content-Length: 5\r\nExpect: 100-continue\r\n"));
    auto reply = client.read();
    EXPECT_EQ(reply.status, 403);
    EXPECT_EQ(reply.header("connection"), "close");
}

TEST(ServerBodies, OtherExpectationsAreRefused) {
    RunningServer server(hello);
    auto client = server.client();
    client.send("GET / HTTP/1.1\r\nHost: test\r\nExpect: miracles\r\n\r\n");
    EXPECT_EQ(client.read().status, 417);
}

TEST(ServerBodies, SlowOnesTimeOut) {
    RunningServer server(echo_body, {.body_timeout = 40ms});
    auto client = server.client();
    client.send(post("Content-Length: 10\r\n", "12345"));
    EXPECT_EQ(client.read().status, 408);
    EXPECT_TRUE(client.closed_by_server());
}

TEST(ServerBodies, DrippingBytesDoesNotExtendTheBodysTimeForEver) {
    RunningServer server(echo_body, {.body_timeout = 40ms, .body_rate = 100'000});
    auto client = server.client();
    client.send(post("Content-Length: 100000\r\n", "12345"));
    while (client.silent(5ms) && client.send("a")) {}
    EXPECT_EQ(client.read().status, 408);
}

TEST(ServerBodies, ThoseThatComeFastEnoughMayTakeLong) {
    RunningServer server(echo_body, {.body_timeout = 1s, .body_rate = 1});
    auto client = server.client();
    client.send(post("Content-Length: 20\r\n", "12345"));
    for (int i = 0; i < 15; ++i) {
        EXPECT_TRUE(client.silent(5ms));
        client.send("a");
    }
    EXPECT_EQ(client.read().body, "12345" + std::string(15, 'a'));
}

TEST(ServerBodies, MultipartFormsAreReadFromTheSocket) {
    RunningServer server([](Request& request) {
        return Response::text(std::string(request.form().get("title")) + "|" + request.file("cover")->name());
    });
    auto client = server.client();
    std::string body = "--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nHi\r\n"
                       "--b\r\nContent-Disposition: form-data; name=\"cover\"; filename=\"a.png\"\r\n\r\ndata\r\n--b--\r\n";
    client.send(post("Content-Type: multipart/form-data; boundary=b\r\nContent-Length: " + std::to_string(body.size()) +
                         "\r\n",
                     body));
    EXPECT_EQ(client.read().body, "Hi|a.png");
}

TEST(ServerBodies, InPiecesOfAnySizeWithoutHoldingThem) {
    RunningServer server([](Request& request) {
        std::size_t size = 0;
        for (auto piece = request.read_piece(); !piece.empty(); piece = request.read_piece()) size += piece.size();
        return Response::text(std::to_string(size));
    });
    auto client = server.client();
    client.send(post("Content-Length: 5000000\r\n", std::string(5'000'000, 'x')));
    EXPECT_EQ(client.read().body, "5000000");
}

}  // namespace
}  // namespace portico::test
