#include <portico/fibers/mutex.hpp>

#include "support.hpp"

#include <portico/fibers/condition_variable.hpp>
#include <portico/fibers/event.hpp>

#include <deque>
#include <thread>

namespace portico::fibers {
namespace {

TEST(Mutex, HeldAcrossASuspensionKeepsOthersOutAndTheLoopGoing) {
    Mutex mutex;
    std::string order;
    spawn([&] {
        std::lock_guard lock{mutex};
        sleep_for(10ms);
        order += "first ";
    });
    spawn([&] {
        std::lock_guard lock{mutex};
        order += "second";
    });
    spawn([&] { order += "free "; });
    run();
    EXPECT_EQ(order, "free first second");
}

TEST(Mutex, IsHandedOnFirstComeFirstServed) {
    Mutex mutex;
    std::string order;
    auto worker = [&](char name) {
        return [&, name] {
            std::lock_guard lock{mutex};
            order += name;
            sleep_for(1ms);
        };
    };
    for (char name : {'a', 'b', 'c', 'd'}) spawn(worker(name));
    run();
    EXPECT_EQ(order, "abcd");
}

TEST(Mutex, TryLockForGivesUpAndLeavesTheQueue) {
    Mutex mutex;
    bool held = true, later = false;
    spawn([&] {
        std::lock_guard lock{mutex};
        sleep_for(30ms);
    });
    spawn([&] {
        std::unique_lock lock{mutex, 5ms};
        held = lock.owns_lock();
    });
    spawn([&] {
        std::unique_lock lock{mutex, 10s};
        later = lock.owns_lock();
    });
    run();
    EXPECT_FALSE(held);
    EXPECT_TRUE(later);
    EXPECT_TRUE(mutex.try_lock());
    mutex.unlock();
}

TEST(Mutex, ACancelledWaiterDoesNotGetIt) {
    Mutex mutex;
    bool held = false;
    mutex.lock();
    Fiber& waiter = spawn([&] {
        std::lock_guard lock{mutex};
        held = true;
    });
    spawn([&] { cancel(waiter); });
    run();
    EXPECT_FALSE(held);
    mutex.unlock();
    EXPECT_TRUE(mutex.try_lock());
    mutex.unlock();
}

TEST(Mutex, IsSharedByFibersOfManyLoopsAndPlainThreads) {
    Mutex mutex;
    int inside = 0, most = 0, total = 0;
    auto work = [&] {
        for (int i = 0; i < 200; ++i) {
            std::lock_guard lock{mutex};
            most = std::max(most, ++inside);
            if (i % 50 == 0) sleep_for(100us);
            ++total;
            --inside;
        }
    };
    auto loop = [&] {
        for (int i = 0; i < 3; ++i) spawn(work);
        run();
    };
    std::thread first{loop}, second{loop}, plain{work};
    first.join();
    second.join();
    plain.join();
    EXPECT_EQ(most, 1);
    EXPECT_EQ(total, 7 * 200);
}

TEST(Mutex, OutsideOfFibersWaitsForAFiberOfItsOwnThread) {
    Mutex mutex;
    spawn([&] {
        std::lock_guard lock{mutex};
        sleep_for(10ms);
    });
    sleep_for(1ms);
    EXPECT_FALSE(mutex.try_lock());
    EXPECT_FALSE(mutex.try_lock_for(1ms));
    EXPECT_TRUE(mutex.try_lock_for(5s));
    mutex.unlock();
}

TEST(Mutex, TimesOutRaceWithUnlockWithoutLosingIt) {
    Mutex mutex;
    int got = 0, gave_up = 0;
    auto work = [&] {
        for (int i = 0; i < 50; ++i) {
            std::unique_lock lock{mutex, 500us};
            if (!lock) {
                std::lock_guard count{mutex};
                ++gave_up;
                continue;
            }
            ++got;
            sleep_for(300us);
        }
    };
    std::thread first{[&] { on_fiber(work); }}, second{[&] { on_fiber(work); }}, third{work};
    first.join();
    second.join();
    third.join();
    EXPECT_EQ(got + gave_up, 150);
    EXPECT_TRUE(mutex.try_lock());
    mutex.unlock();
}

TEST(ConditionVariable, CarriesJobsBetweenThreads) {
    Mutex mutex;
    ConditionVariable changed;
    std::deque<int> jobs;
    int sum = 0;
    std::thread consumer{[&] {
        for (int taken = 0; taken < 100; ++taken) {
            std::unique_lock lock{mutex};
            changed.wait(lock, [&] { return !jobs.empty(); });
            sum += jobs.front();
            jobs.pop_front();
        }
    }};
    on_fiber([&] {
        for (int job = 1; job <= 100; ++job) {
            std::lock_guard lock{mutex};
            jobs.push_back(job);
            changed.notify_one();
        }
    });
    consumer.join();
    EXPECT_EQ(sum, 5050);
}

TEST(ConditionVariable, CancelledWaiterHoldsTheMutexAgain) {
    Mutex mutex;
    ConditionVariable never;
    bool owned = false;
    Fiber& waiter = spawn([&] {
        std::unique_lock lock{mutex};
        try {
            never.wait(lock);
        } catch (const Cancelled&) {
            owned = lock.owns_lock();
        }
    });
    spawn([&] { cancel(waiter); });
    run();
    EXPECT_TRUE(owned);
}

TEST(ConditionVariable, WaitForGivesUp) {
    Mutex mutex;
    ConditionVariable never;
    std::unique_lock lock{mutex};
    EXPECT_FALSE(never.wait_for(lock, 2ms, [] { return false; }));
    EXPECT_TRUE(lock.owns_lock());
}

} // namespace
} // namespace portico::fibers
