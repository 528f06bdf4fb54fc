#include "reader.hpp"

#include <sqlite3.h>

#include <portico/fibers/fiber.hpp>
#include <portico/fibers/offload.hpp>
#include <portico/fibers/sleep.hpp>
#include <portico/orm/errors.hpp>

#include "failure.hpp"

namespace portico::orm::sqlite {

namespace {

constexpr int quick_runs_to_forget = 32;
constexpr std::size_t most_remembered = 1000;

std::uint64_t next_serial() {
    static std::atomic<std::uint64_t> last = 0;
    return ++last;
}

/// The connections that this thread has used, by their reader's serial number: a reader's address may come again.
struct Known {
    std::uint64_t serial;
    Handle* handle;
};
thread_local std::vector<Known> known_handles;

void pause(std::chrono::milliseconds span) {
    if (fibers::current())
        fibers::sleep_for(span);
    else
        std::this_thread::sleep_for(span);
}

}  // namespace

Reader::Reader(Location location, std::chrono::microseconds budget)
    : location_(std::move(location)), budget_(budget), serial_(next_serial()) {}

Handle& Reader::handle_of_this_thread() {
    for (const Known& known : known_handles)
        if (known.serial == serial_) return *known.handle;
    auto made = std::make_unique<Handle>(location_, Role::reader);
    Handle& handle = *made;
    {
        std::lock_guard lock(guard_);
        of_threads_[std::this_thread::get_id()] = std::move(made);
    }
    if (known_handles.size() >= 16) known_handles.erase(known_handles.begin());
    known_handles.push_back({serial_, &handle});
    return handle;
}

std::optional<Answer> Reader::run(const Statement& statement) {
    Answer answer;
    const auto until = std::chrono::steady_clock::now() + location_.timeout;
    while (true) {
        const bool on_fiber = fibers::current() != nullptr;
        auto outcome = on_fiber && is_slow(statement.sql) ? Handle::Outcome::out_of_time : run_here(statement, answer);
        if (outcome == Handle::Outcome::out_of_time) {
            remember_slow(statement.sql);
            outcome = run_on_worker(statement, answer);
        }
        if (outcome == Handle::Outcome::done) return answer;
        if (outcome == Handle::Outcome::writes) return std::nullopt;
        if (std::chrono::steady_clock::now() > until) fail(nullptr, SQLITE_BUSY, statement.sql, location_);
        pause(std::chrono::milliseconds(2));
    }
}

Handle::Outcome Reader::run_here(const Statement& statement, Answer& answer) {
    Handle& handle = handle_of_this_thread();
    auto outcome = fibers::current() ? handle.run(statement, answer, budget_) : handle.run(statement, answer);
    if (handle.in_transaction()) {
        handle.execute("ROLLBACK");
        throw TransactionError("a transaction was begun by a statement", "use orm::atomic", statement.sql);
    }
    return outcome;
}

Handle::Outcome Reader::run_on_worker(const Statement& statement, Answer& answer) {
    return fibers::offload([&] {
        auto handle = borrow();
        const auto start = std::chrono::steady_clock::now();
        auto outcome = handle->run(statement, answer);
        note_worker_time(statement.sql, std::chrono::duration_cast<std::chrono::microseconds>(
                                            std::chrono::steady_clock::now() - start));
        give_back(std::move(handle));
        return outcome;
    });
}

bool Reader::is_slow(const std::string& sql) {
    if (!any_slow_.load(std::memory_order_relaxed)) return false;
    std::lock_guard lock(guard_);
    return slow_.contains(sql);
}

void Reader::remember_slow(const std::string& sql) {
    std::lock_guard lock(guard_);
    if (slow_.size() >= most_remembered) slow_.clear();
    slow_.try_emplace(sql, 0);
    any_slow_ = true;
}

void Reader::note_worker_time(const std::string& sql, std::chrono::microseconds time) {
    std::lock_guard lock(guard_);
    auto found = slow_.find(sql);
    if (found == slow_.end()) return;
    if (time * 2 > budget_)
        found->second = 0;
    else if (++found->second >= quick_runs_to_forget)
        slow_.erase(found);
    any_slow_ = !slow_.empty();
}

std::unique_ptr<Handle> Reader::borrow() {
    {
        std::lock_guard lock(guard_);
        if (!of_workers_.empty()) {
            auto handle = std::move(of_workers_.back());
            of_workers_.pop_back();
            return handle;
        }
    }
    return std::make_unique<Handle>(location_, Role::reader);
}

void Reader::give_back(std::unique_ptr<Handle> handle) {
    std::lock_guard lock(guard_);
    of_workers_.push_back(std::move(handle));
}

}  // namespace portico::orm::sqlite
