#pragma once

#include <chrono>

namespace portico::fibers {

/// Suspends the fiber (outside a fiber: blocks, while the thread's fibers go on). Throws Cancelled.
void sleep_until(std::chrono::steady_clock::time_point when);

/// The same for a span of time; zero or less is `yield`.
inline void sleep_for(std::chrono::nanoseconds span) {
    sleep_until(std::chrono::steady_clock::now() + span);
}

} // namespace portico::fibers
