/// Tells of migrations while they run; what takes long is named while it still does.
#pragma once
#include <chrono>
#include <condition_variable>
#include <iosfwd>
#include <mutex>
#include <string>
#include <thread>

#include <portico/migrations/executor.hpp>

namespace portico::migrations {

class ProgressReport {
public:
    /// `verbosity` 0 says nothing, 2 names every operation.
    ProgressReport(std::ostream& out, int verbosity);
    ~ProgressReport();
    ProgressReport(const ProgressReport&) = delete;
    ProgressReport& operator=(const ProgressReport&) = delete;

    void start(const Step& step);
    void start(const Operation& operation, std::size_t n, std::size_t of);
    /// A sentence of what runs now: who is waited for, how many rows are done.
    void tell(const std::string& what);
    void done(bool faked);

private:
    using Clock = std::chrono::steady_clock;
    void watch(const std::stop_token& stop);
    void end_operation();
    std::string seconds_since(Clock::time_point start) const;

    std::ostream& out_;
    int verbosity_;
    std::mutex mutex_;  // of all below, and of `out_` while a step runs
    std::condition_variable_any woken_;
    std::string operation_{};  // what runs now
    std::size_t started_ = 0;  // operations so far
    Clock::time_point step_start_{}, operation_start_{};
    std::chrono::seconds patience_{1};  // until it is told of (again)
    bool on_fresh_line_ = false;
    std::jthread watcher_;
};

}  // namespace portico::migrations
