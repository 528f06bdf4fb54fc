#include <portico/fibers/offload.hpp>

#include "support.hpp"

#include <portico/fibers/local.hpp>

#include <thread>

namespace portico::fibers {
namespace {

Local<int> number;

TEST(Offload, RunsOnAnotherThreadAndGivesTheResult) {
    std::thread::id worker;
    int result = 0;
    on_fiber([&] {
        result = offload([&] {
            worker = std::this_thread::get_id();
            return 42;
        });
    });
    EXPECT_EQ(result, 42);
    EXPECT_NE(worker, std::this_thread::get_id());
}

TEST(Offload, ThrowsTheExceptionOfItsWork) {
    std::string error;
    on_fiber([&] {
        try {
            offload([] { throw std::runtime_error("bad password hash"); });
        } catch (const std::runtime_error& caught) {
            error = caught.what();
        }
    });
    EXPECT_EQ(error, "bad password hash");
}

TEST(Offload, LetsTheLoopGoOn) {
    std::string order;
    spawn([&] {
        offload([] { std::this_thread::sleep_for(20ms); });
        order += "offloaded";
    });
    spawn([&] { order += "other "; });
    run();
    EXPECT_EQ(order, "other offloaded");
}

TEST(Offload, SeesNoFiberLocalValuesAndSaysThatItIsOffloaded) {
    on_fiber([] {
        number.set(5);
        EXPECT_FALSE(offloaded());
        EXPECT_TRUE(offload([] { return offloaded() && number.get() == nullptr; }));
        EXPECT_EQ(*number.get(), 5);
    });
}

TEST(Offload, OutsideOfFibersRunsInPlace) {
    Local<int>::Scope scope{number, 5};
    auto here = std::this_thread::get_id();
    EXPECT_TRUE(offload([&] { return std::this_thread::get_id() == here && offloaded() && !number.get(); }));
    EXPECT_EQ(*number.get(), 5);
    EXPECT_THROW(offload([] { throw std::runtime_error("outside"); }), std::runtime_error);
}

TEST(Offload, ACancelledFiberWaitsForItsWorkAndIsToldThen) {
    std::atomic<bool> finished = false;
    bool cancelled = false, finished_before = false;
    Fiber& fiber = spawn([&] {
        try {
            offload([&] {
                std::this_thread::sleep_for(30ms);
                finished = true;
            });
        } catch (const Cancelled&) {
            cancelled = true;
            finished_before = finished;
        }
    });
    spawn([&] {
        sleep_for(5ms);
        cancel(fiber);
    });
    run();
    EXPECT_TRUE(cancelled);
    EXPECT_TRUE(finished_before);
}

TEST(Offload, ManyFibersShareTheWorkers) {
    int sum = 0;
    for (int i = 1; i <= 100; ++i) spawn([&, i] { sum += offload([i] { return i; }); });
    run();
    EXPECT_EQ(sum, 5050);
}

} // namespace
} // namespace portico::fibers
