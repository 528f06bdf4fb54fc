/// Hashing keeps a core busy for some hundredths of a second: few at once, on threads of their own that others come before.
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <portico/fibers/detail/outcome.hpp>
#include <portico/fibers/event.hpp>
#include <portico/fibers/turns.hpp>

namespace portico {
class Project;
}

namespace portico::auth {

/// A service: as many threads as [auth] hashes_at_once says, and as many who wait as hashes_waiting does.
class HashingThreads {
public:
    explicit HashingThreads(Project& project) : project_(project) {}
    ~HashingThreads();
    HashingThreads(const HashingThreads&) = delete;
    HashingThreads& operator=(const HashingThreads&) = delete;

    /// HttpError 503 where too many wait already.
    fibers::Turns::Turn take_turn();
    /// Suspends the fiber until it is done; not for longer when it is cancelled meanwhile.
    void run(const std::function<void()>& work);

private:
    struct Job {
        const std::function<void()>& work;
        fibers::Event over{};
    };
    void begin();
    void work();

    Project& project_;
    std::once_flag once_{};
    std::unique_ptr<fibers::Turns> turns_{};
    std::size_t at_once_ = 1;

    std::mutex guard_{};
    std::condition_variable changed_{};
    std::deque<Job*> jobs_{};
    std::vector<std::thread> threads_{};
    std::size_t idle_ = 0;
    bool ending_ = false;
};

/// Nothing where the work is to be done in place: without a project, outside of fibers, and inside of `offload`.
HashingThreads* hashing_threads();

template <class Work> auto hashing(Work&& work) {
    HashingThreads* threads = hashing_threads();
    if (!threads) return work();
    fibers::detail::Outcome<std::remove_reference_t<Work>> outcome{};
    const auto turn = threads->take_turn();
    threads->run([&] { outcome.run_or_catch(work); });
    return outcome.take();
}

}  // namespace portico::auth
