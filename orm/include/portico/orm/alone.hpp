/// What can't be part of a transaction.
///
///     orm::execute_alone(connection, "CREATE INDEX CONCURRENTLY by_title ON blog_post (title)", {{"lock_timeout", "0"}});
///
///     orm::HeldLock lock(connection, "import");       // across transactions, until it goes
///     if (!lock.held()) return;                       // another program is at it
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <portico/orm/connection.hpp>

namespace portico::orm {

/// Runs one statement outside of any transaction, with settings of the server's session for that long; a database without such
/// settings takes no notice of them. TransactionError inside of `atomic`.
void execute_alone(Connection& connection, const std::string& sql, const std::vector<std::pair<std::string, std::string>>& settings = {});

/// Holds the lock of that name while it lives, by a connection of its own, and never waits for it. One for each name and schema of
/// PostgreSQL; on SQLite, where whatever writes waits for its turn anyhow, it is always held. Ends with the program, however that ends.
class HeldLock {
public:
    HeldLock(Connection& connection, std::string_view name);
    ~HeldLock();
    HeldLock(const HeldLock&) = delete;
    HeldLock& operator=(const HeldLock&) = delete;

    bool held() const { return held_; }

private:
    struct State;
    std::unique_ptr<State> state_;
    bool held_ = true;
};

/// The same lock for the open transaction of `connection`, to its end; false where another holds it.
bool hold_to_the_end(Connection& connection, std::string_view name);

}  // namespace portico::orm
