#include "transaction_state.hpp"

#include <algorithm>
#include <utility>

#include <portico/fibers/fiber.hpp>
#include <portico/fibers/local.hpp>

#include "open_transactions.hpp"

namespace portico::orm {

/// Looks after a statement whether the database has kept the transaction open.
struct Transaction::Check {
    Transaction& transaction;
    ~Check() {
        if (!transaction.session_->alive())
            transaction.spoil("the database has rolled it back by itself after an error");
    }
};

Transaction::Transaction(Connection& connection, const BeginOptions& options)
    : session_(connection.transport().begin(options)) {}

Session& Transaction::session() {
    if (!session_) throw TransactionError("the transaction has ended", "a fiber spawned inside atomic outlived it");
    if (!spoiled_.empty())
        throw TransactionError("the transaction can't go on: " + spoiled_,
                               "let the exception leave the outer atomic, or give the inner one a savepoint");
    return *session_;
}

Answer Transaction::run(const Statement& statement) {
    Session& open = session();
    Check check{*this};
    return open.run(statement);
}

std::vector<Answer> Transaction::run_all(const std::vector<Statement>& statements) {
    Session& open = session();
    Check check{*this};
    return open.run_all(statements);
}

void Transaction::script(std::string_view sql) {
    Session& open = session();
    Check check{*this};
    open.script(sql);
}

void Transaction::push_savepoint(bool real) {
    std::string name = real ? "s" + std::to_string(savepoints_.size() + 1) : std::string();
    if (real) run({"SAVEPOINT " + name, {}});
    savepoints_.push_back({std::move(name), hooks_.size(), undos_.size()});
}

void Transaction::undo_since(std::size_t first) {
    while (undos_.size() > first) {
        auto undo = std::move(undos_.back());
        undos_.pop_back();
        undo();
    }
}

void Transaction::release_savepoint() {
    Savepoint last = std::move(savepoints_.back());
    savepoints_.pop_back();
    if (depth() < read_only_from_ && read_only_from_ > 0) read_only_from_ = static_cast<std::size_t>(-1);
    if (last.name.empty()) {
        session();  // says so where the transaction is spoiled
        return;
    }
    try {
        run({"RELEASE " + last.name, {}});
    } catch (const DatabaseError&) {
        // A statement in it failed and nobody let the exception through: the part is undone, the rest may go on.
        if (session_ && session_->alive() && spoiled_.empty()) {
            undo_since(last.undos_before);
            run({"ROLLBACK TO " + last.name, {}});
            run({"RELEASE " + last.name, {}});
        }
        throw;
    }
}

void Transaction::roll_back_savepoint() {
    Savepoint last = std::move(savepoints_.back());
    savepoints_.pop_back();
    if (depth() < read_only_from_ && read_only_from_ > 0) read_only_from_ = static_cast<std::size_t>(-1);
    hooks_.resize(std::min(hooks_.size(), last.hooks_before));
    if (last.name.empty()) return spoil("an inner atomic without a savepoint ended with an exception");
    undo_since(last.undos_before);
    if (!spoiled_.empty()) return;
    run({"ROLLBACK TO " + last.name, {}});
    run({"RELEASE " + last.name, {}});
}

void Transaction::commit() {
    if (!spoiled_.empty()) {
        std::string reason = spoiled_;
        roll_back();
        throw TransactionError("nothing was committed: " + reason,
                               "let the exception leave the outer atomic, or give the inner one a savepoint");
    }
    auto session = std::exchange(session_, nullptr);
    try {
        session->commit();
    } catch (...) {
        undo_since(0);
        throw;
    }
    undos_.clear();
}

void Transaction::roll_back() {
    hooks_.clear();
    undo_since(0);
    auto session = std::exchange(session_, nullptr);
    if (session) session->rollback();
}

void Transaction::check_writing() const {
    if (depth() < read_only_from_) return;
    throw TransactionError("a read-only transaction was asked to write", "begin it without .read_only, or write outside of it");
}

void Transaction::add_hook(std::function<void()> hook) { hooks_.push_back(std::move(hook)); }

std::vector<std::function<void()>> Transaction::take_hooks() { return std::exchange(hooks_, {}); }

std::shared_ptr<Transaction> open_transaction(Connection& connection) {
    if (auto* open = open_transactions().get())
        for (auto& [of, transaction] : *open)
            if (of == &connection && !transaction->ended()) return transaction;
    if (auto* test = test_transactions().get()) return (*test)->transaction_of(connection);
    return nullptr;
}

std::shared_ptr<Transaction> TestTransactions::transaction_of(Connection& connection) {
    auto& transaction = transactions_[&connection];
    if (!transaction) {
        transaction = std::make_shared<Transaction>(connection, BeginOptions{});
        transaction->set_for_test();
    }
    return transaction;
}

void TestTransactions::roll_back() {
    for (auto& [connection, transaction] : transactions_)
        if (transaction) transaction->roll_back();
    transactions_.clear();
}

fibers::Local<OpenTransactions>& open_transactions() {
    static fibers::Local<OpenTransactions> local;
    return local;
}

fibers::Local<std::shared_ptr<TestTransactions>>& test_transactions() {
    static fibers::Local<std::shared_ptr<TestTransactions>> local;
    return local;
}

}  // namespace portico::orm
