/// What each database's folder implements; Connection and Atomic are written on top of it.
#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <portico/orm/slow_statements.hpp>
#include <portico/orm/transaction.hpp>

#include "rows.hpp"

namespace portico::orm {

/// A connection that one open transaction has for itself. Destroyed without `commit` or `rollback`: rolled back.
class Session {
public:
    virtual ~Session() = default;
    virtual Answer run(const Statement& statement) = 0;
    /// Several, in one round trip where the database can; after the first that fails none is run.
    virtual std::vector<Answer> run_all(const std::vector<Statement>& statements);
    virtual void script(std::string_view sql) = 0;
    /// Ends the transaction, also when it throws: then nothing of it was kept.
    virtual void commit() = 0;
    virtual void rollback() = 0;
    /// False when the database gave the transaction up by itself (disk full, I/O error, connection lost).
    virtual bool alive() const = 0;
};

struct BeginOptions {
    bool foreign_keys = true;  // false: not watched, nor their ON DELETE obeyed, until the end; who begins checks them
    Isolation isolation = Isolation::as_database;
    bool read_only = false;
    bool deferrable = false;
    std::optional<std::chrono::microseconds> lock_timeout{};  // of the whole transaction; else the location's
};

/// Something about the server that will give trouble later.
struct Advice {
    std::string message{};
    std::string hint{};
};

class Transport {
public:
    virtual ~Transport() = default;
    /// Outside of transactions. `query` may answer from any connection, `execute` writes.
    virtual Answer query(const Statement& statement) = 0;
    virtual Answer execute(const Statement& statement) = 0;
    /// Several that write, all or nothing.
    virtual std::vector<Answer> execute_all(const std::vector<Statement>& statements);
    virtual void script(std::string_view sql) = 0;
    /// In no transaction, with the session's settings so for that long.
    virtual void execute_alone(const std::string& sql, const std::vector<std::pair<std::string, std::string>>&) { execute({sql, {}}); }
    /// Waits for its turn; throws Locked when that takes too long.
    virtual std::unique_ptr<Session> begin(const BeginOptions& options) = 0;
    virtual const Dialect& dialect() const noexcept = 0;
    virtual const std::string& name() const noexcept = 0;
    virtual PoolStatistics statistics() const { return {}; }
    /// Looked for at the start of a program.
    virtual std::vector<Advice> advice() { return {}; }

    SlowStatements slow{};
};

}  // namespace portico::orm
