#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace portico::http {

/// What one worker counts. Only its own thread writes, so no instruction is locked; `server_statistics` adds them up.
struct alignas(64) WorkerCounters {
    WorkerCounters();
    ~WorkerCounters();
    WorkerCounters(const WorkerCounters&) = delete;
    WorkerCounters& operator=(const WorkerCounters&) = delete;

    static void add(std::atomic<std::uint64_t>& counter) noexcept {
        counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    }

    std::atomic<std::size_t> open = 0;
    std::atomic<std::uint64_t> accepted = 0, not_accepted = 0, refused = 0;
    std::atomic<bool> draining = false;
};

}  // namespace portico::http
