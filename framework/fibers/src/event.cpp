#include <portico/fibers/event.hpp>

#include <portico/fibers/fiber.hpp>

namespace portico::fibers {

void Event::set() {
    std::lock_guard guard{guard_};
    set_ = true;
    while (waiting_.notify_one()) {}
}

void Event::reset() noexcept {
    std::lock_guard guard{guard_};
    set_ = false;
}

bool Event::is_set() const noexcept {
    std::lock_guard guard{guard_};
    return set_;
}

bool Event::wait_before(detail::Deadline deadline) {
    std::unique_lock guard{guard_};
    if (set_) return true;
    auto woken = waiting_.wait(guard, deadline);
    guard.lock(); // the thread that set it may still hold the guard, and the caller may destroy it
    if (woken == detail::Woken::cancelled) throw Cancelled{};
    return woken == detail::Woken::notified;
}

} // namespace portico::fibers
