/// What an operation does to a site that is running: which locks it takes, whether rows are read or written anew under them, and what
/// the version that runs now can't do any more.
///
///     Safety safety = safety_of(*operation, from, to, "blog", connection.dialect());
///     if (!safety.is_safe()) out << safety.advice << "\n";
///
/// The rules for PostgreSQL (13 and later) are those of its documentation of ALTER TABLE and CREATE INDEX; the tests hold each against
/// pg_locks and relfilenode.
#pragma once
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <portico/migrations/operation.hpp>
#include <portico/migrations/state.hpp>
#include <portico/orm/dialect.hpp>

namespace portico::migrations {

/// What happens to one table.
struct TableImpact {
    std::string table{};
    std::string lock{};  // "ACCESS EXCLUSIVE": nobody reads or writes; "SHARE", "SHARE ROW EXCLUSIVE": nobody writes; "write": SQLite's only one
    bool rewrites = false;  // every row is written anew
    bool scans = false;     // every row is read

    /// Held for no longer than the catalogue takes.
    bool is_brief() const { return !rewrites && !scans; }
    /// "\"blog_post\": ACCESS EXCLUSIVE while every row is rewritten: nobody reads or writes"
    std::string str() const;
};

struct Safety {
    std::vector<TableImpact> tables{};
    std::vector<std::string> breaks{};  // what the running version does and will fail: "reads \"blog_post\".\"title\""
    std::string advice{};               // what to do instead; empty where there is nothing to say
    bool unknown = false;               // SQL or code of one's own
    bool loses_data = false;            // rows, columns, or the links of a many-to-many that is to lead to another model

    /// Nobody has to wait for more than a moment, and the running version goes on.
    bool is_safe() const;
};

/// `from` and `to`: the state before and after. `fresh`: tables that the same plan makes, which nobody uses yet.
Safety safety_of(const Operation& operation, const ProjectState& from, const ProjectState& to, const std::string& app,
                 const orm::Dialect& dialect, const std::set<std::string>& fresh = {});

}  // namespace portico::migrations
