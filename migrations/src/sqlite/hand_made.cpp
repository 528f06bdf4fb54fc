#include "hand_made.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/databases.hpp>

#include "../introspection.hpp"
#include "created_table.hpp"

namespace portico::migrations::sqlite {

namespace {

constexpr const char* advice = "bring what is wanted into the models first (a column by an add_field that says \"only\": \"state\"), "
                               "or have a run_sql before this operation take it away";

std::string in_quotes(const std::string& name) { return "\"" + name + "\""; }

const LiveColumn* find_column(const LiveTable& table, const std::string& name) {
    const auto found = std::find_if(table.columns.begin(), table.columns.end(), [&](const LiveColumn& one) { return text::ascii_iequals(one.name, name); });
    return found == table.columns.end() ? nullptr : &*found;
}

bool same_index(const LiveIndex& one, const LiveIndex& other) {
    return one.parts == other.parts && one.condition == other.condition && one.unique == other.unique;
}

bool same_reference(const LiveForeignKey& one, const LiveForeignKey& other) {
    return one.columns == other.columns && text::ascii_iequals(one.table, other.table) && one.on_delete == other.on_delete &&
           (one.to == other.to || one.to.empty() || other.to.empty());
}

/// The table that this SQL makes, as SQLite reads it. What it refers to need not be there, as long as nothing is deleted.
LiveTable made_of(const TableText& text) {
    orm::Databases scratch;
    scratch.add("default", {.url = "sqlite::memory:"});
    orm::Connection& connection = scratch.connection();
    connection.execute({text.create, {}});
    for (const std::string& index : text.indexes)
        if (!index.empty()) connection.execute({index, {}});
    return live_table(connection, text.table);
}

/// Compares a table with what the migrations know of it and with what is to be built in its place.
class Comparison {
public:
    Comparison(const LiveTable& live, const LiveTable& before, const LiveTable& after) : live_(live), before_(before), after_(after) {}

    std::vector<std::string> lost() {
        for (const LiveColumn& column : live_.columns) look_at(column);
        for (const LiveCheck& check : live_.checks)
            if (!knows(&LiveTable::checks, [&](const LiveCheck& one) { return one.condition == check.condition; }))
                lost_.push_back("the check " + (check.name.empty() ? "" : in_quotes(check.name) + " ") + "(" + check.condition + ")");
        for (const LiveForeignKey& key : live_.foreign_keys)
            if (!knows(&LiveTable::foreign_keys, [&](const LiveForeignKey& one) { return same_reference(one, key); }))
                lost_.push_back("the foreign key (" + text::join(key.columns, ", ") + ") to " + in_quotes(key.table));
        if (!live_.options.empty() && live_.options != before_.options) lost_.push_back(live_.options);
        return std::move(lost_);
    }
    /// Is it one that the migrations made, perhaps under a name that Django gave it?
    bool is_known(const LiveIndex& index) const {
        // SQLite counts those that it names itself: the number says nothing.
        const bool nameless = index.name.starts_with("sqlite_autoindex_");
        return knows(&LiveTable::indexes, [&](const LiveIndex& one) {
            return nameless ? same_index(one, index) : one.name == index.name || (same_index(one, index) && !has_index(one.name));
        });
    }
    /// Does it stand on a column that goes?
    bool goes(const LiveIndex& index) const {
        std::vector<std::string> words = words_of(index.condition);
        for (const std::string& part : index.parts)
            for (std::string& word : words_of(part)) words.push_back(std::move(word));
        return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return find_column(live_, word) && !find_column(after_, word); });
    }

private:
    template <class Part, class Is> bool knows(std::vector<Part> LiveTable::*parts, const Is& is) const {
        return std::any_of((before_.*parts).begin(), (before_.*parts).end(), is) || std::any_of((after_.*parts).begin(), (after_.*parts).end(), is);
    }
    bool has_index(const std::string& name) const {
        return std::any_of(live_.indexes.begin(), live_.indexes.end(), [&](const LiveIndex& one) { return one.name == name; });
    }
    void look_at(const LiveColumn& column) {
        const LiveColumn *before = find_column(before_, column.name), *after = find_column(after_, column.name);
        if (!before) return lost_.push_back("the column " + in_quotes(column.name));
        if (!after) return;  // the migration takes it away
        const std::string of = " of " + in_quotes(column.name);
        auto look = [&](const std::string LiveColumn::*part, const std::string& what) {
            const std::string& is = column.*part;
            if (!is.empty() && is != before->*part && (before->*part).empty() && (after->*part).empty()) lost_.push_back(what + " " + is + of);
        };
        look(&LiveColumn::collation, "COLLATE");
        look(&LiveColumn::default_sql, "DEFAULT");
        look(&LiveColumn::generated, "the expression");
        if (!column.nullable && before->nullable && after->nullable) lost_.push_back("NOT NULL" + of);
    }

    const LiveTable &live_, &before_, &after_;
    std::vector<std::string> lost_;
};

std::map<std::string, std::string> sql_of_objects(orm::Connection& connection, const std::string& table, const std::string& type) {
    std::map<std::string, std::string> found;
    connection.query({"SELECT name, sql FROM sqlite_master WHERE tbl_name = ? COLLATE NOCASE AND type = ? AND sql IS NOT NULL", {Value(table), Value(type)}},
                     [&](const orm::Row& row) { found.emplace(row.text(0), row.text(1)); });
    return found;
}

}  // namespace

std::vector<std::string> kept_by_hand(orm::Connection& connection, const TableText& before, const TableText& after) {
    const LiveTable live = live_table(connection, before.table), known = made_of(before), built = made_of(after);
    Comparison comparison(live, known, built);
    std::vector<std::string> lost = comparison.lost(), kept;
    for (const auto& [name, sql] : sql_of_objects(connection, before.table, "table"))
        for (std::string& conflict : read_create_table(sql).conflicts) lost.push_back(std::move(conflict));
    const auto made = sql_of_objects(connection, before.table, "index");
    for (const LiveIndex& index : live.indexes) {
        if (comparison.is_known(index)) continue;
        const auto sql = made.find(index.name);
        if (sql == made.end())
            lost.push_back("UNIQUE (" + text::join(index.parts, ", ") + ")");
        else if (comparison.goes(index))
            lost.push_back("the index " + in_quotes(index.name));
        else
            kept.push_back(sql->second);
    }
    if (!lost.empty())
        throw Error("the table " + in_quotes(before.table) + " has to be built anew, and would lose what no migration knows: " + text::join(lost, ", "), advice);
    for (const auto& [name, sql] : sql_of_objects(connection, before.table, "trigger")) kept.push_back(sql);
    return kept;
}

}  // namespace portico::migrations::sqlite
