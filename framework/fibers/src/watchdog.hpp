#pragma once

#include <atomic>
#include <cstdint>
#include <pthread.h>

namespace portico::fibers::detail {

/// How a loop shows the watchdog that it goes on: `beat` counts switches and is odd while a fiber runs.
struct Pulse {
    std::atomic<std::uint64_t> beat{0};
    std::atomic<std::uint64_t> fiber{0};
    pthread_t thread = pthread_self();

    // Only the loop's thread writes, so no locked instruction is needed.
    void enter(std::uint64_t id) noexcept {
        fiber.store(id, std::memory_order_relaxed);
        step();
    }
    void step() noexcept { beat.store(beat.load(std::memory_order_relaxed) + 1, std::memory_order_release); }
};

void watch(Pulse& pulse);
void unwatch(Pulse& pulse) noexcept;

} // namespace portico::fibers::detail
