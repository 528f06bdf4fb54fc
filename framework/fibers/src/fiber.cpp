#include "fiber_state.hpp"
#include "loop_state.hpp"
#include "report.hpp"

#include <portico/fibers/private/loop_context.hpp>
#include <portico/fibers/private/use_fiber.hpp>

#include <boost/asio/post.hpp>

#include <cxxabi.h>
#include <exception>

namespace portico::fibers {

namespace {

// __cxa_eh_globals is opaque in <cxxabi.h>; the ABI fixes its layout.
detail::ExceptionState& exception_state() noexcept {
    return *reinterpret_cast<detail::ExceptionState*>(abi::__cxa_get_globals());
}

bool may_throw(const Fiber& fiber) noexcept {
    return fiber.no_cancel == 0 && std::uncaught_exceptions() == 0;
}

bool is_here(const detail::LoopState& loop) noexcept {
    Loop* here = detail::loop_of_this_thread();
    return here && &here->state() == &loop;
}

} // namespace

constinit thread_local Fiber* detail::current_fiber = nullptr;

Fiber::Fiber(detail::LoopState& owner, std::size_t stack_size)
    : loop(owner), stack(stack_size),
      context_(boost::context::detail::make_fcontext(stack.top(), stack.size(), &Fiber::main)) {
    sanitized_.create();
    sanitized_.set_bounds(stack.bottom(), stack.size());
}

Fiber::~Fiber() { sanitized_.destroy(); }

// Without exchanging the runtime's exception state, `throw;` in a handler that suspended would rethrow whatever
// another fiber caught last.
void Fiber::resume() {
    state = State::running;
    detail::current_fiber = this;
    loop.pulse.enter(id);
    auto& thread = exception_state();
    const detail::ExceptionState outside = std::exchange(thread, exceptions_);
    loop.sanitized.leave_for(sanitized_);
    auto from = boost::context::detail::jump_fcontext(context_, this);
    loop.sanitized.arrive_from(sanitized_);
    context_ = from.fctx;
    exceptions_ = std::exchange(thread, outside);
    loop.pulse.step();
    detail::current_fiber = nullptr;
}

void Fiber::suspend() {
    sanitized_.leave_for(loop.sanitized);
    auto from = boost::context::detail::jump_fcontext(loop.stack_context, nullptr);
    sanitized_.arrive_from(loop.sanitized);
    loop.stack_context = from.fctx;
}

// One fiber runs many jobs: between two of them it stands at `suspend` with nothing on its stack to unwind.
void Fiber::main(boost::context::detail::transfer_t from) noexcept {
    auto& self = *static_cast<Fiber*>(from.data);
    self.sanitized_.arrive_from(self.loop.sanitized);
    self.loop.stack_context = from.fctx;
    for (;;) {
        self.run_job();
        self.over = true;
        self.suspend();
    }
}

void Fiber::run_job() noexcept {
    try {
        entry(data, !cancel_requested);
    } catch (const Cancelled&) {
        // The ordinary end of a cancelled fiber.
    } catch (const std::exception& error) {
        detail::report("fiber " + detail::name_of(id) + " ended with an exception: " + error.what());
    } catch (...) {
        detail::report("fiber " + detail::name_of(id) + " ended with an exception that is no std::exception");
    }
    ++no_cancel; // the destructor of a fiber-local value may suspend
    locals.clear();
    --no_cancel;
}

bool Fiber::cancellable() const noexcept { return waiting != nullptr && interruptible; }

Fiber* current() noexcept { return detail::current_fiber; }

std::uint64_t id(const Fiber& fiber) noexcept { return fiber.id; }

void park(Waiting& waiting) {
    Fiber* fiber = current();
    if (!fiber) detail::fatal("park() was called outside of a fiber");
    fiber->waiting = &waiting;
    fiber->interruptible = may_throw(*fiber);
    fiber->state = Fiber::State::parked;
    fiber->suspend();
    fiber->waiting = nullptr;
}

void wake(Fiber& fiber) {
    auto& loop = fiber.loop;
    if (is_here(loop)) return loop.wake(fiber);
    boost::asio::post(loop.context, [&fiber] { fiber.loop.wake(fiber); });
}

void cancel(Fiber& fiber) {
    auto& loop = fiber.loop;
    if (is_here(loop)) return loop.cancel(fiber);
    // By then the fiber may be at its next job.
    boost::asio::post(loop.context, [&fiber, id = fiber.id] {
        if (fiber.id == id) fiber.loop.cancel(fiber);
    });
}

void check_cancelled() {
    Fiber* fiber = current();
    if (fiber && fiber->cancel_requested && may_throw(*fiber)) throw Cancelled{};
}

bool cancel_requested() noexcept {
    Fiber* fiber = current();
    return fiber && fiber->cancel_requested;
}

void yield() {
    boost::asio::post(detail::context(Loop::current()), use_fiber);
}

NoCancel::NoCancel() noexcept {
    if (Fiber* fiber = current()) ++fiber->no_cancel;
}

NoCancel::~NoCancel() {
    if (Fiber* fiber = current()) --fiber->no_cancel;
}

Fiber& detail::start(Entry entry, void* data, Start when) {
    return Loop::current().state().start(entry, data, when);
}

} // namespace portico::fibers
