#include <portico/fibers/offload.hpp>

#include "locals.hpp"
#include "loop_state.hpp"

#include <portico/fibers/private/loop_context.hpp>
#include <portico/fibers/settings.hpp>

#include <boost/asio/post.hpp>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace portico::fibers {

namespace {

thread_local bool in_offload = false;

/// Work for a thread, on the stack of the fiber that waits for it.
struct Job final : Waiting {
    void (*run)(void*);
    void* data;
    Loop& loop = Loop::current();
    Fiber* fiber = current();
    bool done = false;      // only on the loop's thread
    bool abandoned = false; // cancelled before a worker took it

    Job(void (*function)(void*), void* with) : run(function), data(with) {}
    void cancel() noexcept override;
    void finish() {
        done = true;
        detail::wake_later(*fiber);
    }
};

class Workers {
public:
    void add(Job& job) {
        std::lock_guard lock{guard_};
        jobs_.push_back(&job);
        if (idle_ < jobs_.size() && threads_.size() < std::max<std::size_t>(1, settings().offload_threads))
            threads_.emplace_back([this] { work(); });
        changed_.notify_one();
    }

    bool remove(Job& job) {
        std::lock_guard lock{guard_};
        return std::erase(jobs_, &job) > 0;
    }

    ~Workers() {
        {
            std::lock_guard lock{guard_};
            ending_ = true;
        }
        changed_.notify_all();
        for (auto& thread : threads_) thread.join();
    }

private:
    void work() {
        in_offload = true;
        std::unique_lock lock{guard_};
        for (;;) {
            ++idle_;
            changed_.wait(lock, [this] { return ending_ || !jobs_.empty(); });
            --idle_;
            if (jobs_.empty()) return;
            Job& job = *jobs_.front();
            jobs_.pop_front();
            lock.unlock();
            job.run(job.data);
            // Finished on its own thread, so that nothing here touches a job that has left. The loop may end as soon as it
            // has the news, before `post` returns here.
            detail::LoopState& loop = job.loop.state();
            ++loop.posting;
            boost::asio::post(loop.context, [&job] { job.finish(); });
            loop.posting.fetch_sub(1, std::memory_order_release);
            lock.lock();
        }
    }

    std::mutex guard_;
    std::condition_variable changed_;
    std::deque<Job*> jobs_;
    std::vector<std::thread> threads_;
    std::size_t idle_ = 0;
    bool ending_ = false;
};

Workers& workers() {
    static Workers all;
    return all;
}

void Job::cancel() noexcept {
    if (!workers().remove(*this)) return;
    abandoned = true;
    finish();
}

} // namespace

void detail::offload(void (*run)(void*), void* data) {
    if (!current()) {
        Locals hidden;
        hidden.swap(current_locals());
        bool outer = std::exchange(in_offload, true);
        run(data);
        in_offload = outer;
        hidden.swap(current_locals());
        return;
    }
    check_cancelled();
    Job job{run, data};
    workers().add(job);
    while (!job.done) park(job);
    if (job.abandoned) throw Cancelled{};
    check_cancelled();
}

bool offloaded() noexcept { return in_offload; }

} // namespace portico::fibers
