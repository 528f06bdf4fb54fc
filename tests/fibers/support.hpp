#pragma once

#include <portico/fibers/fiber.hpp>
#include <portico/fibers/loop.hpp>
#include <portico/fibers/settings.hpp>
#include <portico/fibers/sleep.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <string>
#include <vector>

namespace portico::fibers {

using namespace std::chrono_literals;

inline void run() { Loop::current().run(); }

/// A death test runs the program again, since a fork would have one thread and no watchdog.
inline void rerun_death_tests() { testing::FLAGS_gtest_death_test_style = "threadsafe"; }

/// Runs `work` on a fiber until nothing is left to do.
template <class Work> void on_fiber(Work&& work) {
    spawn(std::forward<Work>(work));
    run();
}

/// Gathers the reports while it lives.
class Reports {
public:
    Reports() : before_(settings()) {
        auto mine = before_;
        mine.report = [this](std::string_view text) {
            std::lock_guard lock{guard_};
            texts_.emplace_back(text);
        };
        configure(mine);
    }
    ~Reports() { configure(before_); }
    std::vector<std::string> texts() const {
        std::lock_guard lock{guard_};
        return texts_;
    }

private:
    Settings before_;
    mutable std::mutex guard_;
    std::vector<std::string> texts_;
};

/// A Waiting that nothing ends but cancellation.
struct Forever final : Waiting {
    Fiber* fiber = current();
    bool cancelled = false;
    void cancel() noexcept override {
        cancelled = true;
        wake(*fiber);
    }
};

} // namespace portico::fibers
