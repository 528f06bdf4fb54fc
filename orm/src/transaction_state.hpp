/// The open transactions of a fiber.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <portico/fibers/event.hpp>
#include <portico/orm/transaction.hpp>

#include "transport.hpp"

namespace portico::orm {

/// One open transaction on one database: shared by the fiber that began it and those it spawned meanwhile.
///
/// A savepoint belongs to the fiber that set it and to those that it spawns inside. As a database knows savepoints of the whole
/// transaction only, all others wait with their statements until it has ended: else its rollback would undo what is theirs.
class Transaction {
public:
    Transaction(Connection& connection, const BeginOptions& options);

    /// A transaction around a test: those inside it count as outermost.
    bool is_for_test() const { return for_test_; }
    void set_for_test() { for_test_ = true; }

    Answer run(const Statement& statement);
    std::vector<Answer> run_all(const std::vector<Statement>& statements);
    void script(std::string_view sql);

    /// Waits for the savepoints of others. Gives what the fibers in it have as `OpenTransaction::savepoint`.
    int push_savepoint(bool real);
    void release_savepoint();
    void roll_back_savepoint();
    /// The innermost savepoint; 0 where there is none.
    int savepoint() const { return savepoints_.empty() ? 0 : savepoints_.back().id; }
    bool has_savepoint(int id) const;
    void commit();
    void roll_back();
    bool ended() const { return session_ == nullptr; }

    /// From now on nothing may be written to the end of the innermost savepoint, or of the transaction where there is none.
    void forbid_writing() { (savepoints_.empty() ? read_only_ : savepoints_.back().read_only) = true; }
    /// Throws TransactionError where nothing may be written.
    void check_writing() const;

    void add_hook(std::function<void()> hook);
    /// Called where what was done since is rolled back, the last first: what objects know of their rows is put right by it.
    void add_undo(std::function<void()> undo);
    /// Takes the functions to run after the commit.
    std::vector<std::function<void()>> take_hooks();

private:
    struct Savepoint {
        int id;
        std::string name;  // empty: none was set
        bool read_only = false;
        std::shared_ptr<fibers::Event> ended = std::make_shared<fibers::Event>();
    };
    /// What is to be done at the end, by the savepoint it was asked for in.
    struct Work {
        int savepoint;
        std::function<void()> run;
    };
    struct Check;
    Session& session();
    Session& own_session();
    void wait_for_others();
    Savepoint& top() { return savepoints_.back(); }
    void pop();
    void undo(int savepoint);
    void spoil(std::string reason) { if (spoiled_.empty()) spoiled_ = std::move(reason); }

    std::unique_ptr<Session> session_;
    std::vector<Savepoint> savepoints_;
    int last_savepoint_ = 0;
    std::vector<Work> hooks_;
    std::vector<Work> undos_;
    std::string spoiled_;  // why nothing more may be done
    bool for_test_ = false;
    bool read_only_ = false;
};

/// The savepoint that this fiber is in; 0 where it is in none.
int current_savepoint(const Transaction& transaction);

/// The open transaction of this fiber on that database; null where there is none. Begins one where a test wants it.
std::shared_ptr<Transaction> open_transaction(Connection& connection);

}  // namespace portico::orm
