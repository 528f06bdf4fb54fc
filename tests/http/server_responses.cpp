#include "server_client.hpp"

#include <filesystem>
#include <fstream>

#include <portico/base/log.hpp>
#include <portico/fibers/sleep.hpp>

namespace portico::test {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

TEST(ServerResponses, HaveDateAndLength) {
    RunningServer server(hello);
    auto reply = server.get("/");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("content-length"), "5");
    EXPECT_EQ(reply.header("content-type"), "text/plain; charset=utf-8");
    EXPECT_THAT(reply.header("date"), MatchesRegex("[A-Z][a-z][a-z], [0-9][0-9] [A-Z][a-z][a-z] [0-9]+ [0-9:]+ GMT"));
}

TEST(ServerResponses, HeadHasTheLengthAndNoBody) {
    RunningServer server(hello);
    auto client = server.client();
    client.send("HEAD / HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_EQ(client.read(true).header("content-length"), "5");
    EXPECT_EQ(client.get("/").body, "hello");
}

TEST(ServerResponses, CookiesAndHeadersAreSentAndTheFramingIsTheServers) {
    RunningServer server([](Request&) {
        auto response = Response::text("x").set("X-Mine", "1").set("Content-Length", "77").set("Transfer-Encoding", "gzip");
        return response.set_cookie({.name = "theme", .value = "dark"});
    });
    auto reply = server.get("/");
    EXPECT_EQ(reply.header("x-mine"), "1");
    EXPECT_EQ(reply.header("content-length"), "1");
    EXPECT_EQ(reply.header("transfer-encoding"), "");
    EXPECT_THAT(reply.header("set-cookie"), HasSubstr("theme=dark"));
}

TEST(ServerResponses, NoContentHasNeitherBodyNorLength) {
    RunningServer server([](Request&) { return Response::empty(204); });
    auto client = server.client();
    auto reply = client.get("/");
    EXPECT_EQ(reply.status, 204);
    EXPECT_EQ(reply.header("content-length"), "");
    EXPECT_EQ(client.get("/").status, 204);
}

TEST(ServerResponses, LargeTextArrivesWhole) {
    std::string large(3'000'000, 'a');
    large.back() = 'z';
    RunningServer server([&](Request&) { return Response::text(large); });
    auto client = server.client();
    EXPECT_TRUE(client.get("/").body == large);
    EXPECT_TRUE(client.get("/").body == large);
}

TEST(ServerResponses, AnExceptionBecomes500AndTheServerLives) {
    log::Capture lines;
    RunningServer server([](Request& request) -> Response {
        if (request.path() == "/") return Response::text("fine");
        throw std::runtime_error("secret detail");
    });
    auto client = server.client();
    auto reply = client.get("/broken");
    EXPECT_EQ(reply.status, 500);
    EXPECT_THAT(reply.body, Not(HasSubstr("secret")));
    EXPECT_THAT(lines.text(), HasSubstr("unhandled exception in GET /broken: secret detail"));
    EXPECT_EQ(client.get("/").body, "fine");
}

TEST(ServerResponses, SomethingThrownThatIsNoExceptionBecomes500Too) {
    log::Capture lines;
    RunningServer server([](Request&) -> Response { throw 42; });
    EXPECT_EQ(server.get("/").status, 500);
}

TEST(ServerResponses, AnAnswerThatMayNotBeSentBecomes500) {
    log::Capture lines;
    RunningServer server([](Request&) { return Response::text("x").set_cookie({.name = "no token", .value = "1"}); });
    auto client = server.client();
    client.send("GET /cookie HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_THAT(client.read_to_end(), testing::StartsWith("HTTP/1.1 500 Internal Server Error\r\n"));
    EXPECT_THAT(lines.text(), HasSubstr("the answer to GET /cookie can't be sent"));
}

TEST(ServerResponses, AnHttpErrorBecomesItsStatus) {
    RunningServer server([](Request&) -> Response { throw MethodNotAllowed("GET, HEAD"); });
    auto reply = server.get("/");
    EXPECT_EQ(reply.status, 405);
    EXPECT_EQ(reply.header("allow"), "GET, HEAD");
}

TEST(ServerResponses, AHandlerThatTakesTooLongIsCancelled) {
    log::Capture lines;
    RunningServer server(
        [](Request& request) {
            request.set_id("0123456789");
            fibers::sleep_for(1h);
            return Response();
        },
        {.request_timeout = 40ms});
    auto reply = server.get("/slow/?token=secret");
    EXPECT_EQ(reply.status, 503);
    EXPECT_EQ(reply.header("x-request-id"), "0123456789");
    EXPECT_THAT(lines.text(), HasSubstr("503 GET /slow/ (request 0123456789): cancelled after server.request_timeout"));
}

TEST(ServerResponses, StreamsAreChunked) {
    RunningServer server([](Request&) {
        return Response::stream("text/csv", [](BodyWriter& out) {
            for (int i = 0; i < 3; ++i) {
                out.write("line " + std::to_string(i) + "\n");
                out.flush();
                fibers::sleep_for(1ms);
            }
        });
    });
    auto client = server.client();
    auto reply = client.get("/");
    EXPECT_EQ(reply.header("transfer-encoding"), "chunked");
    EXPECT_EQ(reply.body, "line 0\nline 1\nline 2\n");
    EXPECT_EQ(client.get("/").body, reply.body);
}

TEST(ServerResponses, FlushSendsAtOnce) {
    std::atomic<bool> release = false;
    RunningServer server([&](Request&) {
        return Response::stream("text/plain", [&](BodyWriter& out) {
            out.write("first");
            out.flush();
            while (!release) fibers::sleep_for(1ms);
        });
    });
    auto client = server.client();
    client.send("GET / HTTP/1.0\r\n\r\n");
    EXPECT_FALSE(client.silent(10s));
    release = true;
    EXPECT_EQ(client.read().body, "first");
}

TEST(ServerResponses, AStreamThatFailsDoesNotLookComplete) {
    log::Capture lines;
    RunningServer server([](Request&) {
        return Response::stream("text/plain", [](BodyWriter& out) {
            out.write("half");
            throw std::runtime_error("lost the rest");
        });
    });
    auto client = server.client();
    client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_THAT(client.read_to_end(), Not(testing::EndsWith("0\r\n\r\n")));
    EXPECT_THAT(lines.text(), HasSubstr("a streamed response broke off: lost the rest"));
}

TEST(ServerResponses, LargeStreamsWaitForTheClient) {
    RunningServer server([](Request&) {
        return Response::stream("text/plain", [](BodyWriter& out) {
            for (int i = 0; i < 400; ++i) out.write(std::string(10'000, 'x'));
        });
    });
    EXPECT_EQ(server.get("/").body.size(), 4'000'000u);
}

TEST(ServerResponses, HeadOfAStreamDoesNotRunIt) {
    std::atomic<bool> ran = false;
    RunningServer server([&](Request&) { return Response::stream("text/plain", [&](BodyWriter&) { ran = true; }); });
    auto client = server.client();
    client.send("HEAD / HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_EQ(client.read(true).status, 200);
    EXPECT_FALSE(ran);
}

class ServerFiles : public testing::Test {
protected:
    void SetUp() override {
        char pattern[] = "/tmp/portico-files-XXXXXX";
        folder_ = ::mkdtemp(pattern);
        std::ofstream(folder_ / "digits.txt") << "0123456789";
        std::ofstream(folder_ / "large.bin") << std::string(3'000'000, 'f');
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    Reply ask(std::string_view file, std::string_view headers = "") {
        auto client = server_.client();
        client.send("GET /" + std::string(file) + " HTTP/1.1\r\nHost: test\r\n" + std::string(headers) + "\r\n");
        return client.read();
    }

    std::filesystem::path folder_;
    RunningServer server_{[this](Request& request) {
        return Response::file(folder_ / std::string(request.path().substr(1)));
    }};
};

TEST_F(ServerFiles, AreSentWithTypeAndLength) {
    auto reply = ask("digits.txt");
    EXPECT_EQ(reply.body, "0123456789");
    EXPECT_EQ(reply.header("content-type"), "text/plain; charset=utf-8");
    EXPECT_FALSE(reply.header("last-modified").empty());
    EXPECT_EQ(reply.header("accept-ranges"), "bytes");
}

TEST_F(ServerFiles, LargeOnesArriveWhole) { EXPECT_EQ(ask("large.bin").body.size(), 3'000'000u); }

TEST_F(ServerFiles, MissingOnesAndFoldersAre404) {
    log::Capture lines;
    EXPECT_EQ(ask("nothing.txt").status, 404);
    EXPECT_EQ(ask("").status, 404);
}

TEST_F(ServerFiles, ARangeIsSentAs206) {
    auto middle = ask("digits.txt", "Range: bytes=2-4\r\n");
    EXPECT_EQ(middle.status, 206);
    EXPECT_EQ(middle.body, "234");
    EXPECT_EQ(middle.header("content-range"), "bytes 2-4/10");
    EXPECT_EQ(ask("digits.txt", "Range: bytes=7-\r\n").body, "789");
    EXPECT_EQ(ask("digits.txt", "Range: bytes=-3\r\n").body, "789");
    EXPECT_EQ(ask("digits.txt", "Range: bytes=8-99\r\n").body, "89");
}

TEST_F(ServerFiles, ARangeBehindTheEndIs416) {
    auto reply = ask("digits.txt", "Range: bytes=10-\r\n");
    EXPECT_EQ(reply.status, 416);
    EXPECT_EQ(reply.header("content-range"), "bytes */10");
}

TEST_F(ServerFiles, RangesThatMakeNoSenseAreIgnored) {
    EXPECT_EQ(ask("digits.txt", "Range: bytes=4-2\r\n").status, 200);
    EXPECT_EQ(ask("digits.txt", "Range: lines=1-2\r\n").status, 200);
    EXPECT_EQ(ask("digits.txt", "Range: bytes=0-4,3-4\r\n").status, 200);
    EXPECT_EQ(ask("digits.txt", "Range: bytes=x-\r\n").status, 200);
}

TEST_F(ServerFiles, IfRangeOfAnotherVersionSendsAll) {
    auto modified = ask("digits.txt").header("last-modified");
    EXPECT_EQ(ask("digits.txt", "Range: bytes=0-1\r\nIf-Range: " + modified + "\r\n").status, 206);
    EXPECT_EQ(ask("digits.txt", "Range: bytes=0-1\r\nIf-Range: Sun, 06 Nov 1994 08:49:37 GMT\r\n").status, 200);
}

}  // namespace
}  // namespace portico::test
