/// One makes what many want.
#include <atomic>
#include <thread>

#include <portico/fibers/concurrently.hpp>
#include <portico/fibers/event.hpp>
#include <portico/fibers/fiber.hpp>
#include <portico/fibers/loop.hpp>

#include <portico/cache/memory.hpp>

#include "shop.hpp"

namespace shop {

struct SingleFlight : testing::Test {
    const cache::Cache kept{std::make_shared<cache::Memory>()};
};

TEST_F(SingleFlight, MakesWhatIsNotThere) {
    int asked = 0;
    const auto ask = [&] { return ++asked; };
    EXPECT_EQ(kept.get_or_set("a", 1min, ask), 1);
    EXPECT_EQ(kept.get_or_set("a", 1min, ask), 1);
    EXPECT_EQ(kept.get_or_set("b", 1min, ask), 2);
}

TEST_F(SingleFlight, FibersWaitForTheOneThatMakesIt) {
    int asked = 0, answered = 0;
    fibers::Event go;
    for (int i = 0; i < 10; ++i) {
        fibers::spawn([&] {
            const std::string answer = kept.get_or_set("a", 1min, [&] {
                ++asked;
                go.wait();
                return std::string("made");
            });
            answered += answer == "made";
        });
    }
    fibers::spawn([&] { go.set(); });
    fibers::Loop::current().run();
    EXPECT_EQ(asked, 1);
    EXPECT_EQ(answered, 10);
}

TEST_F(SingleFlight, ThreadsWaitToo) {
    std::atomic<int> asked = 0, answered = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] { answered += kept.get_or_set("a", 1min, [&] { return ++asked, 7; }); });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(asked, 1);
    EXPECT_EQ(answered, 28);
}

TEST_F(SingleFlight, WhoFailsTakesNobodyAlong) {
    int asked = 0, failed = 0, answered = 0;
    for (int i = 0; i < 3; ++i) {
        fibers::spawn([&] {
            try {
                answered += kept.get_or_set("a", 1min, [&] {
                    fibers::yield();
                    if (++asked == 1) throw std::runtime_error("the service is gone");
                    return 5;
                });
            } catch (const std::runtime_error&) {
                ++failed;
            }
        });
    }
    fibers::Loop::current().run();
    EXPECT_EQ(failed, 1);
    EXPECT_EQ(asked, 2);
    EXPECT_EQ(answered, 10);
}

TEST_F(SingleFlight, WhatAsksForItselfEnds) {
    int depth = 0;
    const std::function<int()> ask = [&]() -> int { return ++depth < 3 ? kept.get_or_set("a", 1min, ask) : depth; };
    EXPECT_EQ(kept.get_or_set("a", 1min, ask), 3);
}

}  // namespace shop
