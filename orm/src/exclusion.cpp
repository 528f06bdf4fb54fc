#include "exclusion.hpp"

#include <portico/orm/connection.hpp>
#include <portico/orm/constraints.hpp>
#include <portico/orm/databases.hpp>

#include "batch.hpp"
#include "convert.hpp"

namespace portico::orm::detail {

namespace {

/// "SELECT CAST($1 AS integer) AS "first", …": the object as a row of its own.
std::string row_of_object(const ModelInfo& model, const void* object, const Dialect& dialect, std::vector<Value>& parameters) {
    std::string columns;
    for (const Column& column : model.columns) {
        Value value = column.value(object).owned();
        if (column.relation) value = converted(value, column.type);
        parameters.push_back(dialect.stored(value, column.type.kind));
        columns += (columns.empty() ? "" : ", ") + dialect.typed(dialect.placeholder(parameters.size()), column.type) + " AS " + dialect.quote(column.name);
    }
    return "SELECT " + columns;
}

}  // namespace

bool is_excluded(const ModelInfo& model, const void* object, const Exclusion& exclusion) {
    const RowLink row = detail::row_of(model, object);
    Connection& database = connection(row.batch ? row.batch->database : "default");
    const Dialect& dialect = database.dialect();
    if (!dialect.features().exclusion_constraints) return false;
    Statement statement;
    // The names of columns in an expression are those of the innermost FROM: of the table here, of the object there.
    statement.sql = "WITH given AS (" + row_of_object(model, object, dialect, statement.parameters) + ") SELECT 1 FROM " + dialect.quote(model.table) + " WHERE ";
    for (const Exclusion::Term& term : exclusion.terms) {
        const std::string sql = schema_sql(model, *term.expression, dialect);
        statement.sql += (&term == &exclusion.terms.front() ? "(" : " AND (") + sql + ") " + term.op + " (SELECT " + sql + " FROM given)";
    }
    if (exclusion.condition) {
        const std::string sql = schema_sql(model, *exclusion.condition, dialect);
        statement.sql += " AND (" + sql + ") AND (SELECT " + sql + " FROM given)";
    }
    if (row.batch) {
        statement.sql += " AND NOT (";
        for (const Column* key : model.key)
            statement.sql += (key == model.key.front() ? "" : " AND ") + dialect.quote(key->name) + " = (SELECT " + dialect.quote(key->name) + " FROM given)";
        statement.sql += ")";
    }
    statement.sql += " LIMIT 1";
    return database.value(statement).has_value();
}

}  // namespace portico::orm::detail
