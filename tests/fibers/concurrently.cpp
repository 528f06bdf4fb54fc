#include <portico/fibers/concurrently.hpp>

#include "support.hpp"

#include <algorithm>
#include <memory>
#include <ranges>

namespace portico::fibers {
namespace {

TEST(Concurrently, GivesAllResultsAsATuple) {
    on_fiber([] {
        auto [number, text, nothing] = concurrently([] { return 7; }, [] { return std::string("seven"); }, [] {});
        EXPECT_EQ(number, 7);
        EXPECT_EQ(text, "seven");
        EXPECT_EQ(nothing, std::monostate{});
    });
}

TEST(Concurrently, RunsItsPartsAtTheSameTime) {
    int begun = 0, most = 0;
    auto part = [&] {
        most = std::max(most, ++begun);
        sleep_for(20ms);
        --begun;
    };
    on_fiber([&] { concurrently(part, part, part); });
    EXPECT_EQ(most, 3);
}

TEST(Concurrently, OverARangeGivesResultsInItsOrder) {
    std::vector<int> results;
    on_fiber([&] {
        results = concurrently(std::vector{30, 10, 20}, [](int ms) {
            sleep_for(std::chrono::milliseconds(ms));
            return ms * 2;
        });
    });
    EXPECT_THAT(results, testing::ElementsAre(60, 20, 40));
}

TEST(Concurrently, OverAViewAndWithoutResults) {
    int sum = 0;
    on_fiber([&] { concurrently(std::views::iota(1, 5), [&](int number) { sum += number; }); });
    EXPECT_EQ(sum, 10);
}

TEST(Concurrently, TakesResultsThatCanOnlyBeMoved) {
    on_fiber([] {
        auto [owned] = concurrently([] { return std::make_unique<int>(3); });
        EXPECT_EQ(*owned, 3);
    });
}

TEST(Concurrently, FirstErrorCancelsTheRestAndIsThrownWhenAllHaveEnded) {
    bool cancelled = false;
    std::string error;
    on_fiber([&] {
        try {
            concurrently(
                [&] {
                    try {
                        sleep_for(1h);
                    } catch (const Cancelled&) {
                        NoCancel tidy;
                        sleep_for(5ms);
                        cancelled = true;
                        throw;
                    }
                },
                [] {
                    sleep_for(1ms);
                    throw std::runtime_error("no such row");
                });
        } catch (const std::runtime_error& caught) {
            error = caught.what();
        }
        EXPECT_TRUE(cancelled);
    });
    EXPECT_EQ(error, "no such row");
}

TEST(Concurrently, ErrorBeforeTheOthersBeginKeepsThemFromBeginning) {
    bool began = false;
    on_fiber([&] {
        EXPECT_THROW(concurrently([] { throw std::runtime_error("at once"); }, [&] { began = true; }),
                     std::runtime_error);
    });
    EXPECT_FALSE(began);
}

TEST(Concurrently, OutsideOfFibersBlocks) {
    auto [a, b] = concurrently([] { return 1; }, [] {
        sleep_for(5ms);
        return 2;
    });
    EXPECT_EQ(a + b, 3);
    EXPECT_THROW(concurrently([] { throw std::runtime_error("outside"); }), std::runtime_error);
}

TEST(Concurrently, OfNothingIsNothing) {
    on_fiber([] { EXPECT_TRUE(concurrently(std::vector<int>{}, [](int n) { return n; }).empty()); });
}

TEST(Concurrently, PartsOfARollbackAreNotInterrupted) {
    int finished = 0;
    Fiber& fiber = spawn([&] {
        NoCancel always;
        concurrently([&] { sleep_for(5ms), ++finished; }, [&] { sleep_for(5ms), ++finished; });
    });
    spawn([&] {
        sleep_for(1ms);
        Loop::current().stop();
        cancel(fiber);
    });
    run();
    Loop::current().shutdown();
    EXPECT_EQ(finished, 2);
}

} // namespace
} // namespace portico::fibers
