/// What can go wrong between the program and its database.
///
///     try {
///         post.save();
///     } catch (const orm::IntegrityError& error) {
///         if (error.kind() == orm::IntegrityError::Kind::unique) taken(error.columns());
///     }
///
/// Each is a portico::Error: `what()` says what happened, `hint()` what to do. None of them shows bound values.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include <portico/base/error.hpp>

namespace portico::orm {

/// Anything that the database refused. `sql()` is the statement, without its parameters' values; may be empty.
class DatabaseError : public Error {
public:
    explicit DatabaseError(const std::string& message, std::string hint = {}, std::string sql = {})
        : Error(message, std::move(hint)), sql_(std::move(sql)) {}
    const std::string& sql() const noexcept { return sql_; }

private:
    std::string sql_;
};

/// The statement is fine, the data would break a rule of the table.
class IntegrityError : public DatabaseError {
public:
    enum class Kind { unique, foreign_key, not_null, check };

    /// `table`, `columns` and `constraint` are the database's names; empty where the database doesn't tell (SQLite names
    /// no foreign key; of a check or an index over expressions it names the constraint, given as the only "column").
    IntegrityError(Kind kind, std::string table, std::vector<std::string> columns, const std::string& message,
                   std::string hint = {}, std::string sql = {}, std::string constraint = {})
        : DatabaseError(message, std::move(hint), std::move(sql)), kind_(kind), table_(std::move(table)),
          columns_(std::move(columns)), constraint_(std::move(constraint)) {}
    Kind kind() const noexcept { return kind_; }
    const std::string& table() const noexcept { return table_; }
    const std::vector<std::string>& columns() const noexcept { return columns_; }
    const std::string& constraint() const noexcept { return constraint_; }

private:
    Kind kind_;
    std::string table_;
    std::vector<std::string> columns_;
    std::string constraint_;
};

/// A value that no column of that type can hold: too long, out of range, malformed. SQLite holds almost everything.
class DataError : public DatabaseError {
public:
    using DatabaseError::DatabaseError;
};

/// The database itself: it can't be opened or written, is corrupt, knows no such table.
class OperationalError : public DatabaseError {
public:
    using DatabaseError::DatabaseError;
};

/// The table or column does not exist: most often a migration that was not applied.
class NoSuchTable : public OperationalError {
public:
    using OperationalError::OperationalError;
};

/// Somebody else has held the database's lock for the whole timeout. Trying again later may help.
class Locked : public OperationalError {
public:
    using OperationalError::OperationalError;
};

/// The disk that holds the database is full. Nothing of the statement was kept; room made, the next one goes through.
class OutOfSpace : public OperationalError {
public:
    using OperationalError::OperationalError;
};

/// The server can't be reached or has closed the connection. What was asked may have been done, if it was sent; a new
/// statement tries to connect again.
class ConnectionLost : public OperationalError {
public:
    using OperationalError::OperationalError;
};

/// The transaction collided with another (a deadlock, a serialization failure) and was rolled back: run it again.
class TransactionConflict : public OperationalError {
public:
    using OperationalError::OperationalError;
};

/// A transaction used where none may be, or broken by an earlier error: a mistake in the program.
class TransactionError : public DatabaseError {
public:
    using DatabaseError::DatabaseError;
};

}  // namespace portico::orm
