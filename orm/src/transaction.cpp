#include <portico/orm/transaction.hpp>

#include <algorithm>
#include <chrono>
#include <exception>
#include <optional>
#include <thread>

#include <portico/base/log.hpp>
#include <portico/fibers/fiber.hpp>
#include <portico/fibers/sleep.hpp>

#include <portico/orm/dialect.hpp>

#include "open_transactions.hpp"

namespace portico::orm {

namespace {

OpenTransactions with(const OpenTransaction& open) {
    OpenTransactions all;
    if (auto* before = open_transactions().get()) all = *before;
    std::erase_if(all, [&](auto& entry) { return entry.connection == open.connection; });
    all.push_back(open);
    return all;
}

/// A transaction around a test is not there for those inside it.
bool is_outermost(const Transaction* transaction) {
    return !transaction || (transaction->is_for_test() && current_savepoint(*transaction) == 0);
}

using Hooks = std::vector<std::function<void()>>;

fibers::Local<std::shared_ptr<Hooks>> captured_hooks;

void run_hooks(Hooks hooks) {
    if (auto* captured = captured_hooks.get()) {
        for (auto& hook : hooks) (*captured)->push_back(std::move(hook));
        return;
    }
    std::exception_ptr first;
    for (auto& hook : hooks) {
        try {
            hook();
        } catch (const std::exception&) {
            if (!first) first = std::current_exception();
        }
    }
    if (first) std::rethrow_exception(first);
}

}  // namespace

struct Atomic::State {
    std::shared_ptr<Transaction> transaction{};
    bool begun = false;      // the transaction is this one's own
    bool outermost = false;  // its end is the commit, as far as the program can see
    int savepoint = 0;
    bool done = false;
    std::optional<fibers::Local<OpenTransactions>::Scope> scope{};

    void end() {
        done = true;
        scope.reset();
    }
};

bool detail::try_again(int attempt, const AtomicOptions& options) {
    // A savepoint's part can't be run again alone: the whole transaction is gone.
    if (attempt >= options.retries || orm::connection(options.database).in_atomic()) return false;
    const auto span = std::chrono::milliseconds(5 << std::min(attempt, 6));
    if (fibers::current())
        fibers::sleep_for(span);
    else
        std::this_thread::sleep_for(span);
    return true;
}

Atomic::Atomic(const AtomicOptions& options) : Atomic(orm::connection(options.database), options) {}

Atomic::Atomic(Connection& connection, const AtomicOptions& options) : state_(std::make_unique<State>()) {
    State& state = *state_;
    state.transaction = open_transaction(connection);
    state.outermost = is_outermost(state.transaction.get());
    if (!state.outermost && options.durable)
        throw TransactionError("a durable atomic was begun inside another on \"" + connection.alias() + "\"",
                               "move it out, or do without durable");
    if (options.isolation != Isolation::as_database && !state.outermost)
        throw TransactionError("an isolation level was asked for inside of an open transaction", "let this atomic be the outermost");
    if (options.lock_timeout && !state.outermost)
        throw TransactionError("a time to wait for locks was given inside of an open transaction", "let this atomic be the outermost");
    if (!options.foreign_keys && state.transaction)
        throw TransactionError("foreign keys can't be left unwatched inside of an open transaction",
                               "let this atomic be the outermost");
    if (state.transaction) {
        state.savepoint = state.transaction->push_savepoint(options.savepoint || state.outermost);
        if (options.read_only) state.transaction->forbid_writing();
        state.scope.emplace(open_transactions(), with({&connection, state.transaction, state.savepoint}));
        return;
    }
    state.transaction = std::make_shared<Transaction>(connection,
        BeginOptions{options.foreign_keys, options.isolation, options.read_only, options.deferrable, options.lock_timeout});
    if (options.read_only) state.transaction->forbid_writing();
    state.begun = true;
    state.scope.emplace(open_transactions(), with({&connection, state.transaction}));
}

Atomic::~Atomic() {
    if (state_->done) return;
    try {
        rollback();
    } catch (const std::exception& error) {
        log::database.warning(std::string("a rollback failed: ") + error.what());
    }
}

void Atomic::commit() {
    State& state = *state_;
    if (state.done) throw TransactionError("the atomic block has ended already");
    Transaction& transaction = *state.transaction;
    if (state.begun) {
        state.end();
        transaction.commit();
    } else {
        if (!transaction.has_savepoint(state.savepoint))
            throw TransactionError("the transaction has ended", "an atomic block of a fiber that was spawned inside outlived it");
        if (transaction.savepoint() != state.savepoint)
            throw TransactionError("an atomic block ends before one inside of it",
                                   "wait for the fibers that were spawned in it");
        state.end();
        transaction.release_savepoint();
    }
    if (state.outermost) run_hooks(transaction.take_hooks());
}

void Atomic::rollback() {
    State& state = *state_;
    if (state.done) throw TransactionError("the atomic block has ended already");
    fibers::NoCancel no_cancel;
    const bool begun = state.begun;
    state.end();
    if (begun)
        state.transaction->roll_back();
    else
        while (!state.transaction->ended() && state.transaction->savepoint() >= state.savepoint)
            state.transaction->roll_back_savepoint();
}

void on_commit(std::function<void()> work, std::string_view database) {
    auto transaction = open_transaction(orm::connection(database));
    if (is_outermost(transaction.get()) && (!transaction || transaction->is_for_test()))
        run_hooks({std::move(work)});
    else
        transaction->add_hook(std::move(work));
}

bool in_atomic(std::string_view database) { return orm::connection(database).in_atomic(); }

namespace {

bool locked(std::string_view name, std::string_view database, bool wait) {
    Connection& of = orm::connection(database);
    if (!of.in_atomic())
        throw TransactionError("the lock \"" + std::string(name) + "\" was asked for outside of a transaction",
                               "put it and what it guards into an atomic: it is held to the end of that");
    const std::string sql = of.dialect().advisory_lock(of.dialect().placeholder(1), wait);
    return sql.empty() || of.value({sql, {Value(name)}}).value_or(Value()).truthy();
}

}  // namespace

void lock(std::string_view name, std::string_view database) { locked(name, database, true); }
bool try_lock(std::string_view name, std::string_view database) { return locked(name, database, false); }

struct CapturedOnCommit::State {
    std::shared_ptr<Hooks> hooks = std::make_shared<Hooks>();
    fibers::Local<std::shared_ptr<Hooks>>::Scope scope{captured_hooks, hooks};
};

CapturedOnCommit::CapturedOnCommit() : state_(std::make_unique<State>()) {}
CapturedOnCommit::~CapturedOnCommit() = default;

std::size_t CapturedOnCommit::size() const { return state_->hooks->size(); }

void CapturedOnCommit::run() {
    Hooks& hooks = *state_->hooks;
    while (!hooks.empty()) {
        Hooks now = std::exchange(hooks, {});
        for (auto& hook : now) hook();
    }
}

struct TestTransaction::State {
    std::shared_ptr<TestTransactions> transactions = std::make_shared<TestTransactions>();
    fibers::Local<std::shared_ptr<TestTransactions>>::Scope scope{test_transactions(), transactions};
};

TestTransaction::TestTransaction() : state_(std::make_unique<State>()) {}

TestTransaction::~TestTransaction() {
    fibers::NoCancel no_cancel;
    try {
        state_->transactions->roll_back();
    } catch (const std::exception& error) {
        log::database.warning(std::string("the rollback after a test failed: ") + error.what());
    }
}

}  // namespace portico::orm
