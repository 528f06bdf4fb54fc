/// The one thread that writes a SQLite database, and the queue before it: first come, first served, fibers and threads alike.
///
/// A transaction is a turn in the same queue: while it is open, only its own statements run. Statements outside of
/// transactions that wait together are committed together, so that they share one sync of the disk; each still
/// succeeds or fails alone.
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <portico/fibers/event.hpp>

#include "../transport.hpp"
#include "handle.hpp"
#include "location.hpp"

namespace portico::orm::sqlite {

class Writer {
public:
    explicit Writer(Location location);
    /// Waits for what runs; sessions must have ended.
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// One statement, in a transaction of its own.
    Answer run(const Statement& statement);
    void script(std::string_view sql);
    /// A transaction's turn; others wait until it has ended.
    std::unique_ptr<Session> begin(const BeginOptions& options);
    /// Returns when the database was opened; throws what opening it threw.
    void open();
    bool is_open() const { return open_; }

private:
    friend class WriterSession;
    enum class Place { alone, together, begin, session, end };
    struct Job {
        Job(Place its_place, std::function<void(Handle&)> its_work, std::string its_sql)
            : place(its_place), work(std::move(its_work)), sql(std::move(its_sql)) {}
        Place place;
        std::function<void(Handle&)> work;
        std::string sql;  // for messages
        bool started = false;
        std::exception_ptr error{};
        fibers::Event done{};
    };
    using JobPointer = std::shared_ptr<Job>;
    using Patience = std::optional<std::chrono::microseconds>;  // nothing: the location's

    /// Queues the job and waits until it has run; throws what it threw. Withdraws it when the fiber is cancelled or the
    /// timeout is over before its turn has come.
    void wait_for(Place place, std::function<void(Handle&)> work, std::string sql = {}, Patience patience = {});
    void wait_until_done(const JobPointer& job, bool may_withdraw, Patience patience);
    bool withdraw(const JobPointer& job);

    void serve();
    std::vector<JobPointer> next();
    void run_batch(std::vector<JobPointer>& batch);
    void run_alone(Job& job);
    void run_together(std::vector<JobPointer>& batch);
    void begin_immediate(Patience patience = {});
    void run_until_free(const Statement& statement, Answer& answer, Patience patience = {});
    void clean_up();
    void finish(const JobPointer& job);

    Location location_;
    std::mutex guard_;
    std::condition_variable changed_;
    std::deque<JobPointer> queue_;          // waiting for their turn
    std::deque<JobPointer> session_queue_;  // of the open transaction
    bool session_open_ = false;
    bool stopping_ = false;
    std::atomic<bool> open_ = false;
    std::atomic<bool> waits_for_other_process_ = false;
    std::unique_ptr<Handle> handle_;  // the thread's own
    std::thread thread_;
};

}  // namespace portico::orm::sqlite
