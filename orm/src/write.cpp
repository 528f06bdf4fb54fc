#include "write.hpp"

#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/orm/transaction.hpp>

#include "convert.hpp"
#include "select.hpp"

namespace portico::orm::detail {

namespace {

using Columns = std::vector<const Column*>;

/// Appends things with commas between.
void append(std::string& list, const std::string& item) { list += (list.empty() ? "" : ", ") + item; }

std::string bind(const Column& column, const void* object, const Dialect& dialect, std::vector<Value>& parameters) {
    Value value = column.value(object);
    // Keys of references arrive as whatever they were given as.
    if (column.relation) value = converted(value, column.type);
    if (column.type.kind == Kind::decimal && value.as_decimal()) value = Value(value.as_decimal()->rounded(column.type.places));
    parameters.push_back(dialect.stored(value, column.type.kind));
    return dialect.placeholder(parameters.size());
}

/// A key that the database is to count up is left out.
Columns columns_to_insert(const ModelInfo& model, const void* first) {
    Columns columns;
    for (const Column& column : model.columns) {
        if (!column.generated || !column.value(first).is_null()) columns.push_back(&column);
    }
    return columns;
}

Statement insert_statement(const ModelInfo& model, const Columns& columns, const std::vector<void*>& objects,
                           const Dialect& dialect, bool ignore_conflicts) {
    Statement statement;
    std::string names, rows;
    for (const Column* column : columns) append(names, dialect.quote(column->name));
    for (const void* object : objects) {
        std::string row;
        for (const Column* column : columns) append(row, bind(*column, object, dialect, statement.parameters));
        append(rows, "(" + row + ")");
    }
    statement.sql = "INSERT INTO " + dialect.quote(model.table);
    statement.sql += columns.empty() ? " DEFAULT VALUES" : " (" + names + ") VALUES " + rows;
    if (ignore_conflicts) statement.sql += " ON CONFLICT DO NOTHING";
    return statement;
}

void insert_one(const ModelInfo& model, void* object, Connection& database, bool ignore_conflicts) {
    auto columns = columns_to_insert(model, object);
    Statement statement = insert_statement(model, columns, {object}, database.dialect(), ignore_conflicts);
    const Column* counted = model.key.front()->generated && columns.size() < model.columns.size() ? model.key.front() : nullptr;
    if (counted && !database.dialect().features().last_insert_id) {
        statement.sql += " RETURNING " + database.dialect().quote(counted->name);
        database.returning(statement, [&](const Row& row) { model.set_key(object, Value(row.integer(0))); });
        return;
    }
    auto result = database.execute(statement);
    if (counted && result.rows_affected > 0) model.set_key(object, Value(result.last_insert_id));
}

/// Rows with the same columns in one statement, as many as the database takes.
void insert_many(const ModelInfo& model, const std::vector<void*>& objects, Connection& database, bool ignore_conflicts) {
    const Dialect& dialect = database.dialect();
    auto columns = columns_to_insert(model, objects.front());
    bool counted = columns.size() < model.columns.size();
    std::size_t width = std::max<std::size_t>(columns.size(), 1);
    std::size_t at_once = std::clamp<std::size_t>(dialect.features().max_parameters / width, 1, 500);
    for (std::size_t from = 0; from < objects.size(); from += at_once) {
        std::vector<void*> some(objects.begin() + static_cast<std::ptrdiff_t>(from),
                                objects.begin() + static_cast<std::ptrdiff_t>(std::min(objects.size(), from + at_once)));
        Statement statement = insert_statement(model, columns, some, dialect, ignore_conflicts);
        if (!counted || ignore_conflicts) {
            database.execute(statement);
            continue;
        }
        statement.sql += " RETURNING " + dialect.quote(model.key.front()->name);
        std::size_t row_number = 0;
        database.returning(statement, [&](const Row& row) { model.set_key(some.at(row_number++), Value(row.integer(0))); });
    }
}

}  // namespace

void insert(const ModelInfo& model, const std::vector<void*>& objects, const std::string& alias, bool ignore_conflicts) {
    if (objects.empty()) return;
    Connection& database = connection(alias);
    if (objects.size() == 1) return insert_one(model, objects.front(), database, ignore_conflicts);
    bool counts = model.key.front()->generated;
    std::vector<void*> with_key, without_key;
    for (void* object : objects) (counts && model.key_of(object).is_null() ? without_key : with_key).push_back(object);
    bool many = database.dialect().features().returning && !without_key.empty() &&
                columns_to_insert(model, without_key.front()).size() > 0;
    atomic([&] {
        if (!with_key.empty()) insert_many(model, with_key, database, ignore_conflicts);
        if (many) {
            insert_many(model, without_key, database, ignore_conflicts);
        } else {
            for (void* object : without_key) insert_one(model, object, database, ignore_conflicts);
        }
    }, {alias});
}

namespace {

std::string where_key(const ModelInfo& model, const Value& key, const Dialect& dialect, std::vector<Value>& parameters) {
    std::string text;
    for (std::size_t part = 0; part < model.key.size(); ++part) {
        const Column& column = *model.key[part];
        parameters.push_back(dialect.stored(model.key.size() == 1 ? key : key.at(part).value_or(Value()), column.type.kind));
        text += (text.empty() ? "" : " AND ") + dialect.quote(column.name) + " = " + dialect.placeholder(parameters.size());
    }
    return text;
}

}  // namespace

bool update(const ModelInfo& model, const void* object, const Value& key, const Columns& columns, const std::string& alias) {
    Connection& database = connection(alias);
    const Dialect& dialect = database.dialect();
    Statement statement;
    std::string assignments;
    for (const Column* column : columns)
        append(assignments, dialect.quote(column->name) + " = " + bind(*column, object, dialect, statement.parameters));
    statement.sql = "UPDATE " + dialect.quote(model.table) + " SET " + assignments + " WHERE " +
                    where_key(model, key, dialect, statement.parameters);
    return database.execute(statement).rows_affected > 0;
}

namespace {

/// WHERE of a query's rows: its own conditions where they name no other table, else by key.
std::string rows_where(const Query& query, Output& output) {
    std::size_t bound = output.parameters.size();
    Select direct(query, output);
    std::string where = direct.where();
    if (direct.joins().empty() && !query.sliced()) return where;
    output.parameters.resize(bound);
    const ModelInfo& model = query.model();
    if (model.key.size() > 1)
        throw Error("rows of \"" + model.name + "\" with conditions over relations can't be written at once",
                    "its key has several columns; save or delete them one by one");
    Query keys = query;
    keys.columns.clear();
    keys.annotations.clear();
    keys.for_update = false;
    Select outer(query, output);
    return " WHERE " + output.dialect.quote(model.key.front()->name) + " IN (" + Select(keys, output, &outer).keys() + ")";
}

std::string assigned(const ModelInfo& model, const Query& query, const ExpressionPtr& field, const ExpressionPtr& value,
                     Output& output) {
    Route route = route_of(model, *field, nullptr);
    const Relation* relation = !route.column && route.hops.size() == 1 && !route.hops.front().back ? route.hops.front().relation : nullptr;
    bool own = (route.column && route.hops.empty()) || (relation && !relation->to_many());
    if (!own) throw Error("update of \"" + model.name + "\" assigns to what is no column of its table", "update the other model instead");
    Columns columns = relation ? relation->columns : Columns{route.column};
    std::string text;
    for (std::size_t part = 0; part < columns.size(); ++part) {
        const Column& column = *columns[part];
        std::string right;
        if (value->kind == Expression::Kind::value) {
            Value given = columns.size() == 1 ? value->value : value->value.at(part).value_or(Value());
            given = column.relation ? converted(given, column.type) : converted(given, column);
            right = output.bind(output.dialect.stored(given, column.type.kind));
        } else {
            Select select(query, output);
            right = select.value(*value).text;
            if (!select.joins().empty())
                throw Error("update of \"" + model.name + "\" computes with another table", "use fields of the model itself");
        }
        append(text, output.dialect.quote(column.name) + " = " + right);
    }
    return text;
}

}  // namespace

std::int64_t update_rows(const Query& query, const std::vector<std::pair<ExpressionPtr, ExpressionPtr>>& updates) {
    if (query.none) return 0;
    const ModelInfo& model = query.model();
    if (query.sliced()) throw Error("a query set can't be updated once it was sliced", "filter first; slices are for reading");
    Connection& database = connection(query.database);
    Output output(database.dialect());
    std::string assignments;
    for (const auto& [field, value] : updates) append(assignments, assigned(model, query, field, value, output));
    Statement statement;
    statement.sql = "UPDATE " + database.dialect().quote(model.table) + " SET " + assignments + rows_where(query, output);
    statement.parameters = std::move(output.parameters);
    return database.execute(statement).rows_affected;
}

std::int64_t delete_rows(const Query& query) {
    Connection& database = connection(query.database);
    Output output(database.dialect());
    Statement statement;
    statement.sql = "DELETE FROM " + database.dialect().quote(query.model().table) + rows_where(query, output);
    statement.parameters = std::move(output.parameters);
    return database.execute(statement).rows_affected;
}

std::int64_t delete_keys(const ModelInfo& model, const std::vector<Value>& keys, const std::string& alias) {
    std::int64_t deleted = 0;
    constexpr std::size_t keys_at_once = 200;
    for (std::size_t from = 0; from < keys.size(); from += keys_at_once) {
        Query query;
        query.type = &model.slot;
        query.database = alias;
        std::vector<ExpressionPtr> some;
        for (std::size_t i = from; i < std::min(keys.size(), from + keys_at_once); ++i) some.push_back(value_of(keys[i]));
        query.filters = {compare(Lookup::in, path_named("pk"), std::move(some))};
        deleted += delete_rows(query);
    }
    return deleted;
}

}  // namespace portico::orm::detail
