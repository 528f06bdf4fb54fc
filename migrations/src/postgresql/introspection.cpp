#include "../introspection.hpp"

#include <map>

#include <portico/base/json.hpp>

namespace portico::migrations::postgresql {

namespace {

using Tables = std::map<std::string, LiveTable, std::less<>>;

// Of the tables of the current schema, partitioned ones included, partitions and what extensions brought left out.
constexpr std::string_view tables_here =
    "pg_class t WHERE t.relnamespace = to_regnamespace(current_schema()) AND t.relkind IN ('r', 'p') AND NOT t.relispartition "
    "AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.objid = t.oid AND e.classid = 'pg_class'::regclass AND e.deptype = 'e')";

constexpr std::string_view views_here =
    "pg_class t WHERE t.relnamespace = to_regnamespace(current_schema()) AND t.relkind IN ('v', 'm') "
    "AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.objid = t.oid AND e.classid = 'pg_class'::regclass AND e.deptype = 'e')";

std::string with_tables(std::string_view select, std::string_view here = tables_here) {
    return "WITH t AS (SELECT t.oid, t.relname::text AS relname FROM " + std::string(here) + ") " + std::string(select);
}

/// A JSON array of texts.
std::vector<std::string> list(std::string_view json) {
    std::vector<std::string> texts;
    if (json.empty()) return texts;
    const Value parsed = parse_json(json);
    for (const Value& one : *parsed.as_list()) texts.push_back(one.str());
    return texts;
}

bool yes(const orm::Row& row, std::size_t column) { return row.integer(column) != 0; }

void read_tables(orm::Connection& connection, Tables& tables) {
    connection.query({with_tables("SELECT relname, obj_description(t.oid, 'pg_class') FROM t"), {}}, [&](const orm::Row& row) {
        const std::string name(row.text(0));
        tables[name] = {.name = name, .comment = std::string(row.text(1))};
    });
}

void read_columns(orm::Connection& connection, Tables& tables, std::string_view here = tables_here) {
    connection.query({with_tables("SELECT t.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, "
                                  "pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated, col_description(t.oid, a.attnum), CASE WHEN a.attcollation <> y.typcollation THEN c.collname END "
                                  "FROM t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped "
                                  "JOIN pg_type y ON y.oid = a.atttypid LEFT JOIN pg_collation c ON c.oid = a.attcollation "
                                  "LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum ORDER BY t.relname, a.attnum",
                                  here),
                      {}},
                     [&](const orm::Row& row) {
                         LiveColumn column{.name = std::string(row.text(1)), .type = std::string(row.text(2))};
                         column.nullable = !yes(row, 3);
                         column.automatic = !row.text(5).empty() || row.text(4).starts_with("nextval(");
                         (row.text(6).empty() ? column.default_sql : column.generated) = row.text(4);
                         if (column.automatic) column.default_sql.clear();
                         column.always = row.text(5) == "a";
                         column.comment = row.text(7);
                         column.collation = row.text(8);
                         tables.find(row.text(0))->second.columns.push_back(std::move(column));
                     });
}

/// A part's text, its operator class where it is not the usual one, its collation where it is not the column's, its direction.
constexpr std::string_view index_part =
    "pg_get_indexdef(x.indexrelid, k.n, true) "
    "|| CASE WHEN k.n <= x.indnkeyatts AND NOT o.opcdefault THEN ' ' || o.opcname ELSE '' END "
    "|| CASE WHEN k.n <= x.indnkeyatts AND x.indoption[k.n - 1] & 1 = 1 THEN ' DESC' ELSE '' END";

void read_indexes(orm::Connection& connection, Tables& tables) {
    const std::string parts = std::string(index_part);
    connection.query(
        {with_tables("SELECT t.relname, i.relname, x.indisunique, x.indisprimary, m.amname, pg_get_expr(x.indpred, x.indrelid, true), "
                     "json_agg(" + parts + " ORDER BY k.n) FILTER (WHERE k.n <= x.indnkeyatts), "
                     "json_agg(a.attname ORDER BY k.n) FILTER (WHERE k.n > x.indnkeyatts), "
                     "coalesce((to_jsonb(x) ->> 'indnullsnotdistinct')::boolean, false), coalesce(c.condeferrable, false), x.indisvalid, json_agg(a.attname ORDER BY k.n) FILTER (WHERE k.n <= x.indnkeyatts) "
                     "FROM t JOIN pg_index x ON x.indrelid = t.oid JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_am m ON m.oid = i.relam "
                     "LEFT JOIN pg_constraint c ON c.conindid = x.indexrelid AND c.contype IN ('u', 'p', 'x') "
                     "CROSS JOIN LATERAL generate_series(1, x.indnatts) k(n) "
                     "LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[k.n - 1] "
                     "LEFT JOIN pg_opclass o ON o.oid = x.indclass[k.n - 1] "
                     "WHERE c.contype IS DISTINCT FROM 'x' GROUP BY t.relname, i.relname, x.indisunique, x.indisprimary, m.amname, x.indpred, x.indrelid, x, x.indisvalid, "
                     "c.condeferrable ORDER BY t.relname, i.relname"),
         {}},
        [&](const orm::Row& row) {
            LiveTable& table = tables.find(row.text(0))->second;
            if (yes(row, 3)) {
                table.key = list(row.text(11));
                return;
            }
            table.indexes.push_back({.name = std::string(row.text(1)), .parts = list(row.text(6)), .include = list(row.text(7)),
                                     .condition = std::string(row.text(5)), .method = std::string(row.text(4)), .unique = yes(row, 2),
                                     .nulls_distinct = !yes(row, 8), .deferrable = yes(row, 9), .valid = yes(row, 10)});
        });
}

void read_foreign_keys(orm::Connection& connection, Tables& tables) {
    connection.query(
        {with_tables("SELECT t.relname, c.conname, o.relname, "
                     "(SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY k(attnum, n) "
                     "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum), "
                     "(SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(c.confkey) WITH ORDINALITY k(attnum, n) "
                     "JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.attnum), "
                     "CASE c.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT' WHEN 'r' THEN 'RESTRICT' "
                     "ELSE 'NO ACTION' END, c.condeferred, c.convalidated, NOT EXISTS (SELECT 1 FROM pg_trigger g WHERE g.tgconstraint = c.oid AND g.tgenabled = 'D') "
                     "FROM t JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'f' JOIN pg_class o ON o.oid = c.confrelid "
                     "ORDER BY t.relname, c.conname"),
         {}},
        [&](const orm::Row& row) {
            tables.find(row.text(0))->second.foreign_keys.push_back({.name = std::string(row.text(1)), .columns = list(row.text(3)),
                                                                     .table = std::string(row.text(2)), .to = list(row.text(4)),
                                                                     .on_delete = std::string(row.text(5)), .deferred = yes(row, 6), .valid = yes(row, 7), .enforced = yes(row, 8)});
        });
}

void read_checks(orm::Connection& connection, Tables& tables) {
    connection.query({with_tables("SELECT t.relname, c.conname, pg_get_constraintdef(c.oid, true) FROM t JOIN pg_constraint c "
                                  "ON c.conrelid = t.oid AND c.contype IN ('c', 'x') ORDER BY t.relname, c.conname"),
                      {}},
                     [&](const orm::Row& row) {
                         tables.find(row.text(0))->second.checks.push_back({std::string(row.text(1)), std::string(row.text(2))});
                     });
}

}  // namespace

std::vector<LiveTable> live_tables(orm::Connection& connection) {
    Tables tables;
    read_tables(connection, tables);
    read_columns(connection, tables);
    read_indexes(connection, tables);
    read_foreign_keys(connection, tables);
    read_checks(connection, tables);
    std::vector<LiveTable> found;
    for (auto& [name, table] : tables) found.push_back(std::move(table));
    return found;
}

std::vector<LiveTable> live_views(orm::Connection& connection) {
    Tables views;
    connection.query({"SELECT t.relname::text FROM " + std::string(views_here), {}}, [&](const orm::Row& row) {
        const std::string name(row.text(0));
        views[name] = {.name = name};
    });
    read_columns(connection, views, views_here);
    std::vector<LiveTable> found;
    for (auto& [name, view] : views) found.push_back(std::move(view));
    return found;
}

}  // namespace portico::migrations::postgresql
