#include "handle.hpp"

#include <list>

#include <portico/base/log.hpp>
#include <portico/fibers/fiber.hpp>
#include <portico/orm/errors.hpp>

#include "bind.hpp"
#include "failure.hpp"
#include "no_answer.hpp"

namespace portico::orm::postgresql {

Handle::Handle(const Location& location)
    : location_(location), statements_(location.prepared_statements), silence_(location.response_timeout, [this] {
          too_long_ = true;
          if (socket_) socket_->give_up();
      }) {
    try {
        connect();
        configure();
    } catch (...) {
        close();
        throw;
    }
}

Handle::~Handle() { close(); }

void Handle::close() noexcept {
    socket_.reset();  // before libpq closes what it knows
    PQfinish(connection_);
    connection_ = nullptr;
    expected_.clear();
}

Handle::State Handle::state() const {
    if (!connection_ || ended_ || PQstatus(connection_) == CONNECTION_BAD) return State::lost;
    switch (PQtransactionStatus(connection_)) {
    case PQTRANS_IDLE: return State::idle;
    case PQTRANS_INERROR: return State::failed;
    case PQTRANS_ACTIVE:
    case PQTRANS_INTRANS: return State::in_transaction;
    case PQTRANS_UNKNOWN: break;
    }
    return State::lost;
}

void Handle::lost(const std::string& sql) {
    try {
        fail_lost(connection_, sql, location_);
    } catch (...) {
        close();
        throw;
    }
}

void Handle::on_notice(void* self, const PGresult* notice) {
    auto& handle = *static_cast<Handle*>(self);
    const char* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    const char* message = PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);
    const std::string line = handle.location_.name + ": " + (message ? message : "?");
    const std::string_view kind = severity ? severity : "";
    if (kind == "FATAL" || kind == "PANIC") handle.ended_ = true;  // the server says goodbye to a connection that nobody uses
    if (kind == "WARNING")
        log::database.warning(line);
    else
        log::database.debug(line);
}

Answer Handle::run(const Statement& statement) {
    const Statement* one = &statement;
    return std::move(run_all({&one, 1}).front());
}

std::vector<Answer> Handle::run_all(std::span<const Statement* const> statements) {
    Done done = run_up_to_an_error(statements);
    if (done.error) std::rethrow_exception(done.error);
    return std::move(done.answers);
}

Handle::Done Handle::run_up_to_an_error(std::span<const Statement* const> statements) {
    for (bool again = true;; again = false) {
        Done done{.answers = std::vector<Answer>(statements.size())};
        Failed failed;
        exchange(statements, done.answers, failed);
        if (!failed.result) return done;
        // After a change of the table a prepared statement fails once; inside a transaction it took that with it.
        if (failed.stale && again && state() == State::idle) continue;
        done.answers.resize(failed.place);
        try {
            if (PQresultStatus(failed.result.get()) == PGRES_EMPTY_QUERY) throw DatabaseError("an empty statement", "leave it out");
            fail(failed.result.get(), statements[failed.place]->sql, location_, lock_timeout_);
        } catch (const Error&) {
            done.error = std::current_exception();
        }
        return done;
    }
}

/// For as long as this lives, the server may be silent for so long and no longer. On fibers: a command, which nobody waits for at the
/// other end of a connection, takes the time that it takes.
class Handle::Listening {
public:
    explicit Listening(Handle& handle) : handle_(handle) {
        handle_.too_long_ = false;
        if (fibers::current()) handle_.silence_.begin();
    }
    ~Listening() { handle_.silence_.end(); }
    Listening(const Listening&) = delete;
    Listening& operator=(const Listening&) = delete;

private:
    Handle& handle_;
};

void Handle::fail_silent(const std::string& sql) {
    throw ConnectionLost("the database server " + location_.name + " has not answered for " +
                             std::to_string(location_.response_timeout.count() / 1000) + " ms",
                         "does it hang, or is the statement slow? database.response_timeout says how long requests wait for an answer; 0 is for ever",
                         sql);
}

void Handle::exchange(std::span<const Statement* const> statements, std::span<Answer> answers, Failed& failed) {
    if (!connection_) lost(statements.front()->sql);
    std::list<Parameters> parameters;  // all are bound before anything is sent
    for (const Statement* statement : statements) parameters.emplace_back(*statement);
    try {
        const Listening listening(*this);
        sent_.statements += statements.size();
        ++sent_.round_trips;
        std::size_t place = 0;
        for (const Parameters& bound : parameters) send(*statements[place], bound, place), ++place;
        finish_sending();
        receive(answers, failed, std::nullopt);
    } catch (const fibers::Cancelled&) {
        abandon();
        throw;
    } catch (const NoAnswer&) {
        abandon();
        fail_silent(statements.front()->sql);
    }
}

void Handle::send(const Statement& statement, const Parameters& parameters, std::size_t place) {
    auto entry = statements_.use(statement.sql, parameters.types());
    auto sent = [&](int good, Expected expected) {
        if (good == 0) lost(statement.sql);
        expected_.push_back(std::move(expected));
    };
    if (!entry.dropped.empty()) {
        const std::string drop = "DEALLOCATE " + entry.dropped;
        sent(PQsendQueryParams(connection_, drop.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0), {Expected::Kind::drop});
    }
    if (entry.fresh)
        sent(PQsendPrepare(connection_, entry.name.c_str(), statement.sql.c_str(), parameters.count(), parameters.types().data()),
             {Expected::Kind::prepare, place, entry.name});
    if (entry.name.empty())
        sent(PQsendQueryParams(connection_, statement.sql.c_str(), parameters.count(), parameters.types().data(), parameters.values(),
                               parameters.lengths(), parameters.formats(), 0),
             {Expected::Kind::statement, place});
    else
        sent(PQsendQueryPrepared(connection_, entry.name.c_str(), parameters.count(), parameters.values(), parameters.lengths(),
                                 parameters.formats(), 0),
             {Expected::Kind::statement, place, entry.name});
}

void Handle::finish_sending() {
    if (PQpipelineSync(connection_) == 0) lost();
    expected_.push_back({Expected::Kind::sync});
    flush(std::nullopt);
}

void Handle::flush(Deadline deadline) {
    while (true) {
        const int left = PQflush(connection_);
        if (left == 0) return;
        if (left < 0) lost();
        // The server may wait until its replies are read before it reads on.
        const auto ready = socket_->wait({.reading = true, .writing = true}, deadline);
        if (!ready.any()) throw NoAnswer("the server " + location_.name + " does not read what it is sent");
        if (ready.reading && PQconsumeInput(connection_) == 0) lost();
    }
}

void Handle::read_more(Deadline deadline) {
    if (deadline) {
        if (!socket_->wait({.reading = true}, deadline).any())
            throw NoAnswer("the server " + location_.name + " does not answer", "look at the server and at the network");
    } else {
        socket_->wait_readable();
    }
    if (PQconsumeInput(connection_) == 0) lost();
    if (too_long_ && PQisBusy(connection_)) throw NoAnswer("the server " + location_.name + " has been silent for too long");
}

Result Handle::next_result(Deadline deadline) {
    while (PQisBusy(connection_)) read_more(deadline);
    return Result(PQgetResult(connection_), &PQclear);
}

void Handle::receive(std::span<Answer> answers, Failed& failed, Deadline deadline) {
    while (!expected_.empty()) {
        Result result = next_result(deadline);
        if (PQstatus(connection_) == CONNECTION_BAD) {
            if (result && !state_of(result.get()).empty()) {
                // The server said why before it closed: it is shut down, or somebody ended this connection.
                try {
                    fail(result.get(), {}, location_, lock_timeout_);
                } catch (...) {
                    close();
                    throw;
                }
            }
            lost();
        }
        if (!result) {  // the end of a reply that is no Sync
            if (expected_.front().kind != Expected::Kind::sync) expected_.pop_front();
            continue;
        }
        if (PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC) {
            expected_.pop_front();
            continue;
        }
        take(std::move(result), expected_.front(), answers, failed);
    }
}

void Handle::take(Result result, const Expected& expected, std::span<Answer> answers, Failed& failed) {
    using Kind = Expected::Kind;
    switch (PQresultStatus(result.get())) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
        if (expected.kind == Kind::statement && !answers.empty()) answers[expected.place] = answer_of(std::move(result));
        return;
    case PGRES_PIPELINE_ABORTED:
        if (expected.kind == Kind::prepare) statements_.forget(expected.prepared);
        return;
    case PGRES_EMPTY_QUERY:
    case PGRES_FATAL_ERROR: {
        const std::string_view state = state_of(result.get());
        if (expected.kind == Kind::prepare) statements_.forget(expected.prepared);
        if (failed.result || expected.kind == Kind::drop) return;
        if (!expected.prepared.empty() && expected.kind == Kind::statement && (state == "26000" || state == "0A000")) {
            statements_.forget(expected.prepared);
            failed.stale = true;
        }
        failed.result = std::move(result);
        failed.place = expected.place;
        return;
    }
    default: break;
    }
    close();  // COPY: neither side can go on
    throw DatabaseError("COPY is not known here", "use INSERT or SELECT, or the program psql");
}

void Handle::script(std::string_view sql) {
    if (!connection_) lost();
    try {
        if (PQexitPipelineMode(connection_) == 0) lost();
        simple_query(sql, std::nullopt);
        if (connection_ && PQenterPipelineMode(connection_) == 0) lost();
    } catch (const fibers::Cancelled&) {
        abandon();
        if (connection_ && PQenterPipelineMode(connection_) == 0) close();
        throw;
    } catch (const Error&) {
        if (connection_ && PQenterPipelineMode(connection_) == 0) close();
        throw;
    }
}

/// Outside of pipeline mode.
void Handle::simple_query(std::string_view sql, Deadline deadline) {
    const std::string text(sql);
    if (text.find('\0') != std::string::npos) throw DatabaseError("a statement with a NUL character", {}, text);
    if (PQsendQuery(connection_, text.c_str()) == 0) lost(text);
    flush(deadline);
    Result failure(nullptr, &PQclear);
    while (Result result = next_result(deadline)) {
        const auto status = PQresultStatus(result.get());
        if (status == PGRES_COPY_IN) PQputCopyEnd(connection_, "COPY is not known here");
        if (status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
            close();
            throw DatabaseError("COPY is not known here", "use the program psql", text);
        }
        if (status == PGRES_FATAL_ERROR && !failure) failure = std::move(result);
    }
    if (PQstatus(connection_) == CONNECTION_BAD) lost(text);
    if (failure) fail(failure.get(), text, location_, lock_timeout_);
}

}  // namespace portico::orm::postgresql
