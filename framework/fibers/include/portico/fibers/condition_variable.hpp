#pragma once

#include <portico/fibers/mutex.hpp>

namespace portico::fibers {

/// What `std::condition_variable` is, for fibers and threads that share a fibers::Mutex.
///
///     std::unique_lock lock{mutex};
///     changed.wait(lock, [&] { return !jobs.empty(); });
///
/// The waiting functions throw Cancelled, with the mutex held again.
class ConditionVariable {
public:
    void wait(std::unique_lock<Mutex>& lock) { wait_before(lock, std::nullopt); }

    template <class Predicate> void wait(std::unique_lock<Mutex>& lock, Predicate ready) {
        while (!ready()) wait(lock);
    }
    /// False if `ready()` is still false when the time is up.
    template <class Rep, class Period, class Predicate>
    bool wait_for(std::unique_lock<Mutex>& lock, const std::chrono::duration<Rep, Period>& span, Predicate ready) {
        auto deadline = std::chrono::steady_clock::now() +
                        std::chrono::duration_cast<std::chrono::steady_clock::duration>(span);
        while (!ready())
            if (!wait_before(lock, deadline)) return ready();
        return true;
    }
    void notify_one();
    void notify_all();

private:
    bool wait_before(std::unique_lock<Mutex>& lock, detail::Deadline deadline);

    std::mutex guard_;
    detail::WaitQueue waiting_;
};

} // namespace portico::fibers
