#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace portico::fibers {

namespace detail {
class LoopState;
}

/// The event loop of a thread: it runs the thread's fibers and waits for timers, sockets and other threads.
///
///     fibers::spawn(serve);
///     fibers::Loop::current().run();      // until nothing is left to do, or stop()
///
/// Made on a thread's first use, destroyed (after `shutdown`) when the thread ends.
class Loop {
public:
    /// This thread's loop.
    static Loop& current();

    /// Runs until no fiber lives and no event is awaited, or until `stop`. Not from a fiber.
    void run();

    /// Makes `run` return after the event in hand; a `run` that has not begun returns at once. From any thread.
    void stop();

    /// Cancels every fiber of this loop and runs until none lives; those spawned meanwhile are cancelled too.
    /// On the loop's own thread, not from a fiber.
    void shutdown();

    /// Calls `work` in the loop, outside of any fiber: it may not wait. From any thread.
    void post(std::function<void()> work);

    /// How many fibers live (running, ready or suspended). On the loop's own thread.
    std::size_t fibers() const noexcept;

    /// Gives back the memory that unused stacks of this loop hold. Cheap enough for once a second.
    void trim();

    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;
    ~Loop();

    detail::LoopState& state() noexcept { return *state_; }

private:
    Loop();
    std::unique_ptr<detail::LoopState> state_;
};

} // namespace portico::fibers
