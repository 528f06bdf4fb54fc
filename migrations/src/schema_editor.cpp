#include <portico/migrations/schema_editor.hpp>

#include <portico/base/error.hpp>
#include <portico/orm/dialect.hpp>

#include "sqlite/schema_editor.hpp"

namespace portico::migrations {

std::string SchemaEditor::quote(std::string_view name) const { return connection_.dialect().quote(name); }

void SchemaEditor::run(std::string sql, std::vector<Value> parameters) {
    if (!collect_) connection_.execute({sql, std::move(parameters)});
    statements_.push_back(std::move(sql) + ";");
}

void SchemaEditor::script(const std::string& sql) {
    if (!collect_) connection_.script(sql);
    statements_.push_back(sql);
}

std::unique_ptr<SchemaEditor> make_schema_editor(orm::Connection& connection, bool collect) {
    if (connection.dialect().name() == "sqlite") return std::make_unique<sqlite::SqliteSchemaEditor>(connection, collect);
    throw Error("there is no schema editor for \"" + std::string(connection.dialect().name()) + "\"");
}

}  // namespace portico::migrations
