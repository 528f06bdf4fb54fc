/// Rows in drawn tables, and what must have become of them.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include <portico/migrations/rows.hpp>
#include <portico/orm/connection.hpp>

#include "drawn_changes.hpp"

namespace portico::migrations::test {

/// All rows of all tables: those of models by label, of tables between many-to-many by "label.field", as texts.
struct Contents {
    std::map<std::string, std::vector<Map>> rows{};
    std::map<std::string, std::vector<std::string>> links{};
    bool operator==(const Contents&) const = default;
};

constexpr std::size_t rows_each = 3;

void add_rows(orm::Connection& database, const ProjectState& state, const std::set<std::string>& empty);
/// Takes away all rows of all tables.
void remove_rows(orm::Connection& database, const ProjectState& state);
Contents contents(orm::Connection& database, const ProjectState& state);

/// What is not as it must be after the change from the first to the second, a line each.
std::vector<std::string> lost(const Pair& pair, const Contents& before, const Contents& after);
/// The same after the way back: what survived the way there has the value of then.
std::vector<std::string> lost_on_the_way_back(const Pair& pair, const Contents& before, const Contents& back);

}  // namespace portico::migrations::test
