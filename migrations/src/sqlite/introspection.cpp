#include "../introspection.hpp"

#include <algorithm>

#include "created_table.hpp"

namespace portico::migrations::sqlite {

namespace {

void read_columns(orm::Connection& connection, const CreatedTable& created, LiveTable& table) {
    std::vector<std::pair<std::int64_t, std::string>> key;
    connection.query({"SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_xinfo(?) WHERE hidden <> 1 ORDER BY cid", {Value(table.name)}},
                     [&](const orm::Row& row) {
                         LiveColumn column{.name = std::string(row.text(0)), .type = std::string(row.text(1))};
                         const auto place = row.integer(4);
                         if (place) key.emplace_back(place, column.name);
                         column.nullable = row.integer(2) == 0 && !place;
                         column.default_sql = row.text(3);
                         column.automatic = place && created.counts_keys;
                         if (auto found = created.generated.find(column.name); found != created.generated.end()) column.generated = found->second;
                         if (auto found = created.collations.find(column.name); found != created.collations.end()) column.collation = found->second;
                         table.columns.push_back(std::move(column));
                     });
    std::sort(key.begin(), key.end());
    for (auto& [place, name] : key) table.key.push_back(std::move(name));
}

/// The parts of an index without SQL of its own: that of a UNIQUE in the table.
std::vector<std::string> columns_of_index(orm::Connection& connection, const std::string& index) {
    std::vector<std::string> columns;
    connection.query({"SELECT name FROM pragma_index_info(?) ORDER BY seqno", {Value(index)}},
                     [&](const orm::Row& row) { columns.emplace_back(row.text(0)); });
    return columns;
}

void read_indexes(orm::Connection& connection, LiveTable& table) {
    struct Found {
        std::string name, origin, sql;
        bool unique;
    };
    std::vector<Found> found;
    connection.query({"SELECT i.name, i.origin, i.\"unique\", coalesce(m.sql, '') FROM pragma_index_list(?) i "
                      "LEFT JOIN sqlite_master m ON m.type = 'index' AND m.name = i.name ORDER BY i.name",
                      {Value(table.name)}},
                     [&](const orm::Row& row) {
                         found.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(3)), row.integer(2) == 1});
                     });
    for (const Found& one : found) {
        if (one.origin == "pk") continue;
        LiveIndex index{.name = one.name, .unique = one.unique};
        if (one.sql.empty()) {
            index.parts = columns_of_index(connection, one.name);
        } else {
            CreatedIndex created = read_create_index(one.sql);
            index.parts = std::move(created.parts);
            index.condition = std::move(created.condition);
        }
        table.indexes.push_back(std::move(index));
    }
}

void read_foreign_keys(orm::Connection& connection, const CreatedTable& created, LiveTable& table) {
    std::int64_t last = -1;
    connection.query({"SELECT id, \"table\", \"from\", \"to\", on_delete FROM pragma_foreign_key_list(?) ORDER BY id, seq", {Value(table.name)}},
                     [&](const orm::Row& row) {
                         if (row.integer(0) != last) {
                             const std::string column(row.text(2));
                             const bool deferred = std::find(created.deferred.begin(), created.deferred.end(), column) != created.deferred.end();
                             table.foreign_keys.push_back({.table = std::string(row.text(1)), .on_delete = std::string(row.text(4)), .deferred = deferred});
                         }
                         last = row.integer(0);
                         table.foreign_keys.back().columns.emplace_back(row.text(2));
                         if (!row.is_null(3)) table.foreign_keys.back().to.emplace_back(row.text(3));
                     });
}

/// A key that names no column refers to the other table's own key.
void name_the_keys(std::vector<LiveTable>& tables) {
    for (LiveTable& table : tables)
        for (LiveForeignKey& key : table.foreign_keys)
            if (key.to.empty())
                for (const LiveTable& other : tables)
                    if (other.name == key.table) key.to = other.key;
}

LiveTable read_table(orm::Connection& connection, const std::string& name, const std::string& sql) {
    LiveTable table{.name = name};
    CreatedTable text = read_create_table(sql);
    read_columns(connection, text, table);
    read_indexes(connection, table);
    read_foreign_keys(connection, text, table);
    table.checks = std::move(text.checks);
    table.options = std::move(text.options);
    return table;
}

}  // namespace

LiveTable live_table(orm::Connection& connection, const std::string& name) {
    std::string sql;
    connection.query({"SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE", {Value(name)}},
                     [&](const orm::Row& row) { sql = row.text(0); });
    return read_table(connection, name, sql);
}

std::vector<LiveTable> live_tables(orm::Connection& connection) {
    std::vector<std::pair<std::string, std::string>> created;
    connection.query({"SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name", {}},
                     [&](const orm::Row& row) { created.emplace_back(row.text(0), row.text(1)); });
    std::vector<LiveTable> tables;
    for (auto& [name, sql] : created) tables.push_back(read_table(connection, name, sql));
    name_the_keys(tables);
    return tables;
}

std::vector<LiveTable> live_views(orm::Connection& connection) {
    std::vector<LiveTable> views;
    connection.query({"SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name", {}},
                     [&](const orm::Row& row) { views.push_back({.name = std::string(row.text(0))}); });
    for (LiveTable& view : views) read_columns(connection, {}, view);
    return views;
}

}  // namespace portico::migrations::sqlite
