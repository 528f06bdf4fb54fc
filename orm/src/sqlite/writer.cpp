#include "writer.hpp"

#include <sqlite3.h>

#include <atomic>
#include <utility>

#include <portico/fibers/fiber.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/errors.hpp>

#include "failure.hpp"

namespace portico::orm::sqlite {

namespace {

constexpr std::size_t most_together = 64;

/// May it share a transaction with others' statements? VACUUM and PRAGMA may not.
bool changes_rows(std::string_view sql) {
    const std::string start = text::ascii_lower(text::trim(sql).substr(0, 7));
    return start.starts_with("insert") || start.starts_with("update") || start.starts_with("delete") ||
           start.starts_with("replace");
}

}  // namespace

/// What an open transaction does runs on the writer's thread too, before everybody else's.
class WriterSession final : public Session {
public:
    explicit WriterSession(Writer& writer) : writer_(writer) {}
    ~WriterSession() override {
        if (ended_) return;
        try {
            rollback();
        } catch (const Error&) {
            // The transaction has ended in any case; who destroys the session has an error of its own to tell.
        }
    }
    Answer run(const Statement& statement) override {
        Answer answer;
        writer_.wait_for(Writer::Place::session, [&](Handle& handle) {
            Check check{handle, alive_};
            answer = handle.run_or_throw(statement);
        });
        return answer;
    }
    void script(std::string_view sql) override {
        writer_.wait_for(Writer::Place::session, [&](Handle& handle) {
            Check check{handle, alive_};
            handle.script(sql);
        });
    }
    void commit() override { end("COMMIT"); }
    void rollback() override { end("ROLLBACK"); }
    bool alive() const override { return alive_; }

private:
    struct Check {
        Handle& handle;
        std::atomic<bool>& alive;
        ~Check() { alive = handle.in_transaction(); }
    };
    void end(const char* how) {
        ended_ = true;
        fibers::NoCancel no_cancel;  // half a commit would keep everybody else waiting
        writer_.wait_for(Writer::Place::end, [&](Handle& handle) {
            const bool was_open = handle.in_transaction();
            try {
                if (was_open) handle.execute(how);
            } catch (...) {
                writer_.clean_up();
                throw;
            }
            writer_.clean_up();
            if (!was_open && std::string_view(how) == "COMMIT")
                throw TransactionError("the database has rolled the transaction back by itself",
                                       "an error before this one says why: a full disk, an input/output error");
        });
    }

    Writer& writer_;
    std::atomic<bool> alive_ = true;  // written by the writer, read by every fiber of the transaction
    bool ended_ = false;
};

Writer::Writer(Location location) : location_(std::move(location)), thread_([this] { serve(); }) {}

Writer::~Writer() {
    {
        std::lock_guard lock(guard_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

Answer Writer::run(const Statement& statement) {
    Answer answer;
    wait_for(changes_rows(statement.sql) ? Place::together : Place::alone,
             [&](Handle&) { run_until_free(statement, answer); }, statement.sql);
    return answer;
}

void Writer::script(std::string_view sql) {
    auto session = begin({});
    session->script(sql);
    session->commit();
}

std::unique_ptr<Session> Writer::begin(const BeginOptions& options) {
    wait_for(Place::begin, [&](Handle& handle) {
        if (!options.foreign_keys) handle.execute("PRAGMA foreign_keys = OFF");
        try {
            begin_immediate(options.lock_timeout);
        } catch (...) {
            handle.execute("PRAGMA foreign_keys = ON");
            throw;
        }
    }, {}, options.lock_timeout);
    return std::make_unique<WriterSession>(*this);
}

void Writer::open() {
    wait_for(Place::alone, [](Handle&) {});
}

void Writer::wait_for(Place place, std::function<void(Handle&)> work, std::string sql, Patience patience) {
    auto job = std::make_shared<Job>(place, std::move(work), std::move(sql));
    const bool of_session = place == Place::session || place == Place::end;
    if (!of_session) fibers::check_cancelled();
    {
        std::lock_guard lock(guard_);
        (of_session ? session_queue_ : queue_).push_back(job);
    }
    changed_.notify_one();
    wait_until_done(job, !of_session, patience);
    // Taken out, so that the writer's thread is not the last to hold it.
    if (job->error) std::rethrow_exception(std::exchange(job->error, nullptr));
}

void Writer::wait_until_done(const JobPointer& job, bool may_withdraw, Patience patience) {
    if (may_withdraw) {
        try {
            if (job->done.wait_for(patience.value_or(location_.timeout))) return;
        } catch (const fibers::Cancelled&) {
            if (withdraw(job)) throw;
        }
        if (withdraw(job)) {
            const auto waited = patience.value_or(location_.timeout);
            if (waits_for_other_process_) fail_busy(job->sql, location_, waited, patience.has_value());
            throw Locked("the database \"" + location_.name() + "\" has been busy for " + std::to_string(waited.count() / 1000) +
                             " ms: another transaction of this program is still open",
                         std::string("keep transactions short, without waiting for other servers in them; or ") +
                             (patience ? "give this one a longer lock_timeout" : "raise database.timeout"),
                         job->sql);
        }
    }
    fibers::NoCancel no_cancel;  // the job refers to what is on this stack
    job->done.wait();
}

bool Writer::withdraw(const JobPointer& job) {
    std::lock_guard lock(guard_);
    if (job->started) return false;
    return std::erase(queue_, job) != 0;
}

void Writer::serve() {
    while (true) {
        auto batch = next();
        if (batch.empty()) break;
        run_batch(batch);
    }
    handle_.reset();
}

std::vector<Writer::JobPointer> Writer::next() {
    std::unique_lock lock(guard_);
    changed_.wait(lock, [this] {
        return stopping_ || !(session_open_ ? session_queue_ : queue_).empty();
    });
    auto& queue = session_open_ ? session_queue_ : queue_;
    std::vector<JobPointer> batch;
    if (queue.empty()) return batch;
    const Place place = queue.front()->place;
    do {
        batch.push_back(std::move(queue.front()));
        queue.pop_front();
        batch.back()->started = true;
    } while (place == Place::together && !queue.empty() && queue.front()->place == Place::together &&
             batch.size() < most_together);
    return batch;
}

void Writer::run_batch(std::vector<JobPointer>& batch) {
    try {
        if (!handle_) handle_ = std::make_unique<Handle>(location_, Role::writer);
        open_ = true;
    } catch (...) {
        for (auto& job : batch) {
            job->error = std::current_exception();
            finish(job);
        }
        return;
    }
    if (batch.size() == 1) {
        run_alone(*batch.front());
        finish(batch.front());
    } else {
        run_together(batch);
    }
}

void Writer::run_alone(Job& job) {
    job.error = nullptr;
    try {
        job.work(*handle_);
    } catch (...) {
        job.error = std::current_exception();
    }
}

/// One commit for all. Where that goes wrong as a whole, each is run again on its own.
void Writer::run_together(std::vector<JobPointer>& batch) {
    try {
        begin_immediate();
        for (auto& job : batch) {
            handle_->execute("SAVEPOINT portico_one");
            try {
                job->work(*handle_);
            } catch (...) {
                job->error = std::current_exception();
                handle_->execute("ROLLBACK TO portico_one");
            }
            handle_->execute("RELEASE portico_one");
        }
        handle_->execute("COMMIT");
    } catch (...) {
        clean_up();
        for (auto& job : batch) run_alone(*job);
    }
    for (auto& job : batch) finish(job);
}

void Writer::begin_immediate(Patience patience) {
    Answer answer;
    run_until_free({"BEGIN IMMEDIATE", {}}, answer, patience);
}

/// Again and again while another process holds the lock, until the timeout is over: then Locked.
void Writer::run_until_free(const Statement& statement, Answer& answer, Patience patience) {
    const auto span = patience.value_or(location_.timeout);
    const auto until = std::chrono::steady_clock::now() + span;
    auto pause = std::chrono::milliseconds(1);
    while (handle_->run(statement, answer) == Handle::Outcome::busy) {
        waits_for_other_process_ = true;
        if (std::chrono::steady_clock::now() + pause > until) fail_busy(statement.sql, location_, span, patience.has_value());
        std::this_thread::sleep_for(pause);
        if (pause < std::chrono::milliseconds(20)) pause *= 2;
    }
    waits_for_other_process_ = false;
}

/// As the next turn expects to find the connection: no transaction, foreign keys watched.
void Writer::clean_up() {
    if (handle_->in_transaction()) handle_->execute("ROLLBACK");
    handle_->execute("PRAGMA foreign_keys = ON");
}

void Writer::finish(const JobPointer& job) {
    {
        std::lock_guard lock(guard_);
        if (job->place == Place::begin && !job->error) session_open_ = true;
        if (job->place == Place::end) session_open_ = false;
    }
    job->work = nullptr;
    job->done.set();
}

}  // namespace portico::orm::sqlite
