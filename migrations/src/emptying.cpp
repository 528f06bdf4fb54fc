#include "emptying.hpp"

#include <portico/orm/dialect.hpp>

namespace portico::migrations {

std::vector<std::string> emptying_sql(const orm::Dialect& dialect, const std::vector<std::string>& tables) {
    if (tables.empty()) return {};
    return dialect.name() == "postgresql" ? postgresql::emptying_sql(dialect, tables) : sqlite::emptying_sql(dialect, tables);
}

}  // namespace portico::migrations
