#include <portico/fibers/turns.hpp>

#include <portico/fibers/fiber.hpp>

namespace portico::fibers {

// A turn that is given back goes to the first in the queue, so that nobody can push in: whoever was notified has it.
Turns::Turn Turns::take() {
    std::unique_lock guard{guard_};
    if (taken_ < at_once_) {
        ++taken_;
        return Turn(this);
    }
    if (waiting_ >= most_waiting_) return {};
    ++waiting_;
    try {
        if (queue_.wait(guard, std::nullopt) == detail::Woken::notified) return Turn(this);
        guard.lock();
    } catch (const Cancelled&) { // before it was in the queue, with the guard held
        --waiting_;
        throw;
    }
    --waiting_;
    throw Cancelled{};
}

void Turns::give_back() noexcept {
    std::lock_guard guard{guard_};
    if (queue_.notify_one()) --waiting_;
    else --taken_;
}

} // namespace portico::fibers
