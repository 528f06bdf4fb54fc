#include "progress_report.hpp"

#include <cstdio>
#include <ostream>

namespace portico::migrations {

ProgressReport::ProgressReport(std::ostream& out, int verbosity) : out_(out), verbosity_(verbosity) {
    if (verbosity_ > 0) watcher_ = std::jthread([this](const std::stop_token& stop) { watch(stop); });
}

ProgressReport::~ProgressReport() = default;

std::string ProgressReport::seconds_since(Clock::time_point start) const {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f s", std::chrono::duration<double>(Clock::now() - start).count());
    return text;
}

void ProgressReport::start(const Step& step) {
    if (verbosity_ == 0) return;
    const std::lock_guard lock(mutex_);
    step_start_ = Clock::now();
    on_fresh_line_ = false;
    out_ << (step.backwards ? "Undoing " : "Applying ") << step.migration->label() << "..." << std::flush;
}

void ProgressReport::start(const Operation& operation, std::size_t n, std::size_t of) {
    if (verbosity_ == 0) return;
    const std::lock_guard lock(mutex_);
    end_operation();
    operation_ = operation.describe() + " (" + std::to_string(n) + " of " + std::to_string(of) + ")";
    operation_start_ = Clock::now();
    patience_ = std::chrono::seconds(1);
    ++started_;
    woken_.notify_one();
}

/// At verbosity 2 each has a line of its own, with its time.
void ProgressReport::end_operation() {
    if (!operation_.empty() && verbosity_ > 1) {
        out_ << (on_fresh_line_ ? "" : "\n") << "    " << operation_ << ": " << seconds_since(operation_start_) << "\n";
        on_fresh_line_ = true;
    }
    operation_.clear();
}

void ProgressReport::done(bool faked) {
    if (verbosity_ == 0) return;
    const std::lock_guard lock(mutex_);
    end_operation();
    out_ << (on_fresh_line_ ? "    " : " ") << (faked ? "faked" : "OK");
    if (Clock::now() - step_start_ >= std::chrono::seconds(1)) out_ << " (" << seconds_since(step_start_) << ")";
    out_ << "\n" << std::flush;
}

void ProgressReport::tell(const std::string& what) {
    if (verbosity_ == 0) return;
    const std::lock_guard lock(mutex_);
    out_ << (on_fresh_line_ ? "" : "\n") << "    " << what << "\n" << std::flush;
    on_fresh_line_ = true;
}

void ProgressReport::watch(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
        const auto now = Clock::now();
        if (!operation_.empty() && now - operation_start_ >= patience_) {
            out_ << (on_fresh_line_ ? "" : "\n") << "    still at: " << operation_ << ", for " << seconds_since(operation_start_) << "\n" << std::flush;
            on_fresh_line_ = true;
            patience_ = std::min(patience_ * 3, patience_ + std::chrono::seconds(60));
        }
        const auto until = operation_.empty() ? now + std::chrono::hours(1) : operation_start_ + patience_;
        woken_.wait_until(lock, stop, until, [&, seen = started_] { return started_ != seen; });
    }
}

}  // namespace portico::migrations
