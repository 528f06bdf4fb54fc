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

    /// `table` and `columns` are the database's names; empty where the database doesn't tell (SQLite names no foreign
    /// key; of a check it names the constraint, given as the only "column").
    IntegrityError(Kind kind, std::string table, std::vector<std::string> columns, const std::string& message,
                   std::string hint = {}, std::string sql = {})
        : DatabaseError(message, std::move(hint), std::move(sql)), kind_(kind), table_(std::move(table)),
          columns_(std::move(columns)) {}
    Kind kind() const noexcept { return kind_; }
    const std::string& table() const noexcept { return table_; }
    const std::vector<std::string>& columns() const noexcept { return columns_; }

private:
    Kind kind_;
    std::string table_;
    std::vector<std::string> columns_;
};

/// The database itself: it can't be opened or written, is corrupt, is full, knows no such table.
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

/// A transaction used where none may be, or broken by an earlier error: a mistake in the program.
class TransactionError : public DatabaseError {
public:
    using DatabaseError::DatabaseError;
};

}  // namespace portico::orm
