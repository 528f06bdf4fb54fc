#include "hashing.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include <portico/auth/app.hpp>
#include <portico/fibers/fiber.hpp>
#include <portico/fibers/offload.hpp>
#include <portico/http/http_error.hpp>
#include <portico/project/project.hpp>

namespace portico::auth {

namespace {

constexpr std::size_t most_at_once = 4;  // 19 MiB each
constexpr int niceness = 5;              // a third of the share that an event loop gets

/// Half of the cores: the others are for who needs no hash.
std::size_t usual_at_once() { return std::clamp<std::size_t>(std::thread::hardware_concurrency() / 2, 1, most_at_once); }

/// On Linux a thread has a priority of its own; where it is refused, hashing is as urgent as all else.
void come_after_others() { (void)::syscall(SYS_setpriority, 0, 0, niceness); }

}  // namespace

HashingThreads::~HashingThreads() {
    {
        std::lock_guard lock(guard_);
        ending_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

void HashingThreads::begin() {
    const auto& settings = project_.settings<AuthSettings>();
    at_once_ = settings.hashes_at_once > 0 ? static_cast<std::size_t>(settings.hashes_at_once) : usual_at_once();
    turns_ = std::make_unique<fibers::Turns>(at_once_, static_cast<std::size_t>(std::max<std::int64_t>(0, settings.hashes_waiting)));
}

fibers::Turns::Turn HashingThreads::take_turn() {
    std::call_once(once_, [this] { begin(); });
    auto turn = turns_->take();
    if (turn) return turn;
    HttpError busy(503, "Too many people are logging in just now. Try again in a moment.", "as many as [auth] hashes_waiting allows wait for a hash already");
    busy.set_header("Retry-After", "5");
    throw busy;
}

void HashingThreads::run(const std::function<void()>& work) {
    Job job{work};
    {
        std::lock_guard lock(guard_);
        jobs_.push_back(&job);
        if (idle_ < jobs_.size() && threads_.size() < at_once_) threads_.emplace_back([this] { this->work(); });
    }
    changed_.notify_one();
    const fibers::NoCancel stay;  // the job refers to this stack
    job.over.wait();
}

void HashingThreads::work() {
    come_after_others();
    std::unique_lock lock(guard_);
    while (true) {
        ++idle_;
        changed_.wait(lock, [this] { return ending_ || !jobs_.empty(); });
        --idle_;
        if (jobs_.empty()) return;
        Job& job = *jobs_.front();
        jobs_.pop_front();
        lock.unlock();
        job.work();
        job.over.set();
        lock.lock();
    }
}

HashingThreads* hashing_threads() {
    if (!fibers::current() || fibers::offloaded()) return nullptr;
    Project* project = Project::current_or_null();
    return project ? project->find<HashingThreads>() : nullptr;
}

}  // namespace portico::auth
