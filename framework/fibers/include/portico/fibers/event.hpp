#pragma once

#include <portico/fibers/detail/wait_queue.hpp>

namespace portico::fibers {

/// A flag that fibers and threads wait for: once `set`, every `wait` returns, until `reset`. Who was woken may
/// destroy it.
///
///     fibers::Event ready;
///     fibers::spawn([&] { load(); ready.set(); });
///     ready.wait();
class Event {
public:
    void set();
    void reset() noexcept;
    bool is_set() const noexcept;

    /// Throws Cancelled.
    void wait() { wait_before(std::nullopt); }

    /// False when the time is up.
    template <class Rep, class Period> bool wait_for(const std::chrono::duration<Rep, Period>& span) {
        return wait_before(std::chrono::steady_clock::now() +
                           std::chrono::duration_cast<std::chrono::steady_clock::duration>(span));
    }

private:
    bool wait_before(detail::Deadline deadline);

    mutable std::mutex guard_;
    bool set_ = false;
    detail::WaitQueue waiting_;
};

} // namespace portico::fibers
