#include "support.hpp"

#include <cstdio>
#include <mutex>
#include <unistd.h>

namespace portico::fibers {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

/// A watchdog that barks soon.
class Impatient {
public:
    Impatient() : before_(settings()) {
        auto mine = before_;
        mine.watchdog = 50ms;
        configure(mine);
    }
    ~Impatient() { configure(before_); }

private:
    Settings before_;
};

} // namespace

// With external linkage, so that its name is in the report.
[[gnu::noinline]] void hog_the_loop(const Reports& reports) {
    auto give_up = std::chrono::steady_clock::now() + 20s;
    while (reports.texts().empty() && std::chrono::steady_clock::now() < give_up) usleep(1000);
}

namespace {

TEST(Watchdog, ReportsAFiberThatKeepsItsLoopOnceWithItsStack) {
    Impatient impatient;
    Reports reports;
    on_fiber([&] {
        hog_the_loop(reports);
        usleep(150'000);
    });
    EXPECT_THAT(reports.texts(), ElementsAre(AllOf(HasSubstr("keeps its loop for over 50 ms"),
                                                   HasSubstr("fibers::Mutex"), HasSubstr("hog_the_loop"))));
}

TEST(Watchdog, IsQuietAboutSuspendedFibers) {
    Impatient impatient;
    Reports reports;
    on_fiber([] { sleep_for(150ms); });
    EXPECT_THAT(reports.texts(), testing::IsEmpty());
}

TEST(WatchdogDeathTest, NoticesAStdMutexHeldAcrossASuspension) {
    rerun_death_tests();
    auto deadlock = [] {
        auto eager = settings();
        eager.watchdog = 50ms;
        eager.report = [](std::string_view text) {
            std::fprintf(stderr, "%.*s\n", static_cast<int>(text.size()), text.data());
            _exit(3);
        };
        configure(eager);
        std::mutex mutex;
        spawn([&] {
            std::lock_guard lock{mutex};
            sleep_for(1ms);
        });
        spawn([&] { std::lock_guard lock{mutex}; });
        run();
    };
    EXPECT_EXIT(deadlock(), testing::ExitedWithCode(3), "keeps its loop .* use fibers::Mutex in place of std::mutex");
}

} // namespace
} // namespace portico::fibers
