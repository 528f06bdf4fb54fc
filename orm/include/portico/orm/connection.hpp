/// The way to a database: statements go in, rows come out. Transport only; what the SQL says is the Dialect's business.
///
///     orm::Connection& database = orm::connection();
///     database.query({"SELECT id, title FROM blog_post WHERE views > ?", {10}}, [&](const orm::Row& row) {
///         titles.emplace_back(row.text(1));
///     });
///     auto done = database.execute({"UPDATE blog_post SET views = views + 1 WHERE id = ?", {id}});
///     done.rows_affected;
///
/// On a fiber a statement suspends the fiber, never the thread; elsewhere it blocks. Inside `atomic` statements go to the
/// transaction's own connection, wherever the Connection was taken. Errors: see errors.hpp.
#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/value.hpp>
#include <portico/orm/errors.hpp>

namespace portico::orm {

class Dialect;
class Transport;

/// SQL with the dialect's placeholders, and what they stand for, in order.
struct Statement {
    std::string sql{};
    std::vector<Value> parameters{};
};

struct ExecuteResult {
    std::int64_t rows_affected = 0;
    std::int64_t last_insert_id = 0;  // of an INSERT into a table with an integer key; else as the database leaves it
};

/// One column of one row, as the database gave it.
struct Cell {
    enum class Type : std::uint8_t { null, integer, number, text, bytes };
    Type type = Type::null;
    union {
        std::int64_t integer = 0;
        double number;
    };
    std::string_view text{};  // text and bytes
};

/// A row during the callback; nothing of it lives longer. Columns count from 0; beyond the last, std::out_of_range.
class Row {
public:
    Row(const Cell* cells, std::size_t count) : cells_(cells), count_(count) {}

    std::size_t columns() const noexcept { return count_; }
    const Cell& cell(std::size_t column) const {
        if (column >= count_) beyond(column);
        return cells_[column];
    }
    Cell::Type type(std::size_t column) const { return cell(column).type; }
    bool is_null(std::size_t column) const { return type(column) == Cell::Type::null; }
    /// Converts between numbers and texts as SQL's CAST does; null is 0.
    std::int64_t integer(std::size_t column) const;
    double number(std::size_t column) const;
    /// Numbers as their digits; null is "".
    std::string_view text(std::size_t column) const;
    std::string_view bytes(std::size_t column) const { return text(column); }
    /// Of the kind that the database holds: null, integer, number, text or Bytes. See Dialect::loaded for a field's own kind.
    Value value(std::size_t column) const;

private:
    [[noreturn]] void beyond(std::size_t column) const;

    const Cell* cells_;
    std::size_t count_;
    mutable std::vector<std::unique_ptr<std::string>> digits_{};
};

/// How busy a server's connections are, all event loops together. SQLite has none of these.
///
///     auto now = orm::connection().statistics();
///     log::info(fmt::format("{} of {} connections in use, {} waited {} µs in all", now.in_use, now.most, now.waits, now.waited.count()));
struct PoolStatistics {
    // Now. Those that nobody uses are idle, or being opened; `waiting` are fibers.
    std::size_t most = 0, open = 0, in_use = 0, idle = 0, waiting = 0;
    // Since the start. Lost are those that the server ended or that broke; discarded those that were too many, too old or unused
    // for too long.
    std::uint64_t opened = 0, lost = 0, discarded = 0;
    std::uint64_t waits = 0, timeouts = 0;  // how often somebody had to wait for a connection, and in vain
    std::chrono::microseconds waited{};     // in all
    // Of connections that were given back: what siblings ask for together, a prefetch or a bulk operation take one round trip.
    std::uint64_t statements = 0, round_trips = 0;
};

class Connection {
public:
    /// `transport` talks to one database. Made by Databases.
    Connection(std::string alias, std::unique_ptr<Transport> transport);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Calls `each_row` for each row, on this fiber, after the statement has ended: it may ask the database itself, and what
    /// it throws ends the query.
    void query(const Statement& statement, const std::function<void(const Row&)>& each_row);
    /// The first row's first column; nothing when there is no row.
    std::optional<Value> value(const Statement& statement);
    /// A statement that writes; RETURNING goes through `returning`.
    ExecuteResult execute(const Statement& statement);
    /// A statement that writes and gives rows (INSERT … RETURNING).
    ExecuteResult returning(const Statement& statement, const std::function<void(const Row&)>& each_row);
    /// Several that write, in their order, in one round trip where the database can; all or nothing. `each_row` gets the rows of all.
    /// After the first that fails none is run. Gives the number of rows that all have changed.
    std::int64_t execute_all(const std::vector<Statement>& statements, const std::function<void(const Row&)>& each_row = {});
    /// Several statements, separated by semicolons, without parameters: a migration's own SQL. In one transaction.
    void script(std::string_view sql);

    const Dialect& dialect() const noexcept;
    const std::string& alias() const noexcept { return alias_; }
    /// What messages call it: "sqlite:///srv/site/db.sqlite3".
    const std::string& name() const noexcept;
    /// Is a transaction of this fiber open on this database?
    bool in_atomic() const;
    PoolStatistics statistics() const;

    Transport& transport() const noexcept { return *transport_; }

private:
    friend class Databases;
    void note_writing() const;
    bool is_down() const noexcept;
    bool leave_out(const std::string& why) noexcept;

    std::string alias_;
    std::unique_ptr<Transport> transport_;
    bool has_replicas_ = false;
    Connection* primary_ = nullptr;  // of a replica
    std::atomic<std::chrono::steady_clock::rep> down_until_ = 0;
};

/// The connection of that name of the current project (or of the Databases that UseDatabases made current).
/// Throws Error when there is none, and inside `offload`, which has no connection.
Connection& connection(std::string_view alias = "default");

}  // namespace portico::orm
