#include <portico/fibers/condition_variable.hpp>

#include <portico/fibers/fiber.hpp>

namespace portico::fibers {

bool ConditionVariable::wait_before(std::unique_lock<Mutex>& lock, detail::Deadline deadline) {
    check_cancelled();
    std::unique_lock guard{guard_};
    lock.unlock();
    auto woken = waiting_.wait(guard, deadline);
    {
        NoCancel always; // the caller holds the mutex again whatever happens
        lock.lock();
    }
    if (woken == detail::Woken::cancelled) throw Cancelled{};
    return woken == detail::Woken::notified;
}

void ConditionVariable::notify_one() {
    std::lock_guard guard{guard_};
    waiting_.notify_one();
}

void ConditionVariable::notify_all() {
    std::lock_guard guard{guard_};
    while (waiting_.notify_one()) {}
}

} // namespace portico::fibers
