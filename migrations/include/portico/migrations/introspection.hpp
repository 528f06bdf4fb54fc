/// What the tables of a database really are, read from the database itself.
///
///     for (const LiveTable& table : live_tables(connection)) out << table.name << "\n";
///
///     auto wanted = tables_of(connection, state);                     // what this database makes of the models
///     for (auto& line : differences(wanted, live_tables(connection))) out << line << "\n";
///
/// Texts of SQL (defaults, conditions, expressions) are as the database writes them: compare them with those of another table of
/// the same database, made for that by `tables_of`.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <portico/migrations/state.hpp>
#include <portico/orm/connection.hpp>

namespace portico::migrations {

struct LiveColumn {
    std::string name{};
    std::string type{};  // "varchar(200)", "character varying(200)"
    bool nullable = false;
    bool automatic = false;   // gives itself values: an identity, a counted rowid
    bool always = false;      // PostgreSQL: an identity that takes no value that is given
    std::string default_sql{};
    std::string generated{};  // the expression that computes it
    std::string collation{};  // where it is not the database's own
    std::string comment{};
};

/// An index, or a constraint that is kept by one.
struct LiveIndex {
    std::string name{};
    std::vector<std::string> parts{};    // columns and expressions; " DESC", an operator class or a collation behind it
    std::vector<std::string> include{};  // columns kept beside
    std::string condition{};             // of these rows alone
    std::string method{};                // "btree", "gin"
    bool unique = false;
    bool nulls_distinct = true;
    bool deferrable = false;
    bool valid = true;  // false: what a concurrent build that failed has left
};

struct LiveForeignKey {
    std::string name{};
    std::vector<std::string> columns{};
    std::string table{};
    std::vector<std::string> to{};
    std::string on_delete{};  // "NO ACTION", "CASCADE", …
    bool deferred = false;    // looked at when the transaction ends
    bool valid = true;        // false: rows that were there before it may refer to nothing
    bool enforced = true;     // false: somebody has disabled its triggers, and nothing watches over it
};

struct LiveCheck {
    std::string name{};
    std::string condition{};
};

struct LiveTable {
    std::string name{};
    std::string comment{};
    std::vector<LiveColumn> columns{};
    std::vector<std::string> key{};  // the primary key's columns
    std::string options{};           // SQLite: "STRICT", "WITHOUT ROWID"
    std::vector<LiveIndex> indexes{};
    std::vector<LiveForeignKey> foreign_keys{};
    std::vector<LiveCheck> checks{};

    const LiveColumn* find(std::string_view column) const;
};

/// Every table of the database (of PostgreSQL's current schema), by name. Views and the database's own tables are left out.
std::vector<LiveTable> live_tables(orm::Connection& connection);

/// Every view of it: names and columns.
std::vector<LiveTable> live_views(orm::Connection& connection);

/// What the database makes of a state: the tables are made where nobody sees them, read, and thrown away.
std::vector<LiveTable> tables_of(orm::Connection& connection, const ProjectState& state);

/// What `live` has otherwise than `expected`, a sentence each; tables of neither's are not mentioned. The order of columns and the
/// names of indexes and constraints do not count.
std::vector<std::string> differences(const std::vector<LiveTable>& expected, const std::vector<LiveTable>& live);

}  // namespace portico::migrations
