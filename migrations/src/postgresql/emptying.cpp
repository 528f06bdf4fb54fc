#include "../emptying.hpp"

#include <portico/orm/dialect.hpp>

namespace portico::migrations::postgresql {

std::vector<std::string> emptying_sql(const orm::Dialect& dialect, const std::vector<std::string>& tables) {
    std::string names;
    for (const std::string& table : tables) names += (names.empty() ? "" : ", ") + dialect.quote(table);
    return {"TRUNCATE " + names + " RESTART IDENTITY"};
}

}  // namespace portico::migrations::postgresql
