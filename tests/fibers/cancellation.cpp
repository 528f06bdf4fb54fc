#include <portico/fibers/concurrently.hpp>
#include <portico/fibers/event.hpp>

#include "support.hpp"

#include <thread>

namespace portico::fibers {
namespace {

TEST(Cancellation, ThrowsCancelledAtTheSuspension) {
    bool cancelled = false;
    Fiber& sleeper = spawn([&] {
        try {
            sleep_for(1h);
        } catch (const Cancelled&) {
            cancelled = true;
        }
    });
    spawn([&] { cancel(sleeper); });
    run();
    EXPECT_TRUE(cancelled);
}

TEST(Cancellation, EndsAFiberQuietly) {
    Reports reports;
    Fiber& sleeper = spawn([] { sleep_for(1h); });
    spawn([&] { cancel(sleeper); });
    run();
    EXPECT_THAT(reports.texts(), testing::IsEmpty());
}

TEST(Cancellation, OfAFiberThatHasNotBegunKeepsItFromBeginning) {
    bool began = false;
    Fiber& fiber = spawn([&] { began = true; });
    cancel(fiber);
    run();
    EXPECT_FALSE(began);
}

TEST(Cancellation, IsNotAStdException) {
    bool as_std = false, as_itself = false;
    Fiber& sleeper = spawn([&] {
        try {
            try {
                sleep_for(1h);
            } catch (const std::exception&) {
                as_std = true;
            }
        } catch (const Cancelled&) {
            as_itself = true;
        }
    });
    spawn([&] { cancel(sleeper); });
    run();
    EXPECT_FALSE(as_std);
    EXPECT_TRUE(as_itself);
}

TEST(Cancellation, SwallowedByCatchAllIsThrownAgainAtTheNextSuspension) {
    int swallowed = 0;
    bool went_on = false;
    Fiber& stubborn = spawn([&] {
        try {
            sleep_for(1h);
        } catch (...) {
            ++swallowed;
        }
        sleep_for(1h);
        went_on = true;
    });
    spawn([&] { cancel(stubborn); });
    run();
    EXPECT_EQ(swallowed, 1);
    EXPECT_FALSE(went_on);
}

struct Transaction {
    std::string& log;
    ~Transaction() {
        NoCancel always;
        log += "rollback ";
        sleep_for(5ms);
        log += "done";
    }
};

TEST(Cancellation, DuringARollbackLetsTheRollbackFinish) {
    std::string log;
    bool ended = false;
    Fiber& fiber = spawn([&] {
        try {
            Transaction transaction{log};
            sleep_for(1h);
        } catch (const Cancelled&) {
            ended = true;
        }
    });
    spawn([&] { cancel(fiber); });
    run();
    EXPECT_EQ(log, "rollback done");
    EXPECT_TRUE(ended);
}

TEST(Cancellation, ThatComesWhileARollbackWaitsDoesNotInterruptIt) {
    std::string log;
    Event rolling_back;
    bool thrown_after = false;
    Fiber& fiber = spawn([&] {
        {
            Transaction transaction{log};
            rolling_back.set();
        }
        try {
            sleep_for(1h);
        } catch (const Cancelled&) {
            thrown_after = true;
        }
    });
    spawn([&] {
        rolling_back.wait();
        cancel(fiber);
    });
    run();
    EXPECT_EQ(log, "rollback done");
    EXPECT_TRUE(thrown_after);
}

struct SleepsWithoutShield {
    std::string& log;
    ~SleepsWithoutShield() {
        if (std::uncaught_exceptions() == 0) return;
        sleep_for(5ms);
        log += "slept";
    }
};

TEST(Cancellation, IsNotThrownWhileAnotherExceptionUnwinds) {
    std::string log;
    Fiber& fiber = spawn([&] {
        try {
            SleepsWithoutShield sleeper{log};
            cancel(*current());
            throw std::runtime_error("first");
        } catch (const std::runtime_error&) {
            log += " caught";
        }
    });
    (void)fiber;
    run();
    EXPECT_EQ(log, "slept caught");
}

TEST(Cancellation, NeverResumesTheFiberOnlyMarksIt) {
    std::string order;
    Fiber& fiber = spawn([&] {
        try {
            Forever forever;
            while (!forever.cancelled) park(forever);
            check_cancelled();
        } catch (const Cancelled&) {
            order += "cancelled";
        }
    });
    spawn([&] {
        cancel(fiber);
        order += "marked ";
    });
    run();
    EXPECT_EQ(order, "marked cancelled");
}

TEST(Cancellation, CheckCancelledThrowsInALongComputation) {
    int steps = 0;
    on_fiber([&] {
        cancel(*current());
        for (;; ++steps) check_cancelled();
    });
    EXPECT_EQ(steps, 0);
}

TEST(Cancellation, FiberIsUnwoundAtShutdown) {
    std::string log;
    spawn([&] {
        Transaction transaction{log};
        sleep_for(1h);
    });
    spawn([] { Loop::current().stop(); });
    run();
    Loop::current().shutdown();
    EXPECT_EQ(log, "rollback done");
    EXPECT_EQ(Loop::current().fibers(), 0u);
}

TEST(Cancellation, FibersSpawnedDuringShutdownDoNotBegin) {
    bool began = false, spawned = false;
    spawn([&] {
        try {
            sleep_for(1h);
        } catch (const Cancelled&) {
            spawn([&] { began = true; });
            spawned = true;
        }
    });
    sleep_for(1ms);
    Loop::current().shutdown();
    EXPECT_TRUE(spawned);
    EXPECT_FALSE(began);
}

TEST(Cancellation, ReachesTheChildrenOfConcurrently) {
    int cancelled = 0;
    auto child = [&] {
        try {
            sleep_for(1h);
        } catch (const Cancelled&) {
            ++cancelled;
            throw;
        }
    };
    Fiber& parent = spawn([&] { concurrently(child, child); });
    spawn([&] {
        sleep_for(1ms);
        cancel(parent);
    });
    run();
    EXPECT_EQ(cancelled, 2);
}

TEST(Cancellation, LoopOfAThreadThatEndsUnwindsItsFibers) {
    std::string log;
    std::thread{[&] {
        spawn([&] {
            Transaction transaction{log};
            sleep_for(1h);
        });
        sleep_for(1ms);
    }}.join();
    EXPECT_EQ(log, "rollback done");
}

} // namespace
} // namespace portico::fibers
