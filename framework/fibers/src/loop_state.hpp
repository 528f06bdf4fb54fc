#pragma once

#include "fiber_state.hpp"
#include "overflow.hpp"
#include "watchdog.hpp"

#include <portico/fibers/loop.hpp>

#include <boost/asio/io_context.hpp>

#include <atomic>
#include <vector>

namespace portico::fibers::detail {

/// A thread's loop: its fibers, which of them are ready, and the Asio context that waits for events.
class LoopState {
public:
    LoopState();
    ~LoopState();

    Fiber& start(Entry entry, void* data, Start when);
    void wake(Fiber& fiber);
    void wake_later(Fiber& fiber);
    void cancel(Fiber& fiber);
    void run();
    void stop();
    void shutdown();
    void block_until(const bool& done);
    void trim();
    /// Adds its fibers to the list. On the loop's own thread.
    void list(std::vector<LiveFiber>& found) const;

    boost::asio::io_context context{1};
    Pulse pulse;
    boost::context::detail::fcontext_t stack_context = nullptr; // where the loop itself waits for a fiber
    SanitizedStack sanitized;
    std::size_t live = 0;
    std::atomic<std::size_t> told_live{0}; // the same, for other threads; only this one writes
    std::atomic<int> posting{0}; // threads that are handing something to the context: it must outlive their calls

private:
    Fiber& take_idle();
    void release(Fiber& fiber);
    bool make_ready(Fiber& fiber);
    void drain();
    void drain_soon();
    void forbid_nesting(const char* what) const;

    SignalStack signal_stack_;
    std::vector<std::unique_ptr<Fiber>> fibers_;
    std::vector<Fiber*> idle_;
    std::size_t trimmed_ = 0; // so many of the longest idle hold no memory
    Fiber* first_live_ = nullptr;
    Fiber* first_ready_ = nullptr;
    Fiber* last_ready_ = nullptr;
    std::uint64_t next_id_;
    std::atomic<bool> stop_requested_{false};
    bool running_ = false;  // inside of context.run(): event handlers may be on the stack
    bool in_run_ = false;
    bool draining_ = false;
    bool drain_posted_ = false;
    bool shutting_down_ = false;
};

} // namespace portico::fibers::detail
