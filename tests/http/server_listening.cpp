// Where a server listens, who comes through a proxy, and how it makes room for the next one.
#include <atomic>
#include <filesystem>
#include <thread>

#include <portico/fibers/sleep.hpp>

#include "server_client.hpp"

namespace portico::test {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

Response who(Request& request) { return Response::text(std::string(request.remote_address())); }

class ServerOnUnixSocket : public testing::Test {
protected:
    ServerOnUnixSocket() {
        std::string pattern = (fs::temp_directory_path() / "portico-unix-XXXXXX").string();
        folder = mkdtemp(pattern.data());
        path = folder + "/site.sock";
    }
    ~ServerOnUnixSocket() override { fs::remove_all(folder); }
    std::string folder, path;
};

TEST_F(ServerOnUnixSocket, Answers) {
    {
        RunningServer server(hello, {.host = "unix:" + path, .loops = 2});
        EXPECT_EQ(server.server().url(), "unix:" + path);
        EXPECT_EQ(Client(path).get("/").body, "hello");
    }
    EXPECT_FALSE(fs::exists(path)) << "the name goes with the server";
}

TEST_F(ServerOnUnixSocket, ANameLeftByAKilledProgramIsTaken) {
    int left = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(::bind(left, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ::close(left);
    RunningServer server(hello, {.host = "unix:" + path});
    EXPECT_EQ(Client(path).get("/").body, "hello");
}

TEST_F(ServerOnUnixSocket, ANameThatIsInUseIsAnError) {
    RunningServer first(hello, {.host = "unix:" + path});
    try {
        Server second(hello, {.host = "unix:" + path});
        FAIL() << "two servers at one name";
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr(path));
        EXPECT_THAT(error.hint(), HasSubstr("another program listens there"));
    }
    EXPECT_EQ(Client(path).get("/").body, "hello");
    EXPECT_THROW(Server(hello, {.host = "unix:" + std::string(200, 'x')}), Error);
}

TEST(ServerSockets, ThatListenAlreadyAreTakenOver) {
    int handle = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ASSERT_EQ(::bind(handle, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_THROW(Server(hello, {.sockets = {handle}}), Error) << "it does not listen yet";
    int listening = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ASSERT_EQ(::bind(listening, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(::listen(listening, 10), 0);
    RunningServer server(hello, {.sockets = {listening}, .loops = 2});
    EXPECT_NE(server.port(), 0);
    EXPECT_EQ(server.server().sockets().size(), 2u);
    EXPECT_EQ(server.get("/").body, "hello");
}

// Two servers on one socket: the old one answers what it has, the new one what comes.
TEST(ServerSockets, GoFromOneServerToTheNextWithoutALostRequest) {
    auto first = std::make_unique<RunningServer>(hello, ServerOptions{.drain_idle = 2s});
    auto port = first->port();
    std::atomic<bool> over = false;
    std::atomic<int> answered = 0, failed = 0;
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i)
        clients.emplace_back([&, kept = i % 2 == 0] {
            std::unique_ptr<Client> client;
            while (!over) try {
                if (!client) client = std::make_unique<Client>(port);
                auto reply = client->get("/");
                ++(reply.body == "hello" ? answered : failed);
                if (!kept || reply.header("connection") == "close") client.reset();
            } catch (const std::exception&) {
                ++failed;
                client.reset();
            }
        });
    for (int i = 0; i < 10; ++i) {
        auto target = answered + 50;
        while (answered < target && failed == 0) std::this_thread::yield();
        std::vector<int> copies;
        for (int socket : first->server().sockets()) copies.push_back(::dup(socket));
        auto next = std::make_unique<RunningServer>(hello, ServerOptions{.sockets = copies, .drain_idle = 2s});
        first->server().retire();
        first->server().join();
        first = std::move(next);
    }
    over = true;
    for (auto& client : clients) client.join();
    EXPECT_EQ(failed, 0);
    EXPECT_GE(answered, 500);
}

// A client that stands in the kernel's queue when the server stops gets its answer.
TEST(ServerSockets, WhoIsWaitingToBeAcceptedIsServedBeforeTheEnd) {
    std::atomic<bool> entered = false, go_on = false;
    auto server = std::make_unique<RunningServer>([&](Request& request) {
        entered = true;
        while (request.path() == "/busy" && !go_on) std::this_thread::yield();  // keeps the loop
        return Response::text("hello");
    });
    Client busy = server->client();
    busy.send("GET /busy HTTP/1.1\r\nHost: x\r\n\r\n");
    while (!entered) std::this_thread::yield();
    Client waiting = server->client();
    waiting.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    server->server().stop();
    go_on = true;
    EXPECT_EQ(busy.read().body, "hello");
    EXPECT_EQ(waiting.read().body, "hello");
}

TEST(ServerDrain, AKeptConnectionMaySendOneMoreRequest) {
    RunningServer server(hello, {.drain_idle = 5s});
    Client client = server.client();
    EXPECT_EQ(client.get("/").status, 200);
    server.server().stop();
    auto last = client.get("/");
    EXPECT_EQ(last.body, "hello");
    EXPECT_EQ(last.header("connection"), "close");
    server.server().join();
}

// 20 MB to a slow reader, told to stop meanwhile.
TEST(ServerDrain, ALargeAnswerIsNotCut) {
    const std::string large(20'000'000, 'x');
    RunningServer server([&](Request&) { return Response::text(large); });
    Client client = server.client();
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /more HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_FALSE(client.silent(5s));
    server.server().stop();
    EXPECT_EQ(client.read().body.size(), large.size());
}

TEST(ServerWork, BeyondTheBoundIsRefusedWithATime) {
    std::atomic<int> inside = 0;
    std::atomic<bool> go_on = false;
    RunningServer server(
        [&](Request&) {
            ++inside;
            while (!go_on) fibers::sleep_for(1ms);
            return Response::text("done");
        },
        {.requests = 2});
    Client one = server.client(), two = server.client();
    one.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    two.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    while (inside < 2) std::this_thread::yield();
    auto refused = server.get("/");
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.header("retry-after"), "1");
    go_on = true;
    EXPECT_EQ(one.read().body, "done");
    EXPECT_EQ(two.read().body, "done");
    EXPECT_EQ(server.get("/").body, "done");
}

constexpr std::string_view request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

std::string first_answer(const RunningServer& server, std::string_view bytes) {
    Client client = server.client();
    client.send(bytes);
    return client.read().body;
}

TEST(ServerBehindAProxy, TheClientsAddressComesInALine) {
    RunningServer server(who, {.proxy_protocol = {"127.0.0.1"}});
    EXPECT_EQ(first_answer(server, "PROXY TCP4 198.51.100.1 203.0.113.7 35646 80\r\n" + std::string(request)), "198.51.100.1");
    EXPECT_EQ(first_answer(server, "PROXY TCP6 2001:db8::1 2001:db8::2 35646 80\r\n" + std::string(request)), "2001:db8::1");
    EXPECT_EQ(first_answer(server, "PROXY UNKNOWN\r\n" + std::string(request)), "127.0.0.1");
}

TEST(ServerBehindAProxy, TheLineMayComeInPieces) {
    RunningServer server(who, {.proxy_protocol = {"127.0.0.0/8"}});
    Client client = server.client();
    for (char c : std::string("PROXY TCP4 198.51.100.1 203.0.113.7 35646 80\r\n")) client.send({&c, 1});
    EXPECT_TRUE(client.silent(20ms));
    EXPECT_EQ(client.get("/").body, "198.51.100.1");
    EXPECT_EQ(client.get("/").body, "198.51.100.1") << "it stands for the whole connection";
}

TEST(ServerBehindAProxy, TheBinaryFormIsUnderstood) {
    RunningServer server(who, {.proxy_protocol = {"127.0.0.1"}});
    const std::string signature("\r\n\r\n\0\r\nQUIT\n", 12);
    std::string four = signature + std::string("\x21\x11\0\x0c\xc6\x33\x64\x01\xcb\0\x71\x07\x8b\x3e\0\x50", 16);
    EXPECT_EQ(first_answer(server, four + std::string(request)), "198.51.100.1");
    std::string local = signature + std::string("\x20\0\0\0", 4);
    EXPECT_EQ(first_answer(server, local + std::string(request)), "127.0.0.1");
    std::string six = signature + std::string("\x21\x21\0\x24", 4) + std::string("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01", 16) + std::string(20, '\0');
    EXPECT_EQ(first_answer(server, six + std::string(request)), "2001:db8::1");
}

TEST(ServerBehindAProxy, WhatHasNoHeaderIsNotServed) {
    RunningServer server(who, {.proxy_protocol = {"127.0.0.1"}});
    for (std::string bytes : {std::string(request), "PROXY TCP4 nonsense x 1 2\r\n" + std::string(request), "PROXY " + std::string(200, 'x')}) {
        Client client = server.client();
        client.send(bytes);
        EXPECT_TRUE(client.closed_by_server()) << bytes;
    }
}

TEST(ServerBehindAProxy, OthersAreNotBelieved) {
    RunningServer server(who, {.proxy_protocol = {"10.0.0.0/8"}});
    EXPECT_EQ(server.get("/").body, "127.0.0.1");
    Client client = server.client();
    client.send("PROXY TCP4 198.51.100.1 203.0.113.7 35646 80\r\n" + std::string(request));
    EXPECT_EQ(client.read().status, 400);
    EXPECT_THROW(Server(who, {.port = 0, .proxy_protocol = {"everybody"}}), Error);
}

}  // namespace
}  // namespace portico::test
