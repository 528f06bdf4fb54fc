#include "support.hpp"

#include <exception>
#include <stdexcept>

namespace portico::fibers {
namespace {

using testing::ElementsAre;

std::string caught_again(const char* message, std::chrono::milliseconds pause) {
    try {
        try {
            throw std::runtime_error(message);
        } catch (...) {
            sleep_for(pause);
            throw;
        }
    } catch (const std::exception& error) {
        return error.what();
    }
}

TEST(ExceptionInFlight, RethrowAfterASuspensionRethrowsTheFibersOwn) {
    std::string first, second;
    spawn([&] { first = caught_again("first", 20ms); });
    spawn([&] { second = caught_again("second", 5ms); });
    run();
    EXPECT_EQ(first, "first");
    EXPECT_EQ(second, "second");
}

TEST(ExceptionInFlight, CurrentExceptionSurvivesASuspension) {
    std::string seen;
    spawn([&] {
        try {
            throw std::runtime_error("mine");
        } catch (...) {
            sleep_for(10ms);
            try {
                std::rethrow_exception(std::current_exception());
            } catch (const std::exception& error) {
                seen = error.what();
            }
        }
    });
    spawn([] {
        try {
            throw 42;
        } catch (int) {
            sleep_for(20ms);
        }
    });
    run();
    EXPECT_EQ(seen, "mine");
}

struct SleepsInDestructor {
    int& seen;
    ~SleepsInDestructor() {
        NoCancel always;
        sleep_for(5ms);
        seen = std::uncaught_exceptions();
    }
};

TEST(ExceptionInFlight, UncaughtExceptionsAreCountedPerFiber) {
    int unwinding = -1, other = -1;
    spawn([&] {
        try {
            SleepsInDestructor sleeper{unwinding};
            throw std::runtime_error("unwind");
        } catch (const std::exception&) {
        }
    });
    spawn([&] { other = std::uncaught_exceptions(); });
    run();
    EXPECT_EQ(unwinding, 1);
    EXPECT_EQ(other, 0);
    EXPECT_EQ(std::uncaught_exceptions(), 0);
}

TEST(ExceptionInFlight, AFreshFiberSeesNoneThoughItsSpawnerHandlesOne) {
    bool none = false;
    spawn([&] {
        try {
            throw std::runtime_error("outer");
        } catch (...) {
            spawn([&] { none = std::current_exception() == nullptr; });
            sleep_for(5ms);
        }
    });
    run();
    EXPECT_TRUE(none);
}

} // namespace
} // namespace portico::fibers
