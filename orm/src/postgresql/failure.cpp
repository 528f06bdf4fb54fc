#include "failure.hpp"

#include <vector>

#include <portico/base/text.hpp>
#include <portico/orm/errors.hpp>

namespace portico::orm::postgresql {

namespace {

std::string field(const PGresult* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return text ? text : std::string();
}

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

/// The columns of "Key (slug, author_id)=(a, 1) already exists.", whatever its language.
std::vector<std::string> columns_of(std::string_view detail) {
    std::vector<std::string> columns;
    const auto open = detail.find('('), close = detail.find(")=(");
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) return columns;
    for (std::string_view column : text::split(detail.substr(open + 1, close - open - 1), ',')) {
        column = text::trim(column);
        if (column.size() > 1 && column.front() == '"' && column.back() == '"') column = column.substr(1, column.size() - 2);
        columns.emplace_back(column);
    }
    return columns;
}

/// Messages about values quote them, and a bound value may be a secret: what stands in quotes is left out.
std::string without_values(std::string_view message) {
    std::string out;
    bool inside = false;
    for (char c : message) {
        if (c == '"') {
            if (!inside) out += "\"…\"";
            inside = !inside;
        } else if (!inside) {
            out += c;
        }
    }
    return out;
}

[[noreturn]] void fail_constraint(const PGresult* result, std::string_view state, const std::string& sql) {
    using Kind = IntegrityError::Kind;
    const std::string table = field(result, PG_DIAG_TABLE_NAME), constraint = field(result, PG_DIAG_CONSTRAINT_NAME);
    const std::string detail = field(result, PG_DIAG_MESSAGE_DETAIL);
    auto columns = columns_of(detail);
    const std::string names = quoted(text::join(columns, "\", \"")), where = " in " + quoted(table);
    if (state == "23505" && constraint == table + "_pkey")
        throw IntegrityError(Kind::unique, table, columns, "a row with the same key " + names + " exists already" + where,
                             "were rows given their keys by hand? orm::continue_keys lets the database count on from them", sql, constraint);
    if (state == "23505")
        throw IntegrityError(Kind::unique, table, columns,
                             "a row with the same " + (columns.empty() ? quoted(constraint) : names) + " exists already" + where,
                             "check before saving, or catch orm::IntegrityError", sql, constraint);
    if (state == "23502") {
        const std::string column = field(result, PG_DIAG_COLUMN_NAME);
        throw IntegrityError(Kind::not_null, table, {column}, quoted(column) + " may not be null" + where,
                             "give it a value, or make the field optional", sql);
    }
    if (state == "23503") {
        // A row that goes is named by its key, and the table that refers to it by the constraint.
        const bool comes = field(result, PG_DIAG_MESSAGE_PRIMARY).starts_with("insert or update");  // where the server speaks English
        const bool goes = !comes && detail.find(quoted(table)) != std::string::npos;
        if (goes)
            throw IntegrityError(Kind::foreign_key, table, {}, "rows of " + quoted(table) + " still refer to the row (" + quoted(constraint) + ")",
                                 "delete what refers to the row first", sql, constraint);
        throw IntegrityError(Kind::foreign_key, table, columns, names + where + " would refer to a row that does not exist",
                             "save the row it refers to first", sql, constraint);
    }
    if (state == "23514" || state == "23P01")
        throw IntegrityError(Kind::check, table, {constraint}, "the check " + quoted(constraint) + " failed" + where,
                             "the value is outside of what the table allows", sql, constraint);
    throw DatabaseError(field(result, PG_DIAG_MESSAGE_PRIMARY), {}, sql);
}

[[noreturn]] void fail_syntax(const PGresult* result, std::string_view state, const std::string& sql) {
    const std::string message = field(result, PG_DIAG_MESSAGE_PRIMARY);
    if (state == "42P01" || state == "42703")
        throw NoSuchTable(message, "is a migration missing? run \"makemigrations\" and \"migrate\"", sql);
    if (field(result, PG_DIAG_SOURCE_FUNCTION) == "exec_parse_message" && state == "42601")
        throw DatabaseError("more than one statement at once", "use Connection::script for several statements", sql);
    if (state == "42P10" && text::ascii_lower(sql).find("select distinct") != std::string::npos)
        throw OperationalError("the rows of distinct() are ordered by what is not selected",
                               "select it as well, or order by what is selected: of several rows that become one, none tells the place", sql);
    if (state == "42501") throw OperationalError(message, "GRANT the database's user what it needs", sql);
    throw OperationalError(message, field(result, PG_DIAG_MESSAGE_HINT), sql);
}

/// Class 22 is of values that were given, and of those that were computed.
std::string hint_for_data(std::string_view state) {
    if (state == "22012") return "leave out the rows that would be divided by zero, or divide by nullif(…, 0)";
    if (state == "22003") return "the number is too large for its type: give the column a wider one, or cast what is computed";
    if (state == "2201E" || state == "2201F" || state == "2201G" || state == "22014" || state == "22016" || state == "2201W" || state == "2201X")
        return "the function does not take such a number: leave out the rows that hold one";
    if (state == "2201B" || state == "22025") return "correct the pattern";
    return "the value does not fit the column's type";
}

std::string first_line(std::string_view text) { return std::string(text::trim(text.substr(0, text.find('\n')))); }

[[noreturn]] void fail_locked(const std::string& sql, const Location& location, std::optional<std::chrono::microseconds> lock_timeout) {
    if (text::ascii_lower(sql).ends_with("nowait"))
        throw Locked("rows in " + location.name + " are locked by another transaction", "nowait does not wait for them: try again later", sql);
    const auto waited = std::chrono::ceil<std::chrono::milliseconds>(lock_timeout.value_or(location.timeout)).count();
    throw Locked("a lock in " + location.name + " was not free within " + std::to_string(waited) + " ms",
                 lock_timeout ? "keep transactions short, or give this one a longer lock_timeout" : "keep transactions short, or raise database.timeout", sql);
}

/// "FATAL:  28P01: password authentication …": the code and what follows it; no code where libpq itself failed.
struct Refusal {
    std::string state{}, message{};
};
Refusal refusal_of(std::string_view text) {
    // A name with several addresses has a line for each; the last is the one that got furthest or was refused like the others.
    if (const auto last = text.rfind("connection to server"); last != std::string_view::npos) text.remove_prefix(last);
    const auto colon = text.find(":  ");
    if (colon == std::string_view::npos || text.size() < colon + 10 || text[colon + 8] != ':') return {{}, first_line(text)};
    return {std::string(text.substr(colon + 3, 5)), first_line(text.substr(colon + 10))};
}

}  // namespace

std::string_view state_of(const PGresult* result) {
    const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return state ? state : "";
}

void fail(const PGresult* result, const std::string& sql, const Location& location, std::optional<std::chrono::microseconds> lock_timeout) {
    const std::string_view state = state_of(result);
    const std::string message = field(result, PG_DIAG_MESSAGE_PRIMARY);
    if (state.starts_with("23")) fail_constraint(result, state, sql);
    if (state.starts_with("42")) fail_syntax(result, state, sql);
    if (state.starts_with("22")) throw DataError(without_values(message), hint_for_data(state), sql);
    if (state == "25P02")
        throw TransactionError("the transaction can't go on: an earlier statement in it failed",
                               "put what may fail into an orm::atomic of its own, whose savepoint undoes it alone", sql);
    if (state == "25006") throw TransactionError("a read-only transaction can't write", "begin it without read_only", sql);
    if (state == "40001" || state == "40P01")
        throw TransactionConflict(message, "run the transaction again; AtomicOptions::retries does that", sql);
    if (state == "55P03") fail_locked(sql, location, lock_timeout);
    if (state == "57014") throw OperationalError("the statement was cancelled: " + message, {}, sql);
    if (state == "57P01" || state == "57P02" || state == "57P03")
        throw ConnectionLost("the database server " + location.name + " is going down or coming up: " + message, "try again later", sql);
    if (state == "53100") throw OutOfSpace("no space left for the database " + location.name, "free some disk space", sql);
    if (state == "0A000" && message.starts_with("cached plan"))
        throw OperationalError("the table was changed while the transaction ran", "run the transaction again", sql);
    const std::string detail = text::replace_all(field(result, PG_DIAG_MESSAGE_DETAIL), "\n", "; ");  // what depends on it, each on a line
    if (state == "2BP01") throw OperationalError(message + ": " + detail, "drop these first; in a migration by a run_sql before the operation", sql);
    if (state == "0A000" && !detail.empty()) throw OperationalError(message + ": " + detail, field(result, PG_DIAG_MESSAGE_HINT), sql);
    throw OperationalError(message.empty() ? first_line(PQresultErrorMessage(result)) : message, field(result, PG_DIAG_MESSAGE_HINT), sql);
}

void fail_lost(PGconn* connection, const std::string& sql, const Location& location) {
    const std::string reason = connection ? first_line(PQerrorMessage(connection)) : std::string();
    throw ConnectionLost("the connection to " + location.name + " was lost" + (reason.empty() ? "" : ": " + reason),
                         "was the server restarted? what was sent may have been done; the next statement connects anew", sql);
}

void fail_to_connect(PGconn* connection, const Location& location) {
    auto [state, message] = refusal_of(connection ? PQerrorMessage(connection) : "out of memory");
    const std::string start = "can't connect to " + location.name + ": " + message;
    if (state == "28P01" || state == "28000")
        throw ConnectionLost(start, "look at user and password in database.url, and at the server's pg_hba.conf");
    if (state == "3D000") throw ConnectionLost(start, "make it: createdb, or CREATE DATABASE");
    if (state == "53300")
        throw ConnectionLost(start, "lower database.max_connections, or raise the server's max_connections");
    if (state == "57P03") throw ConnectionLost(start, "try again in a moment");
    if (message.find("certificate") != std::string::npos)
        throw ConnectionLost(start, "sslrootcert in database.url names the file of the authority that signed the server's certificate; with "
                                    "sslmode=verify-full the certificate is for the very host that the URL names");
    if (message.find("no password supplied") != std::string::npos)
        throw ConnectionLost(start, "put the password into database.url, or into ~/.pgpass");
    throw ConnectionLost(start, "is the server running, and do host and port in database.url name it?");
}

}  // namespace portico::orm::postgresql
