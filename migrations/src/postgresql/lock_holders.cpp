#include "../locks.hpp"

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/dialect.hpp>

namespace portico::migrations {

namespace {

// pg_blocking_pids tells of who waits now, and this one has given up by now: so it's looked for by the tables. Those that only read are
// in the way of nothing but ACCESS EXCLUSIVE ($2).
constexpr std::string_view query =
    "SELECT a.pid, coalesce(a.usename::text, ''), coalesce(a.application_name, ''), coalesce(a.state, ''), left(coalesce(a.query, ''), 60), "
    "coalesce(extract(epoch FROM clock_timestamp() - a.xact_start)::bigint, 0), "
    "string_agg(DISTINCT l.mode || ' on \"' || c.relname || '\"', ', ') "
    "FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_stat_activity a ON a.pid = l.pid "
    "WHERE l.locktype = 'relation' AND l.granted AND l.pid <> pg_backend_pid() AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
    "AND c.relkind IN ('r', 'p') AND c.relnamespace = to_regnamespace(current_schema()) AND position('\"' || c.relname || '\"' IN $1) > 0 "
    "AND ($2::integer = 1 OR l.mode <> 'AccessShareLock') "
    "GROUP BY a.pid, a.usename, a.application_name, a.state, a.query, a.xact_start ORDER BY a.xact_start NULLS LAST LIMIT 5";

/// "AccessExclusiveLock on" → "ACCESS EXCLUSIVE on".
std::string in_words(std::string_view modes) {
    std::string words;
    bool quoted = false;
    for (std::size_t i = 0; i < modes.size(); ++i) {
        const char c = modes[i];
        if (c == '"') quoted = !quoted;
        if (!quoted && modes.substr(i).starts_with("Lock on ")) {
            words += " on ";
            i += 7;
        } else if (!quoted && c >= 'a' && c <= 'z') {
            words += static_cast<char>(c - 'a' + 'A');
        } else {
            if (!quoted && c >= 'A' && c <= 'Z' && !words.empty() && words.back() != ' ') words += ' ';
            words += c;
        }
    }
    return words;
}

bool reads_are_in_the_way(std::string_view sql) {
    return !sql.starts_with("CREATE INDEX") && !sql.starts_with("CREATE UNIQUE INDEX") && sql.find(" FOREIGN KEY ") == std::string_view::npos;
}

}  // namespace

std::string LockHolder::str() const {
    std::string words = "process " + std::to_string(process) + " (" + (application.empty() ? "" : application + ", ") + "user " + user + ", " + state;
    if (state.starts_with("idle in transaction")) words += " for " + std::to_string(seconds) + " s";
    if (!query.empty()) words += ": \"" + text::replace_all(query, "\n", " ") + "\"";
    return words + "), which has " + locks;
}

std::vector<LockHolder> lock_holders(orm::Connection& connection, std::string_view sql) {
    std::vector<LockHolder> found;
    if (connection.dialect().name() != "postgresql" || sql.empty()) return found;
    try {
        connection.query({std::string(query), {Value(sql), Value(reads_are_in_the_way(sql) ? 1 : 0)}}, [&](const orm::Row& row) {
            found.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2)), std::string(row.text(3)), std::string(row.text(4)),
                             in_words(row.text(6)), row.integer(5)});
        });
    } catch (const Error&) {
        // What it was about to say is said without.
    }
    return found;
}

}  // namespace portico::migrations
