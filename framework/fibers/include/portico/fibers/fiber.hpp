#pragma once

#include <cstdint>
#include <memory>
#include <type_traits>
#include <utility>

namespace portico::fibers {

/// A job with a stack of its own that runs on the event loop of the thread that started it, and only there.
///
/// Code on a fiber reads like blocking code: whatever waits (`sleep_for`, a query, a socket) suspends the fiber
/// and the loop goes on with others. Outside a fiber the same calls simply block the thread.
///
///     fibers::spawn([] {
///         fibers::sleep_for(1s);
///         log("a second later");
///     });
///     fibers::Loop::current().run();
///
/// A reference to a Fiber is good until its function has returned; the object is then used again.
class Fiber;

/// Thrown at a suspension point of a fiber that was cancelled: its client went away, its time is up, the program
/// shuts down. Not a `std::exception`, so that `catch (const std::exception&)` does not swallow it; a `catch (...)`
/// swallows it once, and the next suspension throws it again. Never thrown while another exception unwinds the
/// fiber (`std::uncaught_exceptions() > 0`) nor inside NoCancel.
struct Cancelled {};

/// What a suspended fiber waits for. `cancel` is called, on the fiber's thread, when the fiber is cancelled
/// meanwhile: it may only mark and have the fiber woken later, never resume it.
struct Waiting {
    virtual void cancel() noexcept = 0;

protected:
    ~Waiting() = default;
};

/// The fiber that runs, or nullptr outside of fibers.
Fiber* current() noexcept;

/// A number that tells fibers apart in logs: the loop's number in the upper 24 bits, the job's in the lower 40.
std::uint64_t id(const Fiber& fiber) noexcept;

/// Suspends the current fiber until `wake`. It may be woken for no reason, so call it in a loop that checks
/// whether what was awaited is there. Never throws; operations call `check_cancelled` before they begin.
void park(Waiting& waiting);

/// Lets a parked fiber go on; does nothing to one that is not parked. Never nests: called on a fiber it only puts
/// the other into the ready list. From another thread it is posted to the fiber's loop. The fiber may be gone
/// when it returns, and with it whatever lay on its stack.
void wake(Fiber& fiber);

/// Asks a fiber to end: its current or next suspension throws Cancelled. Only marks, never resumes.
void cancel(Fiber& fiber);

/// Throws Cancelled if this fiber was cancelled and may be told so now. For long computations between suspensions.
void check_cancelled();

/// True when this fiber was asked to end, even where Cancelled may not be thrown now.
bool cancel_requested() noexcept;

/// Lets the loop look after other fibers and events first.
void yield();

/// While one lives, Cancelled is not thrown on this fiber and what it waits for is not interrupted. For
/// destructors that suspend (a ROLLBACK) and for writing what must be written.
struct NoCancel {
    NoCancel() noexcept;
    ~NoCancel();
    NoCancel(const NoCancel&) = delete;
    NoCancel& operator=(const NoCancel&) = delete;
};

namespace detail {

/// `run` is false when the fiber was cancelled before it began: clean up, do nothing else.
using Entry = void (*)(void* data, bool run);

enum class Start {
    later,    ///< by the loop, after the caller
    now,      ///< before `start` returns if called in an event handler; the Fiber may be over then
    shielded, ///< later, and never told Cancelled
};

Fiber& start(Entry entry, void* data, Start when = Start::later);

} // namespace detail

/// Runs `work()` on a new fiber of this thread's loop, soon, never before `spawn` returns. The fiber inherits the
/// fiber-local values (Local). Cancelled ends it quietly; any other exception that leaves it is reported.
template <class Work> Fiber& spawn(Work&& work) {
    using Owned = std::decay_t<Work>;
    auto owned = std::make_unique<Owned>(std::forward<Work>(work));
    Fiber& fiber = detail::start(
        [](void* data, bool run) {
            std::unique_ptr<Owned> mine{static_cast<Owned*>(data)};
            if (run) (*mine)();
        },
        owned.get());
    owned.release();
    return fiber;
}

} // namespace portico::fibers
