#include <portico/fibers/mutex.hpp>

#include <portico/fibers/fiber.hpp>

namespace portico::fibers {

void Mutex::lock() { lock_before(std::nullopt); }

bool Mutex::try_lock() noexcept {
    std::lock_guard guard{guard_};
    return !std::exchange(locked_, true);
}

// `unlock` hands the mutex to the first in the queue, so that nobody can push in: whoever was notified holds it.
bool Mutex::lock_before(detail::Deadline deadline) {
    std::unique_lock guard{guard_};
    if (!locked_) return locked_ = true;
    auto woken = waiting_.wait(guard, deadline);
    if (woken == detail::Woken::cancelled) throw Cancelled{};
    return woken == detail::Woken::notified;
}

void Mutex::unlock() noexcept {
    std::lock_guard guard{guard_};
    if (!waiting_.notify_one()) locked_ = false;
}

} // namespace portico::fibers
