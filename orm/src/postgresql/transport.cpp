#include "transport.hpp"

#include <portico/orm/dialect.hpp>
#include <portico/orm/errors.hpp>

#include "session.hpp"

namespace portico::orm::postgresql {

namespace {

/// A statement that began a transaction has left it to whoever comes next: it is closed, and that was a mistake.
void require_none_begun(Handle& handle, const std::string& sql) {
    if (handle.state() == Handle::State::idle) return;
    handle.run({"ROLLBACK", {}});
    throw TransactionError("a transaction was begun by a statement", "use orm::atomic", sql);
}

}  // namespace

PostgresqlTransport::PostgresqlTransport(Location location) : shared_(std::make_shared<Shared>(std::move(location))) {}

PostgresqlTransport::~PostgresqlTransport() { Pool::close_all(shared_); }

Answer PostgresqlTransport::execute(const Statement& statement) {
    auto lease = take();
    Answer answer = lease->run(statement);
    require_none_begun(*lease, statement.sql);
    return answer;
}

void PostgresqlTransport::script(std::string_view sql) {
    auto lease = take();
    lease->script(sql);
    require_none_begun(*lease, std::string(sql));
}

std::unique_ptr<Session> PostgresqlTransport::begin(const BeginOptions& options) {
    return std::make_unique<PostgresqlSession>(take(), options);
}

const Dialect& PostgresqlTransport::dialect() const noexcept { return postgresql_dialect(); }

PoolStatistics PostgresqlTransport::statistics() const {
    const Shared& now = *shared_;
    return {.open = now.open, .in_use = now.in_use, .waiting = now.waiting, .opened = now.opened, .lost = now.lost, .waits = now.waits,
            .timeouts = now.timeouts, .waited = std::chrono::microseconds(now.waited_microseconds.load())};
}

}  // namespace portico::orm::postgresql
