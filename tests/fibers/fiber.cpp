#include "support.hpp"

#include <thread>

namespace portico::fibers {
namespace {

TEST(Fiber, RunsOnTheLoopOfTheThreadThatSpawnedIt) {
    std::thread::id ran_on;
    on_fiber([&] { ran_on = std::this_thread::get_id(); });
    EXPECT_EQ(ran_on, std::this_thread::get_id());
}

TEST(Fiber, DoesNotBeginBeforeSpawnReturns) {
    bool began = false;
    on_fiber([&] {
        spawn([&] { began = true; });
        EXPECT_FALSE(began);
    });
    EXPECT_TRUE(began);
}

TEST(Fiber, IsCurrentWhileItRunsAndNobodyIsOutside) {
    Fiber* seen = nullptr;
    Fiber& fiber = spawn([&] { seen = current(); });
    run();
    EXPECT_EQ(seen, &fiber);
    EXPECT_EQ(current(), nullptr);
}

TEST(Fiber, OtherFibersGoOnWhileOneSleeps) {
    std::string order;
    spawn([&] {
        sleep_for(20ms);
        order += "slept ";
    });
    spawn([&] { order += "other "; });
    run();
    EXPECT_EQ(order, "other slept ");
}

TEST(Fiber, KeepsItsWorkUntilItIsOver) {
    auto owned = std::make_unique<int>(7);
    int seen = 0;
    on_fiber([&seen, owned = std::move(owned)] {
        sleep_for(1ms);
        seen = *owned;
    });
    EXPECT_EQ(seen, 7);
}

TEST(Fiber, StackIsUsedAgainForTheNextJob) {
    Fiber* first = &spawn([] {});
    run();
    Fiber* second = &spawn([] {});
    run();
    EXPECT_EQ(first, second);
}

#ifdef __SANITIZE_THREAD__
constexpr int crowd = 2'000; // ThreadSanitizer has room for 8,128 threads and fibers
#else
constexpr int crowd = 10'000;
#endif

TEST(Fiber, TenThousandAreSuspendedAtOnce) {
    int woke = 0;
    for (int i = 0; i < crowd; ++i)
        spawn([&] {
            sleep_for(50ms);
            ++woke;
        });
    run();
    EXPECT_EQ(woke, crowd);
    EXPECT_EQ(Loop::current().fibers(), 0u);
    Loop::current().trim();
}

TEST(Fiber, AStackThatWasTrimmedWorksOn) {
    on_fiber([] {});
    Loop::current().trim();
    int depth = 0;
    on_fiber([&] {
        std::array<char, 60'000> large{};
        large[1] = 'x';
        sleep_for(1ms);
        depth = large[1];
    });
    EXPECT_EQ(depth, 'x');
}

TEST(Fiber, OutsideOfFibersSleepBlocksWhileTheThreadsFibersGoOn) {
    bool ran = false;
    spawn([&] { ran = true; });
    auto begin = std::chrono::steady_clock::now();
    sleep_for(20ms);
    EXPECT_GE(std::chrono::steady_clock::now() - begin, 20ms);
    EXPECT_TRUE(ran);
}

TEST(FiberDeathTest, WaitingInAnEventHandlerEndsTheProgramWithAMessage) {
    rerun_death_tests();
    EXPECT_DEATH(
        {
            Loop::current().post([] { sleep_for(1ms); });
            run();
        },
        "in an event handler outside of a fiber");
}

TEST(Fiber, ExceptionThatLeavesItIsReportedAndTheLoopGoesOn) {
    Reports reports;
    bool other = false;
    spawn([] { throw std::runtime_error("the disk is full"); });
    spawn([&] { other = true; });
    run();
    EXPECT_TRUE(other);
    EXPECT_THAT(reports.texts(), testing::ElementsAre(testing::HasSubstr("the disk is full")));
}

TEST(Loop, StopEndsRunFromAnotherThread) {
    auto& loop = Loop::current();
    spawn([] { sleep_for(1h); });
    std::thread other{[&] { loop.stop(); }};
    loop.run();
    other.join();
    EXPECT_EQ(loop.fibers(), 1u);
    loop.shutdown();
    EXPECT_EQ(loop.fibers(), 0u);
}

TEST(Loop, StopBeforeRunCountsForThatRunOnly) {
    auto& loop = Loop::current();
    loop.stop();
    bool ran = false;
    spawn([&] { ran = true; });
    loop.run();
    EXPECT_FALSE(ran);
    loop.run();
    EXPECT_TRUE(ran);
}

TEST(Loop, PostRunsWorkOfAnotherThreadOutsideOfFibers) {
    auto& loop = Loop::current();
    bool outside = false;
    spawn([] { sleep_for(1h); });
    std::thread other{[&] {
        loop.post([&] {
            outside = current() == nullptr;
            loop.stop();
        });
    }};
    loop.run();
    other.join();
    loop.shutdown();
    EXPECT_TRUE(outside);
}

} // namespace
} // namespace portico::fibers
