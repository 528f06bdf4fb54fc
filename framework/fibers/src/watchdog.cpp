#include "watchdog.hpp"

#include "report.hpp"

#include <portico/fibers/settings.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <execinfo.h>
#include <memory>
#include <mutex>
#include <semaphore.h>
#include <string>
#include <thread>
#include <vector>

namespace portico::fibers::detail {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t most_frames = 64;

// What the signal handler fills: one request at a time, made by the one watchdog thread.
std::array<void*, most_frames> frames;
std::atomic<int> frame_count{0};
std::atomic<bool> wanted{false};
sem_t answered;

int signal_number() { return SIGRTMIN + 6; }

void take_frames(int) {
    int saved = errno;
    if (wanted.exchange(false)) {
        frame_count = backtrace(frames.data(), most_frames);
        sem_post(&answered);
    }
    errno = saved;
}

std::string describe_stack(pthread_t thread) {
    constexpr std::chrono::milliseconds patience{500};
    while (sem_trywait(&answered) == 0) {}
    wanted = true;
    pthread_kill(thread, signal_number());
    timespec until{};
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += std::chrono::nanoseconds(patience).count();
    until.tv_sec += until.tv_nsec / 1'000'000'000;
    until.tv_nsec %= 1'000'000'000;
    bool came = sem_timedwait(&answered, &until) == 0;
    if (!came && wanted.exchange(false)) return "\n  (its thread did not answer, so there is no stack)";
    std::unique_ptr<char*, decltype(&std::free)> names{backtrace_symbols(frames.data(), frame_count), &std::free};
    std::string text;
    // The first two are the handler and the kernel's return from it.
    for (int i = 2; names && i < frame_count; ++i) text += "\n  " + std::string(names.get()[i]);
    return text;
}

/// One thread that looks at every loop a few times within the limit.
class Watchdog {
public:
    Watchdog() {
        sem_init(&answered, 0, 0);
        struct sigaction action {};
        action.sa_handler = take_frames;
        action.sa_flags = SA_RESTART | SA_ONSTACK;
        sigemptyset(&action.sa_mask);
        sigaction(signal_number(), &action, nullptr);
    }
    ~Watchdog() {
        {
            std::lock_guard lock{guard_};
            ending_ = true;
        }
        changed_.notify_all();
        if (thread_.joinable()) thread_.join();
    }

    void add(Pulse& pulse) {
        std::lock_guard lock{guard_};
        watched_.push_back({&pulse});
        if (!thread_.joinable()) start_thread();
    }
    void remove(Pulse& pulse) noexcept {
        std::lock_guard lock{guard_};
        std::erase_if(watched_, [&](const Watched& one) { return one.pulse == &pulse; });
    }

private:
    struct Watched {
        Pulse* pulse;
        std::uint64_t beat = 0;
        Clock::time_point since = Clock::now();
        bool reported = false;
    };

    // It blocks every signal, so that none meant for the program's own threads is delivered to it.
    void start_thread() {
        sigset_t all, before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        thread_ = std::thread([this] { run(); });
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
    }

    void run() {
        std::unique_lock lock{guard_};
        while (!ending_) {
            auto limit = settings().watchdog;
            auto pause = limit.count() > 0 ? std::max(limit / 4, std::chrono::milliseconds{1})
                                           : std::chrono::milliseconds{250};
            changed_.wait_for(lock, pause);
            if (limit.count() <= 0) continue;
            for (Watched& one : watched_) look(one, limit);
        }
    }

    void look(Watched& one, std::chrono::milliseconds limit) {
        auto beat = one.pulse->beat.load(std::memory_order_acquire);
        bool fiber_runs = beat % 2 == 1;
        if (!fiber_runs || beat != one.beat) {
            one = {one.pulse, beat};
            return;
        }
        if (one.reported || Clock::now() - one.since < limit) return;
        one.reported = true;
        report("fiber " + name_of(one.pulse->fiber.load(std::memory_order_relaxed)) + " keeps its loop for over " +
               std::to_string(limit.count()) +
               " ms, so no other request of its thread is served: use fibers::Mutex in place of std::mutex, and "
               "fibers::offload for slow work. It stands at:" +
               describe_stack(one.pulse->thread));
    }

    std::mutex guard_;
    std::condition_variable changed_;
    std::vector<Watched> watched_;
    std::thread thread_;
    bool ending_ = false;
};

Watchdog& watchdog() {
    static Watchdog one;
    return one;
}

} // namespace

void watch(Pulse& pulse) { watchdog().add(pulse); }
void unwatch(Pulse& pulse) noexcept { watchdog().remove(pulse); }

} // namespace portico::fibers::detail
