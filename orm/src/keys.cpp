#include <portico/orm/keys.hpp>

#include <portico/orm/connection.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/transaction.hpp>

namespace portico::orm {

void continue_keys(const ModelInfo& model, const std::string& database) {
    const Column& key = *model.key.front();
    if (!key.generated) return;
    Connection& connection = orm::connection(database);
    std::vector<Statement> statements;
    for (std::string& sql : connection.dialect().continue_keys(model.table, key.name)) statements.push_back({std::move(sql), {}});
    if (!statements.empty()) atomic([&] { connection.execute_all(statements); }, {.database = database});
}

}  // namespace portico::orm
