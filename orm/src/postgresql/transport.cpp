#include "transport.hpp"

#include <algorithm>

#include <portico/orm/dialect.hpp>
#include <portico/orm/errors.hpp>

#include "session.hpp"

namespace portico::orm::postgresql {

PostgresqlTransport::PostgresqlTransport(Location location) : shared_(std::make_shared<Shared>(std::move(location))) {}

PostgresqlTransport::~PostgresqlTransport() { Pool::close_all(shared_); }

Answer PostgresqlTransport::query(const Statement& statement) {
    const auto pool = Pool::of_this_thread(shared_);  // it may be closed while one waits
    return pool->shared_reads().ask(statement);
}

Answer PostgresqlTransport::execute(const Statement& statement) {
    auto lease = take();
    Answer answer = lease->run(statement);
    lease->require_none_begun(statement.sql);
    return answer;
}

/// Between two Syncs they are one transaction.
std::vector<Answer> PostgresqlTransport::execute_all(const std::vector<Statement>& statements) {
    auto lease = take();
    std::vector<const Statement*> all;
    for (const Statement& statement : statements) all.push_back(&statement);
    auto answers = lease->run_all(all);
    lease->require_none_begun(statements.front().sql);
    return answers;
}

void PostgresqlTransport::script(std::string_view sql) {
    auto lease = take();
    lease->script(sql);
    lease->require_none_begun(std::string(sql));
}

namespace {

/// Gives a connection other settings, and back the ones it had.
class Settings {
public:
    Settings(Handle& handle, const std::vector<std::pair<std::string, std::string>>& settings) : handle_(handle) {
        for (const auto& [name, value] : settings) {
            const Answer now = handle.run({"SELECT current_setting($1)", {Value(name)}});
            former_.emplace_back(name, now.rows[0].text(0));
            set(name, value);
        }
    }
    ~Settings() {
        try {
            for (const auto& [name, value] : former_) set(name, value);
        } catch (const Error&) {
            // The connection is lost, and its settings with it.
        }
    }
    Settings(const Settings&) = delete;
    Settings& operator=(const Settings&) = delete;

private:
    void set(const std::string& name, const std::string& value) { handle_.run({"SELECT set_config($1, $2, false)", {Value(name), Value(value)}}); }

    Handle& handle_;
    std::vector<std::pair<std::string, std::string>> former_{};
};

}  // namespace

void PostgresqlTransport::execute_alone(const std::string& sql, const std::vector<std::pair<std::string, std::string>>& settings) {
    auto lease = take();
    {
        const Settings for_now(*lease, settings);
        lease->run({sql, {}});
    }
    lease->require_none_begun(sql);
}

std::unique_ptr<Session> PostgresqlTransport::begin(const BeginOptions& options) {
    return std::make_unique<PostgresqlSession>(take(), options);
}

const Dialect& PostgresqlTransport::dialect() const noexcept { return postgresql_dialect(); }

PoolStatistics PostgresqlTransport::statistics() const {
    const Shared& now = *shared_;
    PoolStatistics statistics{.most = now.location.max_connections, .open = now.open, .in_use = now.in_use, .waiting = now.waiting,
                              .opened = now.opened, .lost = now.lost, .discarded = now.discarded, .waits = now.waits,
                              .timeouts = now.timeouts, .waited = std::chrono::microseconds(now.waited_microseconds.load()),
                              .statements = now.statements, .round_trips = now.round_trips};
    statistics.idle = statistics.open - std::min(statistics.open, statistics.in_use);
    return statistics;
}

std::vector<Advice> PostgresqlTransport::advice() {
    const Answer answer = query({"SELECT current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer, "
                                 "current_setting('server_encoding')", {}});
    const auto most = static_cast<std::size_t>(answer.rows[0].integer(0));
    const std::string encoding(answer.rows[0].text(1));
    std::vector<Advice> advice;
    if (shared_->location.max_connections > most)
        advice.push_back({"the program may open " + std::to_string(shared_->location.max_connections) + " connections, and the server takes " +
                              std::to_string(most) + " of all programs together",
                          "lower database.max_connections, or raise the server's max_connections"});
    if (encoding != "UTF8")
        advice.push_back({"the database's encoding is " + encoding + ", which can't hold every text",
                          "make it anew: createdb --encoding=UTF8 --template=template0"});
    return advice;
}

}  // namespace portico::orm::postgresql
