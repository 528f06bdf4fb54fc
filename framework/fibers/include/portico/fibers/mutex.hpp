#pragma once

#include <portico/fibers/detail/wait_queue.hpp>

namespace portico::fibers {

/// A mutex that may be held across a suspension: who waits for it suspends the fiber, not the loop. First come,
/// first served. Fibers of any loop and plain threads may share one. Not recursive.
///
///     fibers::Mutex writers;
///     std::unique_lock lock{writers, 5s};                 // or std::lock_guard
///     if (!lock.owns_lock()) throw Busy{…};
///
/// Where it has to wait, `lock` throws Cancelled; then it is not held.
class Mutex {
public:
    void lock();
    bool try_lock() noexcept;
    void unlock() noexcept;

    template <class Rep, class Period> bool try_lock_for(const std::chrono::duration<Rep, Period>& span) {
        return lock_before(std::chrono::steady_clock::now() +
                           std::chrono::duration_cast<std::chrono::steady_clock::duration>(span));
    }
    template <class Clock, class Duration>
    bool try_lock_until(const std::chrono::time_point<Clock, Duration>& when) {
        return try_lock_for(when - Clock::now());
    }

private:
    bool lock_before(detail::Deadline deadline);

    std::mutex guard_;
    bool locked_ = false;
    detail::WaitQueue waiting_;
};

} // namespace portico::fibers
