#include <portico/orm/connection.hpp>

#include <chrono>

#include <portico/base/log.hpp>
#include <portico/fibers/offload.hpp>
#include <portico/orm/databases.hpp>
#include <portico/orm/errors.hpp>
#include <portico/orm/query_log.hpp>

#include "own_writes.hpp"
#include "transaction_state.hpp"
#include "transport.hpp"

namespace portico::orm {

namespace {

LoggedQuery describe(const Statement& statement, const std::string& alias, std::chrono::steady_clock::time_point start) {
    LoggedQuery query{.sql = statement.sql, .database = alias, .stack = std::make_shared<const Stack>(Stack::here())};
    for (const Value& value : statement.parameters) query.parameters.push_back(value.str());
    query.duration =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start);
    return query;
}

std::size_t rows_of(const Answer& answer) {
    return answer.rows.size() != 0 ? answer.rows.size() : static_cast<std::size_t>(answer.result.rows_affected);
}

/// Runs a statement and tells the log of it, also where it fails, and the list of slow ones.
template <class Run> Answer recorded(const Statement& statement, const std::string& alias, SlowStatements& slow, Run run) {
    const auto start = std::chrono::steady_clock::now();
    try {
        Answer answer = run();
        slow.look(statement.sql, start);
        if (!current_query_record()) return answer;
        LoggedQuery query = describe(statement, alias, start);
        query.rows = rows_of(answer);
        record_query(std::move(query));
        return answer;
    } catch (const DatabaseError&) {
        slow.look(statement.sql, start);
        if (!current_query_record()) throw;
        LoggedQuery query = describe(statement, alias, start);
        query.failed = true;
        record_query(std::move(query));
        throw;
    }
}

void hand_out(const Rows& rows, const std::function<void(const Row&)>& each_row) {
    for (std::size_t i = 0; i < rows.size(); ++i) each_row(rows[i]);
}

}  // namespace

Connection::Connection(std::string alias, std::unique_ptr<Transport> transport)
    : alias_(std::move(alias)), transport_(std::move(transport)) {}

Connection::~Connection() = default;

void Connection::query(const Statement& statement, const std::function<void(const Row&)>& each_row) {
    Answer answer;
    try {
        answer = recorded(statement, alias_, transport_->slow, [&] {
            auto transaction = open_transaction(*this);
            return transaction ? transaction->run(statement) : transport_->query(statement);
        });
    } catch (const ConnectionLost& error) {
        if (in_atomic() || !leave_out(error.what())) throw;
        return primary_->query(statement, each_row);
    }
    hand_out(answer.rows, each_row);
}

bool Connection::is_down() const noexcept {
    return down_until_.load(std::memory_order_relaxed) > std::chrono::steady_clock::now().time_since_epoch().count();
}

/// A replica that can't be reached: its reads go elsewhere for a while. False for what is no replica.
bool Connection::leave_out(const std::string& why) noexcept {
    constexpr std::chrono::seconds span{10};
    if (!primary_) return false;
    if (!is_down())
        log::database.warning("the replica \"" + alias_ + "\" is left out for " + std::to_string(span.count()) + " s: " + why);
    down_until_ = (std::chrono::steady_clock::now() + span).time_since_epoch().count();
    return true;
}

std::optional<Value> Connection::value(const Statement& statement) {
    std::optional<Value> found;
    query(statement, [&](const Row& row) {
        if (!found) found = row.value(0);
    });
    return found;
}

ExecuteResult Connection::execute(const Statement& statement) {
    return returning(statement, [](const Row&) {});
}

ExecuteResult Connection::returning(const Statement& statement, const std::function<void(const Row&)>& each_row) {
    Answer answer = recorded(statement, alias_, transport_->slow, [&] {
        auto transaction = open_transaction(*this);
        if (transaction) transaction->check_writing();
        return transaction ? transaction->run(statement) : transport_->execute(statement);
    });
    note_writing();
    hand_out(answer.rows, each_row);
    return answer.result;
}

std::int64_t Connection::execute_all(const std::vector<Statement>& statements, const std::function<void(const Row&)>& each_row) {
    if (statements.empty()) return 0;
    const auto start = std::chrono::steady_clock::now();
    std::vector<Answer> answers;
    auto record = [&] {
        if (!current_query_record()) return;
        for (std::size_t i = 0; i < statements.size(); ++i) {
            LoggedQuery query = describe(statements[i], alias_, start);
            query.failed = i >= answers.size();
            if (!query.failed) query.rows = rows_of(answers[i]);
            record_query(std::move(query));
        }
    };
    try {
        auto transaction = open_transaction(*this);
        answers = transaction ? transaction->run_all(statements) : transport_->execute_all(statements);
    } catch (const DatabaseError&) {
        record();
        throw;
    }
    transport_->slow.look(statements.front().sql, start);
    record();
    note_writing();
    std::int64_t changed = 0;
    for (const Answer& answer : answers) {
        changed += answer.result.rows_affected;
        if (each_row) hand_out(answer.rows, each_row);
    }
    return changed;
}

void Connection::script(std::string_view sql) {
    recorded({std::string(sql), {}}, alias_, transport_->slow, [&] {
        auto transaction = open_transaction(*this);
        if (transaction) transaction->check_writing();
        if (transaction)
            transaction->script(sql);
        else
            transport_->script(sql);
        return Answer{};
    });
}

/// So that reads stay on the primary for a while.
void Connection::note_writing() const {
    if (has_replicas_) note_write(alias_);
}

const Dialect& Connection::dialect() const noexcept { return transport_->dialect(); }
const std::string& Connection::name() const noexcept { return transport_->name(); }
SlowStatements& slow_statements(const Connection& connection) { return connection.transport().slow; }
PoolStatistics Connection::statistics() const { return transport_->statistics(); }
bool Connection::in_atomic() const {
    auto transaction = open_transaction(const_cast<Connection&>(*this));
    return transaction && !(transaction->is_for_test() && current_savepoint(*transaction) == 0);
}

Connection& connection(std::string_view alias) {
    if (fibers::offloaded())
        throw TransactionError("there is no database connection inside of offload",
                               "ask the database before, and hand what was found in by value");
    return Databases::current().connection(alias);
}

}  // namespace portico::orm
