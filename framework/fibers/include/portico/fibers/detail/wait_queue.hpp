#pragma once

#include <chrono>
#include <mutex>
#include <optional>

namespace portico::fibers::detail {

using Deadline = std::optional<std::chrono::steady_clock::time_point>;

enum class Woken { notified, timed_out, cancelled };

class Waiter;

/// Fibers and threads that wait, first come, first served. Its owner's `guard` protects it and is never held
/// while anyone waits.
class WaitQueue {
public:
    WaitQueue() = default;
    WaitQueue(const WaitQueue&) = delete;
    WaitQueue& operator=(const WaitQueue&) = delete;

    /// Joins the queue, unlocks `guard` and waits. Throws Cancelled only before it has joined.
    Woken wait(std::unique_lock<std::mutex>& guard, Deadline deadline);

    /// Lets the first go on; false if nobody waits. With `guard` held.
    bool notify_one();

private:
    friend class Waiter;
    void push(Waiter& waiter) noexcept;
    void remove(Waiter& waiter) noexcept;

    Waiter* first_ = nullptr;
    Waiter* last_ = nullptr;
};

} // namespace portico::fibers::detail
