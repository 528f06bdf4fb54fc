#include "server_client.hpp"

#include <portico/fibers/fiber.hpp>
#include <portico/fibers/sleep.hpp>
#include <portico/http/websocket.hpp>

namespace portico::test {
namespace {

using testing::HasSubstr;

constexpr std::string_view handshake = "GET /chat HTTP/1.1\r\nHost: test\r\nConnection: keep-alive, Upgrade\r\n"
                                       "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

/// A client's frame with fewer than 126 bytes, masked with zeros.
std::string frame(std::string_view payload, char opcode = 1) {
    std::string bytes{static_cast<char>(0x80 | opcode), static_cast<char>(0x80 | payload.size()), 0, 0, 0, 0};
    return bytes.append(payload);
}

/// A server's frame with fewer than 126 bytes.
std::string answer(std::string_view payload, char opcode = 1) {
    std::string bytes{static_cast<char>(0x80 | opcode), static_cast<char>(payload.size())};
    return bytes.append(payload);
}

Response echo(Request&) {
    return Response::web_socket([](WebSocket& socket) {
        while (auto message = socket.receive())
            socket.binary() ? socket.send_binary(*message) : socket.send("<" + *message + ">");
    });
}

class Chat : public Client {
public:
    explicit Chat(const RunningServer& server, std::string_view more_headers = "", std::string_view early = "")
        : Client(server.port()) {
        send(std::string(handshake).append(more_headers).append("\r\n").append(early));
        reply = read();
    }
    Reply reply;
};

TEST(ServerWebSocket, ShakesHandsAndEchoes) {
    RunningServer server(echo);
    Chat chat(server);
    EXPECT_EQ(chat.reply.status, 101);
    EXPECT_EQ(chat.reply.header("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");  // RFC 6455, 1.3
    chat.send(frame("hi") + frame("there"));
    chat.send(frame(std::string_view("\x03\xe8", 2), 8));
    EXPECT_THAT(chat.read_to_end(), testing::StartsWith(answer("<hi>") + answer("<there>")));
}

TEST(ServerWebSocket, BinaryMessagesStayBinary) {
    RunningServer server(echo);
    Chat chat(server);
    chat.send(frame("\x01\x02", 2) + frame(std::string_view("\x03\xe8", 2), 8));
    EXPECT_THAT(chat.read_to_end(), testing::StartsWith(answer("\x01\x02", 2)));
}

TEST(ServerWebSocket, FramesSentWithTheHandshakeAreNotLost) {
    RunningServer server(echo);
    Chat chat(server, "", frame("early") + frame(std::string_view("\x03\xe8", 2), 8));
    EXPECT_THAT(chat.read_to_end(), testing::StartsWith(answer("<early>")));
}

TEST(ServerWebSocket, PingsAreAnswered) {
    RunningServer server(echo);
    Chat chat(server);
    chat.send(frame("p", 9) + frame(std::string_view("\x03\xe8", 2), 8));
    EXPECT_THAT(chat.read_to_end(), testing::StartsWith(answer("p", 10)));
}

TEST(ServerWebSocket, OtherFibersSendWhileOneReceives) {
    RunningServer server([](Request&) {
        return Response::web_socket([](WebSocket& socket) {
            bool over = false;
            fibers::spawn([&] {
                for (int i = 0; i < 3; ++i) socket.send("tick");
                over = true;
            });
            while (auto message = socket.receive()) socket.send(*message);
            while (!over) fibers::sleep_for(1ms);
        });
    });
    Chat chat(server);
    chat.send(frame(std::string_view("\x03\xe8", 2), 8));
    EXPECT_THAT(chat.read_to_end(), HasSubstr(answer("tick")));
}

TEST(ServerWebSocket, PlainRequestsAreToldToUpgrade) {
    RunningServer server(echo);
    auto reply = server.get("/chat");
    EXPECT_EQ(reply.status, 426);
    EXPECT_EQ(reply.header("upgrade"), "websocket");
}

TEST(ServerWebSocket, PagesOfOtherSitesAreRefused) {
    RunningServer server(echo);
    EXPECT_EQ(Chat(server, "Origin: https://evil.example\r\n").reply.status, 403);
    EXPECT_EQ(Chat(server, "Origin: http://test\r\n").reply.status, 101);
    RunningServer open(echo, {.web_socket_origins = {"https://friend.example"}});
    EXPECT_EQ(Chat(open, "Origin: https://friend.example\r\n").reply.status, 101);
}

TEST(ServerWebSocket, MessagesBeyondTheLimitEndIt) {
    RunningServer server(echo, {.web_socket_message = 50});
    Chat chat(server);
    chat.send(frame(std::string(60, 'x')));
    EXPECT_THAT(chat.read_to_end(), HasSubstr(std::string("\x03\xf1", 2)));  // 1009, too big
}

TEST(ServerWebSocket, TheLoopEndsWhenTheClientVanishes) {
    std::atomic<bool> ended = false;
    RunningServer server([&](Request&) {
        return Response::web_socket([&](WebSocket& socket) {
            while (socket.receive()) {}
            ended = true;
        });
    });
    { Chat chat(server); }
    auto begin = std::chrono::steady_clock::now();
    while (!ended && std::chrono::steady_clock::now() - begin < 10s) ::usleep(1000);
    EXPECT_TRUE(ended);
}

TEST(ServerWebSocket, StopSaysGoodbye) {
    std::atomic<bool> ended = false;
    RunningServer server([&](Request&) {
        return Response::web_socket([&](WebSocket& socket) {
            socket.send("open");
            while (socket.receive()) {}
            ended = true;
        });
    });
    Chat chat(server);
    EXPECT_FALSE(chat.silent(10s));
    server.server().stop();
    chat.send(frame(std::string_view("\x03\xe9", 2), 8));
    EXPECT_EQ(chat.read_to_end(), answer("open") + answer(std::string_view("\x03\xe9", 2), 8));
    server.server().join();
    EXPECT_TRUE(ended);
}

TEST(ServerWebSocket, ASilentClientIsCancelledAfterTheDrainTimeout) {
    RunningServer server(echo, {.drain_timeout = 50ms});
    Chat chat(server);
    server.server().stop();
    server.server().join();
    EXPECT_FALSE(chat.read_to_end().empty());
}

}  // namespace
}  // namespace portico::test
