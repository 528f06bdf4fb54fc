#include "progress.hpp"

#include <portico/base/json.hpp>
#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/dialect.hpp>

#include "table_names.hpp"

namespace portico::migrations {

namespace {

const std::string table(progress_table);

}  // namespace

KeptProgress::KeptProgress(orm::Connection& connection, const Migration& migration, bool backwards)
    : connection_(connection), migration_(migration), direction_(backwards ? "back" : "forth") {}

void KeptProgress::start() {
    connection_.execute({"CREATE TABLE IF NOT EXISTS " + table + " (app varchar(255) NOT NULL, name varchar(255) NOT NULL, direction varchar(5) NOT NULL, "
                         "done integer NOT NULL, position text NOT NULL, operations varchar(64) NOT NULL, PRIMARY KEY (app, name, direction))",
                         {}});
    adopt();
    const orm::Dialect& sql = connection_.dialect();
    connection_.execute({"INSERT INTO " + table + " (app, name, direction, done, position, operations) VALUES (" + sql.placeholder(1) + ", " + sql.placeholder(2) + ", " +
                             sql.placeholder(3) + ", 0, '', '') ON CONFLICT DO NOTHING",
                         key()});
    refuse_other_operations();
}

void KeptProgress::refuse_other_operations() {
    const std::size_t n = done();
    if (n == 0 || connection_.value({"SELECT operations FROM " + table + where(1), key()}) == Value(digest_of(n))) return;
    throw MigrationError(migration_.file + ": the first " + (n == 1 ? std::string("operation") : std::to_string(n) + " operations") + " of \"" + migration_.label() +
                             "\" were " + (direction_ == "back" ? "undone" : "applied") + " from a file that said something else",
                         "bring back what it said, and run the same command again; or put the tables right by hand, and say migrate " + migration_.app + " " + migration_.name + " --fake");
}

/// A migration that got another number since.
void KeptProgress::adopt() {
    const orm::Dialect& sql = connection_.dialect();
    std::string former;
    connection_.query({"SELECT name, done, operations FROM " + table + " WHERE app = " + sql.placeholder(1) + " AND direction = " + sql.placeholder(2) + " AND done > 0",
                       {Value(migration_.app), Value(direction_)}},
                      [&](const orm::Row& row) {
                          if (row.text(0) != migration_.name && row.text(0).substr(5) == std::string_view(migration_.name).substr(5) && row.text(2) == digest_of(static_cast<std::size_t>(row.integer(1))))
                              former = row.text(0);
                      });
    if (former.empty() || done() > 0) return;
    forget();
    connection_.execute({"UPDATE " + table + " SET name = " + sql.placeholder(1) + " WHERE app = " + sql.placeholder(2) + " AND name = " + sql.placeholder(3) +
                             " AND direction = " + sql.placeholder(4),
                         {Value(migration_.name), Value(migration_.app), Value(former), Value(direction_)}});
}

std::string KeptProgress::digest_of(std::size_t operations) const {
    std::string texts;
    const std::size_t count = migration_.operations.size();
    for (std::size_t n = 0; n < operations && n < count; ++n)
        texts += to_json(Value(migration_.operations[direction_ == "back" ? count - 1 - n : n]->to_map())) + "\n";
    if (operations > count) texts += "and more";
    return text::hex(sha256(texts));
}

std::vector<Value> KeptProgress::key() const { return {Value(migration_.app), Value(migration_.name), Value(direction_)}; }

std::string KeptProgress::where(std::size_t first) const {
    const orm::Dialect& sql = connection_.dialect();
    return " WHERE app = " + sql.placeholder(first) + " AND name = " + sql.placeholder(first + 1) + " AND direction = " + sql.placeholder(first + 2);
}

bool KeptProgress::has_begun() { return table_exists(connection_, table) && connection_.value({"SELECT done FROM " + table + where(1), key()}); }

std::size_t KeptProgress::done() {
    if (!table_exists(connection_, table)) return 0;
    const auto found = connection_.value({"SELECT done FROM " + table + where(1), key()});
    return found && found->as_integer() ? static_cast<std::size_t>(*found->as_integer()) : 0;
}

void KeptProgress::move(std::size_t from, std::size_t to) {
    const orm::Dialect& sql = connection_.dialect();
    std::vector<Value> parameters{Value(static_cast<std::int64_t>(to)), Value(digest_of(to))};
    for (Value& part : key()) parameters.push_back(std::move(part));
    parameters.emplace_back(static_cast<std::int64_t>(from));
    connection_.execute({"UPDATE " + table + " SET position = '', done = " + sql.placeholder(1) + ", operations = " + sql.placeholder(2) + where(3) + " AND done = " +
                             sql.placeholder(6),
                         std::move(parameters)});
}

/// Without a row the whole migration was ended by another.
bool KeptProgress::is_over() {
    const auto found = connection_.value({"SELECT done FROM " + table + where(1), key()});
    return !found || !found->as_integer() || *found->as_integer() != static_cast<std::int64_t>(now_);
}

std::string KeptProgress::position() {
    const auto found = connection_.value({"SELECT position FROM " + table + where(1), key()});
    return found ? found->str() : std::string();
}

void KeptProgress::keep(const std::string& position) {
    auto parameters = key();
    parameters.insert(parameters.begin(), Value(position));
    connection_.execute({"UPDATE " + table + " SET position = " + connection_.dialect().placeholder(1) + where(2), parameters});
}

void KeptProgress::forget() { connection_.execute({"DELETE FROM " + table + where(1), key()}); }

void forget_progress(orm::Connection& connection, const Migration& migration) {
    if (!table_exists(connection, table)) return;
    KeptProgress(connection, migration, false).forget();
    KeptProgress(connection, migration, true).forget();
}

std::string rows_in_words(std::int64_t rows, std::int64_t of) {
    const std::string words = std::to_string(rows);
    if (of > rows) return words + " of about " + std::to_string(of) + " rows, " + std::to_string(rows * 100 / of) + " %";
    return words + (rows == 1 ? " row" : " rows");
}

}  // namespace portico::migrations
