/// How each database empties its tables and has their keys begin anew.
#pragma once
#include <string>
#include <vector>

#include <portico/orm/connection.hpp>

namespace portico::migrations {

/// Statements that remove all rows of these tables, whichever refers to which. In one transaction.
std::vector<std::string> emptying_sql(const orm::Dialect& dialect, const std::vector<std::string>& tables);

namespace sqlite {
std::vector<std::string> emptying_sql(const orm::Dialect& dialect, const std::vector<std::string>& tables);
}
namespace postgresql {
std::vector<std::string> emptying_sql(const orm::Dialect& dialect, const std::vector<std::string>& tables);
}

}  // namespace portico::migrations
