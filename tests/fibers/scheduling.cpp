#include "support.hpp"

#include <portico/fibers/event.hpp>

#include <thread>

namespace portico::fibers {
namespace {

struct Flag final : Waiting {
    Fiber* fiber = current();
    bool up = false;
    void cancel() noexcept override {}
    void wait() {
        while (!up) park(*this);
    }
    void raise() {
        up = true;
        wake(*fiber);
    }
};

TEST(Waking, NeverNests) {
    std::string order;
    Flag* flag = nullptr;
    spawn([&] {
        Flag mine;
        flag = &mine;
        mine.wait();
        order += "woken ";
    });
    spawn([&] {
        flag->raise();
        order += "waker ";
    });
    run();
    EXPECT_EQ(order, "waker woken ");
}

TEST(Waking, AFiberThatIsNotParkedDoesNothing) {
    int turns = 0;
    on_fiber([&] {
        wake(*current());
        wake(*current());
        ++turns;
    });
    EXPECT_EQ(turns, 1);
}

TEST(Waking, ForNoReasonDoesNotEndASleep) {
    auto begin = std::chrono::steady_clock::now();
    auto end = begin;
    Fiber& sleeper = spawn([&] {
        sleep_for(30ms);
        end = std::chrono::steady_clock::now();
    });
    spawn([&] { wake(sleeper); });
    run();
    EXPECT_GE(end - begin, 30ms);
}

TEST(Waking, FromAnotherThreadResumesOnTheFibersOwn) {
    std::thread::id resumed_on;
    Event ready;
    spawn([&] {
        ready.wait();
        resumed_on = std::this_thread::get_id();
    });
    std::thread other{[&] { ready.set(); }};
    run();
    other.join();
    EXPECT_EQ(resumed_on, std::this_thread::get_id());
}

TEST(Waking, TwoFibersThatKeepWakingEachOtherDoNotStarveTimers) {
    bool over = false;
    int turns = 0;
    auto ping = [&](Event& mine, Event& theirs) {
        while (!over) {
            theirs.set();
            mine.wait();
            mine.reset();
            ++turns;
        }
        theirs.set();
    };
    Event a, b;
    spawn([&] { ping(a, b); });
    spawn([&] { ping(b, a); });
    spawn([&] {
        sleep_for(20ms);
        over = true;
    });
    run();
    EXPECT_GT(turns, 100);
}

TEST(Yield, LetsOthersGoFirst) {
    std::string order;
    spawn([&] {
        yield();
        order += "first";
    });
    spawn([&] { order += "second "; });
    run();
    EXPECT_EQ(order, "second first");
}

TEST(Event, WaitForTellsWhenTheTimeIsUp) {
    Event never;
    bool came = true;
    on_fiber([&] { came = never.wait_for(5ms); });
    EXPECT_FALSE(came);
}

} // namespace
} // namespace portico::fibers
