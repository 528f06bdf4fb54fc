#include "progress.hpp"

#include <portico/orm/dialect.hpp>

namespace portico::migrations {

namespace {

const std::string table(progress_table);

}  // namespace

KeptProgress::KeptProgress(orm::Connection& connection, const Migration& migration, bool backwards)
    : connection_(connection), app_(migration.app), name_(migration.name), direction_(backwards ? "back" : "forth") {}

void KeptProgress::start() {
    connection_.execute({"CREATE TABLE IF NOT EXISTS " + table + " (app varchar(255) NOT NULL, name varchar(255) NOT NULL, "
                         "direction varchar(5) NOT NULL, done integer NOT NULL, position text NOT NULL, PRIMARY KEY (app, name, direction))",
                         {}});
    const orm::Dialect& sql = connection_.dialect();
    connection_.execute({"INSERT INTO " + table + " (app, name, direction, done, position) VALUES (" + sql.placeholder(1) + ", " +
                             sql.placeholder(2) + ", " + sql.placeholder(3) + ", 0, '') ON CONFLICT DO NOTHING",
                         key()});
}

std::vector<Value> KeptProgress::key() const { return {Value(app_), Value(name_), Value(direction_)}; }

std::string KeptProgress::where(std::size_t first) const {
    const orm::Dialect& sql = connection_.dialect();
    return " WHERE app = " + sql.placeholder(first) + " AND name = " + sql.placeholder(first + 1) + " AND direction = " + sql.placeholder(first + 2);
}

std::size_t KeptProgress::done() {
    const auto found = connection_.value({"SELECT done FROM " + table + where(1), key()});
    return found && found->as_integer() ? static_cast<std::size_t>(*found->as_integer()) : 0;
}

void KeptProgress::end() {
    auto parameters = key();
    parameters.insert(parameters.begin(), Value(static_cast<std::int64_t>(now_ + 1)));
    parameters.emplace_back(static_cast<std::int64_t>(now_));
    const orm::Dialect& sql = connection_.dialect();
    connection_.execute({"UPDATE " + table + " SET position = '', done = " + sql.placeholder(1) + where(2) + " AND done = " + sql.placeholder(5),
                         parameters});
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

std::string rows_in_words(std::int64_t rows, std::int64_t of) {
    const std::string words = std::to_string(rows);
    if (of > rows) return words + " of about " + std::to_string(of) + " rows, " + std::to_string(rows * 100 / of) + " %";
    return words + (rows == 1 ? " row" : " rows");
}

}  // namespace portico::migrations
