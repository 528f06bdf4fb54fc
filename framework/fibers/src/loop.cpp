#include "census.hpp"
#include "loop_state.hpp"
#include "report.hpp"

#include <portico/fibers/private/loop_context.hpp>
#include <portico/fibers/settings.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <thread>
#include <utility>

namespace portico::fibers {

namespace detail {

namespace {

constinit thread_local Loop* this_loop = nullptr;
std::atomic<std::uint64_t> loops_made{0};

// Fibers that wake each other must not keep events waiting for ever.
constexpr int resumes_before_events = 256;

/// True while it lives.
class Flag {
public:
    explicit Flag(bool& flag) : flag_(flag) { flag_ = true; }
    ~Flag() { flag_ = false; }

private:
    bool& flag_;
};

} // namespace

LoopState::LoopState() : next_id_(++loops_made << 40) {
    current_locals(); // the thread's values are made first, so that they outlive its fibers
    sanitized.adopt_thread();
    watch(pulse);
    enter_census(*this);
}

LoopState::~LoopState() {
    leave_census(*this);
    unwatch(pulse);
    while (posting.load(std::memory_order_acquire) != 0) std::this_thread::yield();
}

Fiber& LoopState::take_idle() {
    if (idle_.empty()) {
        idle_.reserve(fibers_.size() + 1); // so that `release` cannot throw
        fibers_.push_back(std::make_unique<Fiber>(*this, settings().stack_size));
        return *fibers_.back();
    }
    Fiber& fiber = *idle_.back();
    idle_.pop_back();
    trimmed_ = std::min(trimmed_, idle_.size());
    return fiber;
}

Fiber& LoopState::start(Entry entry, void* data, Start when) {
    Fiber& fiber = take_idle();
    try {
        fiber.locals = current_locals();
    } catch (...) {
        idle_.push_back(&fiber);
        throw;
    }
    fiber.id = ++next_id_;
    fiber.began = coarse_now();
    fiber.work = nullptr;
    fiber.entry = entry;
    fiber.data = data;
    fiber.over = false;
    fiber.group = 0;
    fiber.cancel_requested = shutting_down_;
    fiber.no_cancel = when == Start::shielded ? 1 : 0;
    fiber.state = Fiber::State::parked;
    fiber.previous_live = nullptr;
    fiber.next_live = std::exchange(first_live_, &fiber);
    if (fiber.next_live) fiber.next_live->previous_live = &fiber;
    // A fiber that waits for another thread is work too: run() must not return meanwhile.
    if (live++ == 0) context.get_executor().on_work_started();
    told_live.store(live, std::memory_order_relaxed);
    if (when == Start::now) {
        wake(fiber);
    } else {
        wake_later(fiber);
    }
    return fiber;
}

void LoopState::release(Fiber& fiber) {
    (fiber.previous_live ? fiber.previous_live->next_live : first_live_) = fiber.next_live;
    if (fiber.next_live) fiber.next_live->previous_live = fiber.previous_live;
    fiber.state = Fiber::State::idle;
    idle_.push_back(&fiber);
    if (--live == 0) context.get_executor().on_work_finished();
    told_live.store(live, std::memory_order_relaxed);
}

bool LoopState::make_ready(Fiber& fiber) {
    if (fiber.state != Fiber::State::parked) return false;
    fiber.state = Fiber::State::ready;
    fiber.next_ready = nullptr;
    (last_ready_ ? last_ready_->next_ready : first_ready_) = &fiber;
    last_ready_ = &fiber;
    return true;
}

void LoopState::wake(Fiber& fiber) {
    if (!make_ready(fiber) || draining_) return;
    if (running_) {
        drain();
    } else {
        drain_soon();
    }
}

void LoopState::wake_later(Fiber& fiber) {
    if (make_ready(fiber) && !draining_) drain_soon();
}

void LoopState::drain() {
    draining_ = true;
    for (int left = resumes_before_events; first_ready_ && left > 0; --left) {
        Fiber& fiber = *first_ready_;
        first_ready_ = fiber.next_ready;
        if (!first_ready_) last_ready_ = nullptr;
        fiber.resume();
        if (fiber.over) release(fiber);
    }
    draining_ = false;
    if (first_ready_) drain_soon();
}

void LoopState::drain_soon() {
    if (std::exchange(drain_posted_, true)) return;
    boost::asio::post(context, [this] {
        drain_posted_ = false;
        drain();
    });
}

void LoopState::cancel(Fiber& fiber) {
    if (fiber.over) return;
    fiber.cancel_requested = true;
    if (fiber.state == Fiber::State::parked && fiber.cancellable()) fiber.waiting->cancel();
}

void LoopState::forbid_nesting(const char* what) const {
    if (current()) fatal(std::string(what) + " was called on a fiber; call it outside of fibers");
    if (running_)
        fatal(std::string(what) + " in an event handler outside of a fiber, which would stop the loop; "
                                  "do it in fibers::spawn");
}

void LoopState::run() {
    forbid_nesting("Loop::run()");
    if (!stop_requested_) {
        Flag running{running_}, in_run{in_run_};
        context.restart();
        context.run();
    }
    stop_requested_ = false;
}

void LoopState::stop() {
    stop_requested_ = true;
    boost::asio::post(context, [this] {
        if (in_run_ && stop_requested_) context.stop();
    });
}

void LoopState::block_until(const bool& done) {
    if (done) return;
    forbid_nesting("a call that has to wait");
    auto work = boost::asio::make_work_guard(context);
    Flag running{running_};
    while (!done) {
        if (context.stopped()) context.restart();
        context.run_one();
    }
}

void LoopState::shutdown() {
    forbid_nesting("Loop::shutdown()");
    Flag shutting_down{shutting_down_}, running{running_};
    for (Fiber* fiber = first_live_; fiber; fiber = fiber->next_live) cancel(*fiber);
    while (live > 0) {
        if (context.stopped()) context.restart();
        context.run_one();
    }
}

void LoopState::trim() {
    for (; trimmed_ < idle_.size(); ++trimmed_) idle_[trimmed_]->stack.trim();
}

void LoopState::list(std::vector<LiveFiber>& found) const {
    for (const Fiber* fiber = first_live_; fiber; fiber = fiber->next_live) found.push_back(shown(*fiber));
}

boost::asio::io_context& context(Loop& loop) noexcept { return loop.state().context; }

Loop* loop_of_this_thread() noexcept { return this_loop; }

void block_until(const bool& done) { Loop::current().state().block_until(done); }

void wake_later(Fiber& fiber) { fiber.loop.wake_later(fiber); }

} // namespace detail

Loop::Loop() : state_(std::make_unique<detail::LoopState>()) { detail::this_loop = this; }

Loop::~Loop() {
    state_->shutdown(); // while the fibers can still find their loop
    state_.reset();
    detail::this_loop = nullptr;
}

Loop& Loop::current() {
    if (!detail::this_loop) {
        struct Owner {
            Loop loop;
        };
        static thread_local Owner owner;
        return owner.loop;
    }
    return *detail::this_loop;
}

void Loop::run() { state_->run(); }
void Loop::stop() { state_->stop(); }
void Loop::shutdown() { state_->shutdown(); }
void Loop::post(std::function<void()> work) {
    boost::asio::post(state_->context, [work = std::move(work)] {
        try {
            work();
        } catch (const std::exception& error) {
            detail::report(std::string("work posted to a loop threw: ") + error.what());
        }
    });
}
std::size_t Loop::fibers() const noexcept { return state_->live; }
void Loop::trim() { state_->trim(); }

} // namespace portico::fibers
