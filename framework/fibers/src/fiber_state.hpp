#pragma once

#include "locals.hpp"
#include "sanitizers.hpp"
#include "stack.hpp"

#include <portico/fibers/census.hpp>
#include <portico/fibers/fiber.hpp>

#include <boost/context/detail/fcontext.hpp>

namespace portico::fibers {

namespace detail {

class LoopState;

/// What the C++ runtime keeps for a thread about exceptions in flight (Itanium C++ ABI 2.2.2).
struct ExceptionState {
    void* caught = nullptr;
    unsigned int uncaught = 0;
};

} // namespace detail

class Fiber {
public:
    enum class State { idle, ready, running, parked };

    Fiber(detail::LoopState& loop, std::size_t stack_size);
    ~Fiber();

    /// Runs it until it suspends or its job is over. On the loop's own stack.
    void resume();

    /// Back to the loop. On the fiber's stack.
    void suspend();

    /// True when Cancelled may be thrown on it now.
    bool cancellable() const noexcept;

    detail::LoopState& loop;
    detail::Stack stack;

    std::uint64_t id = 0;
    std::int64_t began = 0; // nanoseconds of the coarse clock
    const Work* work = nullptr;
    detail::Entry entry = nullptr;
    void* data = nullptr;
    State state = State::idle;
    bool over = true;
    bool cancel_requested = false;
    int no_cancel = 0;
    std::uint64_t group = 0; // the `concurrently` that started it
    Waiting* waiting = nullptr;
    bool interruptible = false; // what it waits for may be cancelled
    detail::Locals locals;

    Fiber* next_ready = nullptr;
    Fiber* previous_live = nullptr;
    Fiber* next_live = nullptr;

private:
    static void main(boost::context::detail::transfer_t from) noexcept;
    void run_job() noexcept;

    boost::context::detail::fcontext_t context_;
    detail::ExceptionState exceptions_;
    detail::SanitizedStack sanitized_;
};

namespace detail {

extern constinit thread_local Fiber* current_fiber;

} // namespace detail

} // namespace portico::fibers
