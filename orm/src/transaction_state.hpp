/// The open transactions of a fiber.
#pragma once
#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <portico/orm/transaction.hpp>

#include "transport.hpp"

namespace portico::orm {

/// One open transaction on one database: shared by the fiber that began it and those it spawned meanwhile.
class Transaction {
public:
    Transaction(Connection& connection, const BeginOptions& options);

    /// A transaction around a test: those inside it count as outermost.
    bool is_for_test() const { return for_test_; }
    void set_for_test() { for_test_ = true; }

    Answer run(const Statement& statement);
    std::vector<Answer> run_all(const std::vector<Statement>& statements);
    void script(std::string_view sql);

    std::size_t depth() const { return savepoints_.size(); }
    void push_savepoint(bool real);
    void release_savepoint();
    void roll_back_savepoint();
    void commit();
    void roll_back();
    bool ended() const { return session_ == nullptr; }

    /// From this depth on nothing may be written.
    void forbid_writing(std::size_t depth) { read_only_from_ = std::min(read_only_from_, depth); }
    /// Throws TransactionError where nothing may be written.
    void check_writing() const;

    void add_hook(std::function<void()> hook);
    /// Called where what was done since is rolled back, the last first: what objects know of their rows is put right by it.
    void add_undo(std::function<void()> undo) { undos_.push_back(std::move(undo)); }
    /// Takes the functions to run after the commit.
    std::vector<std::function<void()>> take_hooks();

private:
    struct Savepoint {
        std::string name;  // empty: none was set
        std::size_t hooks_before;
        std::size_t undos_before;
    };
    struct Check;
    Session& session();
    void undo_since(std::size_t first);
    void spoil(std::string reason) { if (spoiled_.empty()) spoiled_ = std::move(reason); }

    std::unique_ptr<Session> session_;
    std::vector<Savepoint> savepoints_;
    std::vector<std::function<void()>> hooks_;
    std::vector<std::function<void()>> undos_;
    std::string spoiled_;  // why nothing more may be done
    bool for_test_ = false;
    std::size_t read_only_from_ = static_cast<std::size_t>(-1);
};

/// The open transaction of this fiber on that database; null where there is none. Begins one where a test wants it.
std::shared_ptr<Transaction> open_transaction(Connection& connection);

}  // namespace portico::orm
