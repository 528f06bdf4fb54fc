/// Views and triggers: SQLite looks at them only when they are used, so a column that one of them names can go unseen.
#pragma once
#include <map>
#include <string>
#include <utility>

#include <portico/orm/connection.hpp>

namespace portico::migrations::sqlite {

/// What doesn't work of the database's views and of the statements that fire triggers, looked at without running them: {what it is: why}.
///
///     const auto before = broken_dependents(connection);
///     …                                                  // a column is taken away
///     refuse_broken(connection, before);                  // throws Error: the view "loud" would no longer work: no such column: title
std::map<std::string, std::string> broken_dependents(orm::Connection& connection);
void refuse_broken(orm::Connection& connection, const std::map<std::string, std::string>& before);

}  // namespace portico::migrations::sqlite
