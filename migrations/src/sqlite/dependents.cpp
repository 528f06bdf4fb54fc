#include "dependents.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/dialect.hpp>

#include "../sql_tokens.hpp"

namespace portico::migrations::sqlite {

namespace {

std::vector<std::string> texts(orm::Connection& connection, const std::string& sql, std::vector<Value> parameters = {}) {
    std::vector<std::string> found;
    connection.query({sql, std::move(parameters)}, [&](const orm::Row& row) { found.emplace_back(row.text(0)); });
    return found;
}

/// Why SQLite can't run the statement; empty when it can.
std::string refusal(orm::Connection& connection, const std::string& sql) {
    try {
        connection.script("EXPLAIN " + sql);  // a prepared one would be explained as it was before the change
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

/// The statements that fire a table's or a view's triggers.
std::vector<std::string> firing(orm::Connection& connection, const std::string& table) {
    const orm::Dialect& dialect = connection.dialect();
    std::vector<std::string> changes;
    for (const std::string& column : texts(connection, "SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0", {Value(table)}))
        changes.push_back(dialect.quote(column) + " = " + dialect.quote(column));
    const std::string name = dialect.quote(table);
    return {"INSERT INTO " + name + " DEFAULT VALUES", "UPDATE " + name + " SET " + text::join(changes, ", "), "DELETE FROM " + name};
}

/// The columns behind UPDATE OF.
std::vector<std::string> updated_columns(const std::string& trigger) {
    std::vector<std::string> columns;
    const auto tokens = tokens_of(trigger, Quoting::sqlite);
    bool named = false;
    for (std::size_t i = 1; i < tokens.size() && !is_word(tokens[i], "on"); ++i) {
        if (named && (tokens[i].quoted || tokens[i].text != ",")) columns.push_back(tokens[i].text);
        named = named || (is_word(tokens[i], "of") && is_word(tokens[i - 1], "update"));
    }
    return columns;
}

/// Made again with its table SQLite takes it as it is, and never fires it.
void look_at_updates(orm::Connection& connection, std::map<std::string, std::string>& broken) {
    std::vector<std::array<std::string, 3>> triggers;
    connection.query({"SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (SELECT name FROM sqlite_master WHERE type = 'table')", {}},
                     [&](const orm::Row& row) { triggers.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2))}); });
    for (const auto& [name, table, sql] : triggers) {
        const auto there = texts(connection, "SELECT name FROM pragma_table_xinfo(?)", {Value(table)});
        for (const std::string& column : updated_columns(sql))
            if (std::ranges::none_of(there, [&](const std::string& one) { return text::ascii_iequals(one, column); }))
                broken.emplace("the trigger \"" + name + "\"", "it waits for updates of \"" + column + "\", which \"" + table + "\" has not");
    }
}

}  // namespace

std::map<std::string, std::string> broken_dependents(orm::Connection& connection) {
    std::map<std::string, std::string> broken;
    auto look = [&](const std::string& what, const std::string& sql) {
        if (std::string why = refusal(connection, sql); !why.empty()) broken.emplace(what, std::move(why));
    };
    for (const std::string& view : texts(connection, "SELECT name FROM sqlite_master WHERE type = 'view'"))
        look("the view \"" + view + "\"", "SELECT * FROM " + connection.dialect().quote(view));
    for (const std::string& table : texts(connection, "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'"))
        for (const std::string& sql : broken.contains("the view \"" + table + "\"") ? std::vector<std::string>() : firing(connection, table))
            look("a trigger of \"" + table + "\" on " + sql.substr(0, sql.find(' ')), sql);
    look_at_updates(connection, broken);
    return broken;
}

void refuse_broken(orm::Connection& connection, const std::map<std::string, std::string>& before) {
    for (const auto& [what, why] : broken_dependents(connection))
        if (!before.contains(what))
            throw Error(what + " would no longer work: " + why, "have a run_sql before this operation drop it, or make it anew without what goes");
}

}  // namespace portico::migrations::sqlite
