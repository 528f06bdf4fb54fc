#include "server_client.hpp"

#include <csignal>
#include <thread>

#include <portico/base/error.hpp>
#include <portico/base/log.hpp>
#include <portico/fibers/event.hpp>
#include <portico/fibers/fiber.hpp>
#include <portico/fibers/local.hpp>
#include <portico/fibers/loop.hpp>
#include <portico/fibers/sleep.hpp>

namespace portico::test {
namespace {

using testing::HasSubstr;

/// A handler that answers once it is let go, and tells what became of it.
struct Gate {
    std::atomic<bool> entered = false;
    std::atomic<bool> open = false;
    std::atomic<bool> cancelled = false;

    Response operator()(Request&) {
        entered = true;
        try {
            while (!open) fibers::sleep_for(1ms);
        } catch (const fibers::Cancelled&) {
            cancelled = true;
            throw;
        }
        return Response::text("done");
    }
    static bool wait_for(const std::atomic<bool>& flag) {
        auto begin = std::chrono::steady_clock::now();
        while (!flag && std::chrono::steady_clock::now() - begin < 10s) std::this_thread::sleep_for(1ms);
        return flag;
    }
};

constexpr std::string_view request = "GET / HTTP/1.1\r\nHost: test\r\n\r\n";

TEST(ServerLifetime, StopAnswersWhatIsUnderWayAndClosesIdleConnections) {
    Gate gate;
    RunningServer server(std::ref(gate));
    auto idle = server.client();
    auto busy = server.client();
    busy.send(request);
    ASSERT_TRUE(Gate::wait_for(gate.entered));
    server.server().stop();
    EXPECT_TRUE(idle.closed_by_server());
    gate.open = true;
    auto reply = busy.read();
    EXPECT_EQ(reply.body, "done");
    EXPECT_EQ(reply.header("connection"), "close");
    EXPECT_TRUE(busy.closed_by_server());
    server.server().join();
    EXPECT_THROW(server.client(), std::runtime_error);
}

TEST(ServerLifetime, WhatIsNotDrainedInTimeIsCancelled) {
    log::Capture lines;
    Gate gate;
    RunningServer server(std::ref(gate), {.drain_timeout = 40ms});
    auto busy = server.client();
    busy.send(request);
    ASSERT_TRUE(Gate::wait_for(gate.entered));
    server.server().stop();
    server.server().join();
    EXPECT_TRUE(gate.cancelled);
    EXPECT_EQ(busy.read().status, 503);
    EXPECT_THAT(lines.text(), HasSubstr("drain timeout"));
}

TEST(ServerLifetime, SigtermDrainsAndEndsRun) {
    Gate gate;
    Server server(std::ref(gate), {.port = 0});
    std::thread client_thread([&] {
        Client client(server.port());
        client.send(request);
        Gate::wait_for(gate.entered);
        std::raise(SIGTERM);
        EXPECT_TRUE(client.silent(20ms));
        gate.open = true;
        EXPECT_EQ(client.read().body, "done");
    });
    server.run();
    client_thread.join();
    EXPECT_FALSE(gate.cancelled);
}

TEST(ServerLifetime, TheSecondSignalCancels) {
    Gate gate;
    Server server(std::ref(gate), {.port = 0});
    std::thread client_thread([&] {
        Client client(server.port());
        client.send(request);
        Gate::wait_for(gate.entered);
        std::raise(SIGINT);
        client.silent(20ms);
        std::raise(SIGINT);
        EXPECT_EQ(client.read().status, 503);
    });
    server.run();
    client_thread.join();
    EXPECT_TRUE(gate.cancelled);
}

TEST(ServerLifetime, AClientThatLeavesCancelsItsHandler) {
    Gate gate;
    RunningServer server(std::ref(gate));
    auto client = server.client();
    client.send(request);
    ASSERT_TRUE(Gate::wait_for(gate.entered));
    client.close();
    EXPECT_TRUE(Gate::wait_for(gate.cancelled));
}

TEST(ServerLifetime, AnIdleConnectionHoldsNoFiber) {
    std::atomic<std::size_t> fibers = 0;
    RunningServer server([&](Request&) {
        fibers = fibers::Loop::current().fibers();
        return Response();
    });
    auto first = server.client(), second = server.client(), third = server.client();
    first.get("/");
    second.get("/");
    third.get("/");
    EXPECT_EQ(fibers, 1u);
}

TEST(ServerLifetime, FibersThatAHandlerSpawnedEndWithTheServer) {
    std::atomic<bool> unwound = false;
    {
        RunningServer server([&](Request&) {
            fibers::spawn([&] {
                try {
                    fibers::sleep_for(1h);
                } catch (const fibers::Cancelled&) {
                    unwound = true;
                }
            });
            return Response();
        });
        server.get("/");
    }
    EXPECT_TRUE(unwound);
}

TEST(ServerLifetime, ThreadsStartWithTheirHook) {
    fibers::Local<int> number;
    RunningServer server([&](Request&) { return Response::text(std::to_string(number.value_or(0))); },
                         {.loops = 2, .on_loop_start = [&] { number.set(7); }});
    EXPECT_EQ(server.get("/").body, "7");
}

TEST(ServerLifetime, APortInUseIsAnErrorWithAHint) {
    RunningServer first(hello);
    try {
        Server second(hello, {.port = first.port()});
        FAIL() << "listened";
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("can't listen on 127.0.0.1 port " + std::to_string(first.port())));
        EXPECT_THAT(error.hint(), HasSubstr("another program listens there"));
    }
    EXPECT_THROW(Server(hello, {.port = first.port(), .loops = 2}), Error);
}

TEST(ServerLifetime, AnUnknownHostIsAnError) {
    EXPECT_THROW(Server(hello, {.host = "no.such.host.invalid", .port = 0}), Error);
}

TEST(ServerLifetime, UrlNamesThePort) {
    Server server(hello, {.port = 0});
    EXPECT_EQ(server.url(), "http://127.0.0.1:" + std::to_string(server.port()));
}

TEST(ServerLifetime, ManyRudeClientsDoNoHarm) {
    RunningServer server([](Request& asked) { return Response::text(std::string(asked.body())); });
    for (int i = 0; i < 100; ++i) {
        auto client = server.client();
        constexpr std::string_view whole = "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\n1234567890";
        client.send(whole.substr(0, static_cast<std::size_t>(i) % whole.size()));
    }
    EXPECT_EQ(server.get("/").status, 200);
}

}  // namespace
}  // namespace portico::test
