#include "introspection.hpp"

#include <algorithm>

#include <portico/base/text.hpp>
#include <portico/migrations/schema_editor.hpp>
#include <portico/orm/databases.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/transaction.hpp>

namespace portico::migrations {

namespace {

std::string in_quotes(std::string_view name) { return "\"" + std::string(name) + "\""; }

std::string listed(const std::vector<std::string>& names) { return "(" + text::join(names, ", ") + ")"; }

std::string in_words(const LiveIndex& index) {
    std::string words = (index.unique ? "unique index over " : "index over ") + listed(index.parts);
    if (!index.include.empty()) words += " with " + listed(index.include);
    if (!index.condition.empty()) words += " where " + index.condition;
    if (!index.method.empty() && index.method != "btree") words += " by " + index.method;
    if (!index.nulls_distinct) words += ", nulls alike";
    if (index.deferrable) words += ", deferrable";
    if (!index.valid) words += ", not valid";
    return words;
}

std::string in_words(const LiveForeignKey& key) {
    return "foreign key " + listed(key.columns) + " to " + in_quotes(key.table) + " " + listed(key.to) + ", on delete " +
           text::ascii_lower(key.on_delete) + (key.deferred ? ", deferred" : "") + (key.valid ? "" : ", not valid");
}

std::string in_words(const LiveCheck& check) { return "check " + check.condition; }

template <class Parts> std::vector<std::string> sentences(const Parts& parts) {
    std::vector<std::string> words;
    for (const auto& part : parts) words.push_back(in_words(part));
    std::sort(words.begin(), words.end());
    return words;
}

/// The sentences of one list that the other has not, each behind `start`.
void tell_missing(const std::vector<std::string>& of, const std::vector<std::string>& in, const std::string& start,
                  std::vector<std::string>& found) {
    std::vector<std::string> missing;
    std::set_difference(of.begin(), of.end(), in.begin(), in.end(), std::back_inserter(missing));
    for (const std::string& one : missing) found.push_back(start + one);
}

template <class Parts>
void compare_parts(const Parts& expected, const Parts& live, const std::string& start, std::vector<std::string>& found) {
    const auto wanted = sentences(expected), there = sentences(live);
    tell_missing(wanted, there, start + "missing: ", found);
    tell_missing(there, wanted, start + "not in the models: ", found);
}

void compare_column(const LiveColumn& expected, const LiveColumn& live, const std::string& start, std::vector<std::string>& found) {
    auto tell = [&](const std::string& is, const std::string& wanted) { found.push_back(start + "is " + is + ", expected " + wanted); };
    auto or_none = [](const std::string& sql, const std::string& what) { return sql.empty() ? "without " + what : what + " " + sql; };
    if (expected.type != live.type) tell(live.type, expected.type);
    if (expected.nullable != live.nullable) tell(live.nullable ? "NULL" : "NOT NULL", expected.nullable ? "NULL" : "NOT NULL");
    if (expected.automatic != live.automatic)
        tell(live.automatic ? "counted by itself" : "not counted by itself", expected.automatic ? "counted by itself" : "not counted by itself");
    if (expected.default_sql != live.default_sql) tell(or_none(live.default_sql, "default"), or_none(expected.default_sql, "default"));
    if (expected.generated != live.generated) tell(or_none(live.generated, "expression"), or_none(expected.generated, "expression"));
    if (expected.comment != live.comment) tell(or_none(live.comment, "comment"), or_none(expected.comment, "comment"));
    if (expected.collation != live.collation) tell(or_none(live.collation, "collation"), or_none(expected.collation, "collation"));
}

void compare_table(const LiveTable& expected, const LiveTable& live, std::vector<std::string>& found) {
    const std::string start = in_quotes(live.name) + ": ";
    for (const LiveColumn& column : expected.columns) {
        const LiveColumn* there = live.find(column.name);
        if (there)
            compare_column(column, *there, start + "column " + in_quotes(column.name) + " ", found);
        else
            found.push_back(start + "missing: column " + in_quotes(column.name));
    }
    for (const LiveColumn& column : live.columns)
        if (!expected.find(column.name)) found.push_back(start + "not in the models: column " + in_quotes(column.name));
    if (expected.key != live.key) found.push_back(start + "primary key is " + listed(live.key) + ", expected " + listed(expected.key));
    if (expected.options != live.options) found.push_back(start + "is " + live.options + ", expected " + (expected.options.empty() ? "plain" : expected.options));
    if (expected.comment != live.comment) found.push_back(start + "comment is \"" + live.comment + "\", expected \"" + expected.comment + "\"");
    compare_parts(expected.indexes, live.indexes, start, found);
    compare_parts(expected.foreign_keys, live.foreign_keys, start, found);
    compare_parts(expected.checks, live.checks, start, found);
}

void make_tables(orm::Connection& connection, const ProjectState& state) {
    auto editor = make_schema_editor(connection);
    for (const ModelState& model : state.models()) editor->create_model(state, model);
    editor->finish();
}

std::vector<LiveTable> made_in_memory(const ProjectState& state) {
    orm::Databases scratch;
    scratch.add("default", {.url = "sqlite::memory:"});
    make_tables(scratch.connection(), state);
    return live_tables(scratch.connection());
}

/// In a schema that nobody else sees, since its transaction is rolled back.
std::vector<LiveTable> made_and_rolled_back(orm::Connection& connection, const ProjectState& state) {
    orm::Atomic transaction(connection, {});
    connection.execute({"CREATE SCHEMA portico_expected", {}});
    connection.query({"SELECT set_config('search_path', 'portico_expected, ' || current_setting('search_path'), true)", {}}, [](const orm::Row&) {});
    make_tables(connection, state);
    auto tables = live_tables(connection);
    transaction.rollback();
    return tables;
}

}  // namespace

const LiveColumn* LiveTable::find(std::string_view column) const {
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const LiveColumn& one) { return one.name == column; });
    return found == columns.end() ? nullptr : &*found;
}

std::vector<LiveTable> live_tables(orm::Connection& connection) {
    return connection.dialect().name() == "postgresql" ? postgresql::live_tables(connection) : sqlite::live_tables(connection);
}

std::vector<LiveTable> live_views(orm::Connection& connection) {
    return connection.dialect().name() == "postgresql" ? postgresql::live_views(connection) : sqlite::live_views(connection);
}

std::vector<LiveTable> tables_of(orm::Connection& connection, const ProjectState& state) {
    return connection.dialect().name() == "postgresql" ? made_and_rolled_back(connection, state) : made_in_memory(state);
}

std::vector<std::string> differences(const std::vector<LiveTable>& expected, const std::vector<LiveTable>& live) {
    std::vector<std::string> found;
    for (const LiveTable& table : expected) {
        const auto there = std::find_if(live.begin(), live.end(), [&](const LiveTable& one) { return one.name == table.name; });
        if (there == live.end())
            found.push_back("missing: table " + in_quotes(table.name));
        else
            compare_table(table, *there, found);
    }
    return found;
}

}  // namespace portico::migrations
