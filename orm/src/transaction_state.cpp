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

bool Transaction::has_savepoint(int id) const {
    return id == 0 || std::ranges::any_of(savepoints_, [&](const Savepoint& savepoint) { return savepoint.id == id; });
}

void Transaction::wait_for_others() {
    if (savepoints_.empty()) return;
    const int own = current_savepoint(*this);
    while (session_ && savepoint() != own) {
        if (!has_savepoint(own))
            throw TransactionError("the inner atomic block has ended", "a fiber spawned inside of it outlived it");
        auto ended = top().ended;
        ended->wait();
    }
}

Session& Transaction::own_session() {
    wait_for_others();
    return session();
}

Answer Transaction::run(const Statement& statement) {
    Session& open = own_session();
    Check check{*this};
    return open.run(statement);
}

std::vector<Answer> Transaction::run_all(const std::vector<Statement>& statements) {
    Session& open = own_session();
    Check check{*this};
    return open.run_all(statements);
}

void Transaction::script(std::string_view sql) {
    Session& open = own_session();
    Check check{*this};
    open.script(sql);
}

int Transaction::push_savepoint(bool real) {
    wait_for_others();
    Session& open = session();
    const int id = ++last_savepoint_;
    savepoints_.push_back({.id = id, .name = real ? "s" + std::to_string(savepoints_.size() + 1) : std::string()});
    if (!real) return id;
    Check check{*this};
    try {
        open.run({"SAVEPOINT " + top().name, {}});
    } catch (...) {
        pop();
        throw;
    }
    return id;
}

/// Those that wait go on.
void Transaction::pop() {
    if (savepoints_.empty()) return;
    auto ended = top().ended;
    savepoints_.pop_back();
    ended->set();
}

void Transaction::undo(int savepoint) {
    while (true) {
        const auto last = std::find_if(undos_.rbegin(), undos_.rend(), [&](const Work& work) { return work.savepoint >= savepoint; });
        if (last == undos_.rend()) return;
        auto work = std::move(last->run);
        undos_.erase(std::next(last).base());
        work();
    }
}

void Transaction::release_savepoint() {
    const int id = top().id;
    const std::string name = top().name;
    Check check{*this};
    try {
        Session& open = session();  // says so where the transaction is spoiled
        if (!name.empty()) open.run({"RELEASE " + name, {}});
    } catch (const DatabaseError&) {
        // A statement in it failed and nobody let the exception through: the part is undone, the rest may go on.
        if (session_ && session_->alive() && spoiled_.empty()) roll_back_savepoint();
        else pop();
        throw;
    } catch (...) {
        pop();
        throw;
    }
    pop();
    for (auto* works : {&hooks_, &undos_})
        for (Work& work : *works)
            if (work.savepoint == id) work.savepoint = savepoint();
}

void Transaction::roll_back_savepoint() {
    const int id = top().id;
    const std::string name = top().name;
    std::erase_if(hooks_, [&](const Work& work) { return work.savepoint >= id; });
    if (name.empty()) {
        spoil("an inner atomic without a savepoint ended with an exception");
        return pop();
    }
    undo(id);
    if (spoiled_.empty() && session_) {
        Check check{*this};
        try {
            session_->run({"ROLLBACK TO " + name, {}});
            session_->run({"RELEASE " + name, {}});
        } catch (...) {
            pop();
            throw;
        }
    }
    pop();
}

void Transaction::commit() {
    if (!spoiled_.empty()) {
        std::string reason = spoiled_;
        roll_back();
        throw TransactionError("nothing was committed: " + reason,
                               "let the exception leave the outer atomic, or give the inner one a savepoint");
    }
    auto session = std::exchange(session_, nullptr);
    while (!savepoints_.empty()) pop();
    try {
        session->commit();
    } catch (...) {
        undo(0);
        throw;
    }
    undos_.clear();
}

void Transaction::roll_back() {
    hooks_.clear();
    undo(0);
    auto session = std::exchange(session_, nullptr);
    while (!savepoints_.empty()) pop();
    if (session) session->rollback();
}

void Transaction::check_writing() const {
    const int own = current_savepoint(*this);
    if (!read_only_ && std::ranges::none_of(savepoints_, [&](auto& each) { return each.id <= own && each.read_only; })) return;
    throw TransactionError("a read-only transaction was asked to write", "begin it without .read_only, or write outside of it");
}

void Transaction::add_hook(std::function<void()> hook) { hooks_.push_back({current_savepoint(*this), std::move(hook)}); }
void Transaction::add_undo(std::function<void()> undo) { undos_.push_back({current_savepoint(*this), std::move(undo)}); }

std::vector<std::function<void()>> Transaction::take_hooks() {
    std::vector<std::function<void()>> taken;
    for (Work& work : std::exchange(hooks_, {})) taken.push_back(std::move(work.run));
    return taken;
}

int current_savepoint(const Transaction& transaction) {
    if (auto* open = open_transactions().get())
        for (auto& entry : *open)
            if (entry.transaction.get() == &transaction) return entry.savepoint;
    return 0;
}

std::shared_ptr<Transaction> open_transaction(Connection& connection) {
    if (auto* open = open_transactions().get())
        for (auto& entry : *open)
            if (entry.connection == &connection && !entry.transaction->ended()) return entry.transaction;
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
