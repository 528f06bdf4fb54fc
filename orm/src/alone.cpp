#include <portico/orm/alone.hpp>

#include <portico/orm/dialect.hpp>

#include "transport.hpp"

namespace portico::orm {

void execute_alone(Connection& connection, const std::string& sql, const std::vector<std::pair<std::string, std::string>>& settings) {
    if (connection.in_atomic())
        throw TransactionError("a statement that can't be part of a transaction was run inside of one", "run it outside of atomic", sql);
    connection.transport().execute_alone(sql, settings);
}

struct HeldLock::State {
    std::unique_ptr<Session> session;
};

namespace {

Statement taking(std::string_view name) {
    return {"SELECT pg_try_advisory_xact_lock(hashtext($1), hashtext(current_schema()))::integer", {Value(name)}};
}

}  // namespace

bool hold_to_the_end(Connection& connection, std::string_view name) {
    return !connection.dialect().features().concurrent_writers || connection.value(taking(name)) == Value(1);
}

HeldLock::HeldLock(Connection& connection, std::string_view name) : state_(std::make_unique<State>()) {
    if (!connection.dialect().features().concurrent_writers) return;
    state_->session = connection.transport().begin({.isolation = Isolation::read_committed});
    const Answer answer = state_->session->run(taking(name));
    held_ = answer.rows[0].integer(0) == 1;
    // The server keeps a statement's snapshot until the next one comes, and CREATE INDEX CONCURRENTLY waits for whoever has one. This has none.
    if (held_)
        state_->session->run({"SAVEPOINT held", {}});
    else
        state_->session.reset();
}

HeldLock::~HeldLock() = default;

}  // namespace portico::orm
