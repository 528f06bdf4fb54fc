#include "support.hpp"

#include <array>
#include <thread>

namespace portico::fibers {
namespace {

[[gnu::noinline]] int endless(int depth) {
    volatile char frame[512]{};
    frame[0] = static_cast<char>(depth);
    return depth < 0 ? 0 : endless(depth + 1) + frame[0];
}

TEST(StackOverflowDeathTest, IsReportedAsOneWithTheFiberAndAHint) {
    rerun_death_tests();
    EXPECT_DEATH(on_fiber([] { endless(0); }),
                 "stack overflow in fiber .*: its 256 KB are used up; .*fibers::Settings::stack_size");
}

TEST(StackOverflowDeathTest, OutsideOfAFiberIsLeftToTheSystem) {
    rerun_death_tests();
    Loop::current();
    EXPECT_DEATH(
        {
            auto* nowhere = reinterpret_cast<volatile int*>(16);
            *nowhere = 1;
        },
        testing::Not(testing::HasSubstr("stack overflow in fiber")));
}

TEST(StackOverflow, ALargerStackCanBeAskedFor) {
    auto before = settings();
    auto larger = before;
    larger.stack_size = 4 * 1024 * 1024;
    configure(larger);
    int last = 0;
    // A thread of its own, so that no stack of the former size is used again.
    std::thread{[&] {
        on_fiber([&] {
            std::array<char, 2 * 1024 * 1024> large{};
            large[0] = 'x';
            sleep_for(1ms);
            last = large[0];
        });
    }}.join();
    configure(before);
    EXPECT_EQ(last, 'x');
}

} // namespace
} // namespace portico::fibers
