#include <portico/fibers/detail/wait_queue.hpp>

#include <portico/fibers/private/loop_context.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

namespace portico::fibers::detail {

/// One who waits: on the stack of its fiber or thread, linked into the queue.
class Waiter final : public Waiting {
public:
    Waiter(WaitQueue& queue, std::mutex& guard)
        : queue_(queue), guard_(guard), loop_(Loop::current()), fiber_(current()) {}

    Woken wait(Deadline deadline) {
        if (!deadline) {
            wait_until(done_, fiber_, *this);
            return woken_;
        }
        boost::asio::steady_timer timer{context(loop_), *deadline};
        timer.async_wait([this](boost::system::error_code error) {
            timer_over_ = true;
            if (!error) give_up(Woken::timed_out);
            if (done_ && fiber_) wake_later(*fiber_);
        });
        wait_until(done_, fiber_, *this);
        timer.cancel();
        // The handler refers to this object, so it has to have run.
        Uninterruptible nothing;
        wait_until(timer_over_, fiber_, nothing);
        return woken_;
    }

    /// By the queue's owner, with the guard held, once this has left the queue.
    void notify() {
        if (&loop_ == loop_of_this_thread()) return finish(Woken::notified);
        boost::asio::post(context(loop_), [this] { finish(Woken::notified); });
    }

    void cancel() noexcept override { give_up(Woken::cancelled); }

private:
    friend class WaitQueue;

    void give_up(Woken why) {
        std::lock_guard lock{guard_};
        if (!queued_) return;
        queue_.remove(*this);
        finish(why);
    }
    void finish(Woken why) {
        woken_ = why;
        done_ = true;
        if (fiber_) wake_later(*fiber_);
    }

    WaitQueue& queue_;
    std::mutex& guard_;
    Loop& loop_;
    Fiber* fiber_;
    Waiter* previous_ = nullptr;
    Waiter* next_ = nullptr;
    bool queued_ = false;
    bool done_ = false; // only on the loop's thread
    bool timer_over_ = false;
    Woken woken_ = Woken::notified;
};

Woken WaitQueue::wait(std::unique_lock<std::mutex>& guard, Deadline deadline) {
    check_cancelled();
    Waiter waiter{*this, *guard.mutex()};
    if (deadline && *deadline <= std::chrono::steady_clock::now()) {
        guard.unlock();
        return Woken::timed_out;
    }
    push(waiter);
    guard.unlock();
    return waiter.wait(deadline);
}

bool WaitQueue::notify_one() {
    Waiter* first = first_;
    if (!first) return false;
    remove(*first);
    first->notify();
    return true;
}

void WaitQueue::push(Waiter& waiter) noexcept {
    waiter.queued_ = true;
    waiter.previous_ = last_;
    (last_ ? last_->next_ : first_) = &waiter;
    last_ = &waiter;
}

void WaitQueue::remove(Waiter& waiter) noexcept {
    waiter.queued_ = false;
    (waiter.previous_ ? waiter.previous_->next_ : first_) = waiter.next_;
    (waiter.next_ ? waiter.next_->previous_ : last_) = waiter.previous_;
}

} // namespace portico::fibers::detail
