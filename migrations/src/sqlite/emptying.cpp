#include "../emptying.hpp"

#include <portico/orm/dialect.hpp>

namespace portico::migrations::sqlite {

/// Keys are counted on in sqlite_sequence, which is there once a table that counts them was made.
std::vector<std::string> emptying_sql(const orm::Dialect& dialect, const std::vector<std::string>& tables) {
    std::vector<std::string> statements{std::string(dialect.defer_constraints())};
    std::string names;
    for (const std::string& table : tables) {
        statements.push_back("DELETE FROM " + dialect.quote(table));
        names += (names.empty() ? "" : ", ") + dialect.literal(Value(table));
    }
    statements.push_back("UPDATE sqlite_sequence SET seq = 0 WHERE name IN (" + names + ")");
    return statements;
}

}  // namespace portico::migrations::sqlite
