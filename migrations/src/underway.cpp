#include <portico/migrations/underway.hpp>

#include <portico/base/json.hpp>
#include <portico/orm/dialect.hpp>

#include "progress.hpp"
#include "table_names.hpp"

namespace portico::migrations {

namespace {

std::int64_t number_in(const Value& position, std::string_view name) {
    const Value* found = position.as_map() ? position.as_map()->find(name) : nullptr;
    return found && found->as_integer() ? *found->as_integer() : 0;
}

}  // namespace

std::string Underway::state() const {
    const std::string words = (backwards ? "undoing, operation " : "operation ") + std::to_string(operation);
    return rows == 0 ? words : words + ", " + rows_in_words(rows, of);
}
std::string Underway::str() const { return app + "." + name + ": " + state(); }

std::vector<Underway> underway(orm::Connection& connection) {
    std::vector<Underway> found;
    if (!table_exists(connection, progress_table)) return found;
    connection.query({"SELECT app, name, direction, done, position FROM " + std::string(progress_table) + " ORDER BY app, name", {}}, [&](const orm::Row& row) {
        const std::string kept(row.text(4));
        const Value position = kept.empty() ? Value() : parse_json(kept);
        found.push_back({std::string(row.text(0)), std::string(row.text(1)), row.text(2) == "back", row.integer(3) + 1, number_in(position, "rows"), number_in(position, "of")});
    });
    return found;
}

}  // namespace portico::migrations
