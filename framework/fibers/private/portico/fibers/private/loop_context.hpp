#pragma once

#include <portico/fibers/fiber.hpp>
#include <portico/fibers/loop.hpp>

#include <boost/asio/io_context.hpp>

namespace portico::fibers::detail {

/// The event loop's Asio side. What is used with `use_fiber` must belong to the context of its thread's loop.
boost::asio::io_context& context(Loop& loop) noexcept;

/// This thread's loop if it has one already.
Loop* loop_of_this_thread() noexcept;

/// Runs this thread's loop until `done`, for a caller outside of fibers. Called by an event handler it ends the
/// program with a message, since the handler would wait for itself.
void block_until(const bool& done);

/// Like `wake`, but on the loop's own thread and never before the caller has returned.
void wake_later(Fiber& fiber);

/// A number, this thread's own, that the fibers of one `concurrently` have in common; 0 elsewhere. What siblings ask for at the
/// same time may be asked together.
std::uint64_t group() noexcept;

/// Parks the fiber, or blocks the thread, until `done`. `waiting` hears of a cancellation.
inline void wait_until(const bool& done, Fiber* fiber, Waiting& waiting) {
    if (fiber) {
        while (!done) park(waiting);
    } else {
        block_until(done);
    }
}

/// For what cannot be interrupted.
struct Uninterruptible final : Waiting {
    void cancel() noexcept override {}
};

} // namespace portico::fibers::detail
