#include "session.hpp"

#include <algorithm>

#include <portico/fibers/fiber.hpp>
#include <portico/fibers/private/loop_context.hpp>
#include <portico/orm/errors.hpp>

namespace portico::orm::postgresql {

namespace {

std::string in_milliseconds(std::chrono::microseconds span) {
    return std::to_string(std::max<std::int64_t>(std::chrono::ceil<std::chrono::milliseconds>(span).count(), 1));  // 0 would be for ever
}

std::string begin_of(const BeginOptions& options) {
    std::string sql = "BEGIN";
    switch (options.isolation) {
    case Isolation::as_database: break;
    case Isolation::read_committed: sql += " ISOLATION LEVEL READ COMMITTED"; break;
    case Isolation::repeatable_read: sql += " ISOLATION LEVEL REPEATABLE READ"; break;
    case Isolation::serializable: sql += " ISOLATION LEVEL SERIALIZABLE"; break;
    }
    if (options.read_only) sql += " READ ONLY";
    if (options.deferrable) sql += " DEFERRABLE";
    return sql;
}

}  // namespace

/// Looks after the first statements whether BEGIN went well.
struct PostgresqlSession::Look {
    PostgresqlSession& session;
    ~Look() { session.begun_ = session.lease_->state() != Handle::State::idle; }
};

PostgresqlSession::PostgresqlSession(Pool::Lease lease, const BeginOptions& options)
    : lease_(std::move(lease)), opening_{{begin_of(options), {}}},
      together_([this](std::span<Question* const> questions, const Company&) { send(questions); }), begun_by_(fibers::detail::group()) {
    if (!options.lock_timeout) return;
    opening_.push_back({"SET LOCAL lock_timeout = " + in_milliseconds(*options.lock_timeout), {}});
    lease_->set_lock_timeout(options.lock_timeout);
}

PostgresqlSession::~PostgresqlSession() {
    if (ended_) return;
    try {
        rollback();
    } catch (const Error&) {
        // The connection is closed then, and with it the transaction.
    }
}

Answer PostgresqlSession::run(const Statement& statement) {
    const auto siblings = fibers::detail::group();
    if (siblings != 0 && siblings != begun_by_) {  // a `concurrently` inside of the transaction
        if (auto answer = together_.ask(statement, {.siblings = siblings})) return std::move(*answer);
    }
    std::lock_guard turn(turn_);
    if (begun_) return lease_->run(statement);
    return std::move(run_after_begin({&statement}).front());
}

std::vector<Answer> PostgresqlSession::run_all(const std::vector<Statement>& statements) {
    if (statements.empty()) return {};
    std::lock_guard turn(turn_);
    std::vector<const Statement*> all;
    for (const Statement& statement : statements) all.push_back(&statement);
    if (begun_) return lease_->run_all(all);
    return run_after_begin(std::move(all));
}

/// Those before the first that fails are done; those after it meet a transaction that can't go on, as they would alone.
void PostgresqlSession::send(std::span<Question* const> questions) {
    std::lock_guard turn(turn_);
    std::vector<const Statement*> statements = begun_ ? std::vector<const Statement*>() : opening();
    const std::size_t first = statements.size();
    for (const Question* question : questions) statements.push_back(&question->statement);
    Look look{*this};
    try {
        auto [answers, error] = lease_->run_up_to_an_error(statements);
        if (error && answers.size() < first) std::rethrow_exception(error);
        for (std::size_t i = first; i < answers.size(); ++i) questions[i - first]->answer = std::move(answers[i]);
        if (error) questions[answers.size() - first]->error = error;
    } catch (const ConnectionLost&) {
        for (Question* question : questions) question->error = std::current_exception();
    }
}

std::vector<Answer> PostgresqlSession::run_after_begin(std::vector<const Statement*> statements) {
    const auto first = opening();
    statements.insert(statements.begin(), first.begin(), first.end());
    Look look{*this};
    auto answers = lease_->run_all(statements);
    answers.erase(answers.begin(), answers.begin() + static_cast<std::ptrdiff_t>(first.size()));
    return answers;
}

std::vector<const Statement*> PostgresqlSession::opening() const {
    std::vector<const Statement*> statements;
    for (const Statement& one : opening_) statements.push_back(&one);
    return statements;
}

/// What held for the transaction goes with it.
void PostgresqlSession::give_back() {
    lease_->set_lock_timeout({});
    lease_.give_back();
}

void PostgresqlSession::begin() {
    if (begun_) return;
    lease_->run_all(opening());
    begun_ = true;
}

void PostgresqlSession::script(std::string_view sql) {
    std::lock_guard turn(turn_);
    begin();
    lease_->script(sql);
}

void PostgresqlSession::commit() {
    fibers::NoCancel no_cancel;  // half a commit is none
    std::lock_guard turn(turn_);
    ended_ = true;
    if (!begun_) return give_back();
    const auto state = lease_->state();
    if (state == Handle::State::in_transaction) {
        try {
            lease_->run({"COMMIT", {}});
        } catch (const ConnectionLost& error) {
            give_back();
            throw ConnectionLost(std::string(error.what()) + ", during a commit", "look whether its rows are there before doing it again",
                                 "COMMIT");
        } catch (...) {
            give_back();
            throw;
        }
        return give_back();
    }
    // COMMIT of a failed transaction is a rollback that looks like success.
    if (state == Handle::State::failed) lease_->run({"ROLLBACK", {}});
    give_back();
    throw TransactionError("nothing was committed: an earlier statement of the transaction failed",
                           "put what may fail into an orm::atomic of its own, whose savepoint undoes it alone");
}

void PostgresqlSession::rollback() {
    fibers::NoCancel no_cancel;
    std::lock_guard turn(turn_);
    if (std::exchange(ended_, true)) return;
    const auto state = lease_->state();
    const bool open = state == Handle::State::in_transaction || state == Handle::State::failed;
    try {
        if (open) lease_->run({"ROLLBACK", {}});
    } catch (...) {
        give_back();
        throw;
    }
    give_back();
}

bool PostgresqlSession::alive() const {
    if (ended_) return false;
    const auto state = lease_->state();
    return state != Handle::State::lost && !(begun_ && state == Handle::State::idle);
}

}  // namespace portico::orm::postgresql
