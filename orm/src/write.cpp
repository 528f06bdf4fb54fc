#include <portico/orm/routing.hpp>
#include "write.hpp"

#include <algorithm>
#include <utility>

#include <portico/base/error.hpp>
#include <portico/orm/transaction.hpp>

#include "batch.hpp"
#include "check_value.hpp"
#include "convert.hpp"
#include "select.hpp"

namespace portico::orm::detail {

namespace {

using Columns = std::vector<const Column*>;

/// Appends things with commas between.
void append(std::string& list, const std::string& item) { list += (list.empty() ? "" : ", ") + item; }

/// What the object's member is bound as.
Value stored(const Column& column, const void* object, const Dialect& dialect) {
    Value value = column.value(object);
    check_value(column, value);
    // Keys of references arrive as whatever they were given as.
    if (column.relation) value = converted(value, column.type);
    if (column.type.kind == Kind::decimal && value.as_decimal()) value = Value(value.as_decimal()->rounded(column.type.places));
    return dialect.stored(std::move(value), column.type.kind);
}

std::string bind(const Column& column, const void* object, const Dialect& dialect, std::vector<Value>& parameters) {
    parameters.push_back(stored(column, object, dialect));
    return dialect.placeholder(parameters.size());
}

std::vector<Value> stored(const Columns& columns, const std::vector<void*>& objects, const Dialect& dialect) {
    std::vector<Value> values;
    values.reserve(columns.size() * objects.size());
    for (const void* object : objects) {
        for (const Column* column : columns) values.push_back(stored(*column, object, dialect));
    }
    return values;
}

/// "($1, $2), ($3, $4)"; those of the first row typed, where `types` says of which columns.
std::string rows_of_placeholders(std::size_t rows, std::size_t width, const Dialect& dialect, const Columns& types = {}) {
    std::string text;
    for (std::size_t n = 0; n < rows * width; ++n) {
        const bool first = n % width == 0;
        text += n == 0 ? "(" : first ? "), (" : ", ";
        std::string placeholder = dialect.placeholder(n + 1);
        // One that counts by itself: SQLite looks each numbered one up among all before it.
        if (placeholder.front() == '?') placeholder = "?";
        text += n < types.size() ? dialect.typed(placeholder, types[n]->type) : placeholder;
    }
    return text + ")";
}

/// A key that the database is to count up is left out.
Columns columns_to_insert(const ModelInfo& model, const void* first) {
    Columns columns;
    for (const Column& column : model.columns) {
        bool counted = column.generated && column.value(first).is_null();
        if (!counted && !column.computed()) columns.push_back(&column);
    }
    return columns;
}

std::string insert_sql(const ModelInfo& model, const Columns& columns, std::size_t rows, const Dialect& dialect, const OnConflict& conflict) {
    std::string names;
    for (const Column* column : columns) append(names, dialect.quote(column->name));
    std::string sql = "INSERT INTO " + dialect.quote(model.table);
    sql += columns.empty() ? " DEFAULT VALUES" : " (" + names + ") VALUES " + rows_of_placeholders(rows, columns.size(), dialect);
    if (conflict.any()) sql += dialect.on_conflict(conflict.target, conflict.columns);
    return sql;
}

void insert_one(const ModelInfo& model, void* object, Connection& database, const OnConflict& conflict) {
    auto columns = columns_to_insert(model, object);
    const Dialect& dialect = database.dialect();
    Statement statement{insert_sql(model, columns, 1, dialect, conflict), stored(columns, {object}, dialect)};
    const Column* counted = model.key.front()->generated && model.key_of(object).is_null() ? model.key.front() : nullptr;
    if (counted && !dialect.features().last_insert_id) {
        statement.sql += " RETURNING " + dialect.quote(counted->name);
        database.returning(statement, [&](const Row& row) { model.set_key(object, Value(row.integer(0))); });
        return;
    }
    auto result = database.execute(statement);
    if (counted && result.rows_affected > 0) model.set_key(object, Value(result.last_insert_id));
}

constexpr std::size_t statements_at_once = 8, rows_at_once = 500;

/// How many rows of so many columns go into one statement.
std::size_t rows_of_a_statement(std::size_t columns, const Connection& database) {
    return std::clamp<std::size_t>(database.dialect().features().max_parameters / std::max<std::size_t>(columns, 1), 1, rows_at_once);
}

/// Statements of `at_once` objects each, a few of them in one round trip. All or nothing where that is one, or inside of `atomic`.
template <class Make>
std::int64_t execute_in_parts(const std::vector<void*>& objects, std::size_t at_once, Connection& database, Make make,
                              const std::function<void(const Row&)>& take) {
    std::vector<Statement> waiting;
    std::int64_t changed = 0;
    for (std::size_t from = 0; from < objects.size(); from += at_once) {
        std::vector<void*> some(objects.begin() + static_cast<std::ptrdiff_t>(from),
                                objects.begin() + static_cast<std::ptrdiff_t>(std::min(objects.size(), from + at_once)));
        waiting.push_back(make(some));
        if (waiting.size() == statements_at_once) changed += database.execute_all(std::exchange(waiting, {}), take);
    }
    return changed + database.execute_all(waiting, take);
}

bool is_one_part(const std::vector<void*>& objects, std::size_t at_once) { return objects.size() <= at_once * statements_at_once; }

/// Rows with the same columns in one statement, as many as the database takes.
void insert_many(const ModelInfo& model, const std::vector<void*>& objects, Connection& database, const OnConflict& conflict) {
    const Dialect& dialect = database.dialect();
    auto columns = columns_to_insert(model, objects.front());
    const bool counted = model.key.front()->generated && model.key_of(objects.front()).is_null();
    const std::size_t at_once = rows_of_a_statement(columns.size(), database);
    std::size_t row_number = 0;
    std::string sql;
    execute_in_parts(objects, at_once, database,
        [&](const std::vector<void*>& some) {
            // All but the last have the same text.
            if (sql.empty() || some.size() < at_once) {
                sql = insert_sql(model, columns, some.size(), dialect, conflict);
                if (counted && !conflict.ignore) sql += " RETURNING " + dialect.quote(model.key.front()->name);
            }
            return Statement{sql, stored(columns, some, dialect)};
        },
        [&](const Row& row) { model.set_key(objects.at(row_number++), Value(row.integer(0))); });
}

}  // namespace

void insert(const ModelInfo& model, const std::vector<void*>& objects, const std::string& alias, const OnConflict& conflict) {
    if (objects.empty()) return;
    Connection& database = connection(alias);
    bool counted_one = objects.size() == 1 && conflict.columns.empty();
    if (counted_one) return insert_one(model, objects.front(), database, conflict);
    bool counts = model.key.front()->generated;
    std::vector<void*> with_key, without_key;
    for (void* object : objects) (counts && model.key_of(object).is_null() ? without_key : with_key).push_back(object);
    bool many = database.dialect().features().returning && !without_key.empty() &&
                columns_to_insert(model, without_key.front()).size() > 0;
    // One round trip is all or nothing by itself.
    const bool one_kind = without_key.empty() || (many && with_key.empty());
    if (one_kind && is_one_part(objects, rows_of_a_statement(model.columns.size(), database)))
        return insert_many(model, objects, database, conflict);
    atomic([&] {
        if (!with_key.empty()) insert_many(model, with_key, database, conflict);
        if (many) {
            insert_many(model, without_key, database, conflict);
        } else {
            for (void* object : without_key) insert_one(model, object, database, conflict);
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

namespace {

/// UPDATE … FROM (VALUES …): one statement for as many rows as the database takes parameters. `given`: the keys, then what is set.
std::string update_sql(const ModelInfo& model, const Columns& given, std::size_t rows, const Dialect& dialect) {
    std::string assignments, where;
    for (std::size_t i = 0; i < given.size(); ++i) {
        // What VALUES calls its columns.
        std::string fresh = "fresh.column" + std::to_string(i + 1), own = dialect.quote(given[i]->name);
        if (i < model.key.size()) {
            where += (i > 0 ? " AND " : "") + dialect.quote(model.table) + "." + own + " = " + fresh;
        } else {
            append(assignments, own + " = " + fresh);
        }
    }
    if (model.version) {
        std::string version = dialect.quote(model.version->name);
        append(assignments, version + " = " + dialect.quote(model.table) + "." + version + " + 1");
    }
    return "UPDATE " + dialect.quote(model.table) + " SET " + assignments + " FROM (VALUES " +
           rows_of_placeholders(rows, given.size(), dialect, given) + ") AS fresh WHERE " + where;
}

}  // namespace

std::int64_t update_many(const ModelInfo& model, const std::vector<void*>& objects, const Columns& columns, const std::string& alias) {
    if (columns.empty()) throw Error("bulk_update names no field", "bulk_update(posts, &Post::views)");
    for (const Column* column : columns) {
        if (column->computed()) throw Error("\"" + model.name + "." + column->attribute + "\" is computed by the database", "set what it is computed from");
        if (column->primary_key) throw Error("bulk_update can't change the key \"" + model.name + "." + column->attribute + "\"", "");
    }
    Connection& database = connection(alias);
    const Dialect& dialect = database.dialect();
    Columns given(model.key.begin(), model.key.end());
    given.insert(given.end(), columns.begin(), columns.end());
    const std::size_t at_once = rows_of_a_statement(given.size(), database);
    for (const void* object : objects) {
        if (model.key_of(object).is_null())
            throw Error("bulk_update was given a " + model.name + " that was not saved", "use bulk_create for new rows");
    }
    auto update_all = [&] {
        std::string sql;
        return execute_in_parts(objects, at_once, database, [&](const std::vector<void*>& some) {
            // All but the last have the same text.
            if (sql.empty() || some.size() < at_once) sql = update_sql(model, given, some.size(), dialect);
            return Statement{sql, stored(given, some, dialect)};
        }, nullptr);
    };
    // One round trip is all or nothing by itself.
    const std::int64_t found = is_one_part(objects, at_once) ? update_all() : atomic(update_all, {.database = alias});
    for (void* object : objects) note_saved(model, object, columns);
    return found;
}

bool update(const ModelInfo& model, const void* object, const Value& key, const Columns& columns, const std::string& alias,
            const Value& version) {
    Connection& database = connection(alias);
    const Dialect& dialect = database.dialect();
    Statement statement;
    std::string assignments;
    for (const Column* column : columns)
        append(assignments, dialect.quote(column->name) + " = " + bind(*column, object, dialect, statement.parameters));
    statement.sql = "UPDATE " + dialect.quote(model.table) + " SET " + assignments + " WHERE " +
                    where_key(model, key, dialect, statement.parameters);
    if (!version.is_null()) {
        statement.parameters.push_back(version);
        statement.sql += " AND " + dialect.quote(model.version->name) + " = " + dialect.placeholder(statement.parameters.size());
    }
    return database.execute(statement).rows_affected > 0;
}

namespace {

/// WHERE of a query's rows: its own conditions where they name no other table, no aggregate and no window, else by key.
std::string rows_where(const Query& query, Output& output) {
    std::size_t bound = output.parameters.size(), named = output.named.size();
    Select direct(query, output);
    std::string where = direct.where();
    if (direct.joins().empty() && !query.sliced() && direct.all_in_where()) return where;
    output.rewind(bound, named);
    const ModelInfo& model = query.model();
    if (model.key.size() > 1)
        throw Error("rows of \"" + model.name + "\" with conditions over relations, aggregates or windows can't be written at once",
                    "its key has several columns; save or delete them one by one");
    Query keys = query;
    keys.columns.clear();
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
    if (columns.front()->computed())
        throw Error("\"" + model.name + "." + columns.front()->attribute + "\" is computed by the database", "set what it is computed from");
    std::string text;
    for (std::size_t part = 0; part < columns.size(); ++part) {
        const Column& column = *columns[part];
        std::string right;
        if (value->kind == Expression::Kind::value) {
            const Value& meant = value_for(*value, relation ? relation->to_field : nullptr);
            Value given = columns.size() == 1 ? meant : meant.at(part).value_or(Value());
            given = column.relation ? converted(given, column.type) : converted(given, column);
            check_value(column, given);
            right = output.bind(output.dialect.stored(given, column.type.kind));
        } else {
            Select select(query, output);
            const Sql computed = select.value(*value, 0, &column);
            right = computed.text;
            // Else 0.30 - 0.10 were stored as what a number makes of it, and not found as 0.20.
            if (column.type.kind == Kind::decimal && column.type.places > 0 && computed.type.kind == Kind::decimal && !output.dialect.features().native_decimal)
                right = "ROUND(" + right + ", " + std::to_string(column.type.places) + ")";
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
    if (!query.combined.empty()) throw Error("a union can't be updated", "update the query sets that it is made of");
    Connection& database = writing_connection(query);
    Output output(database.dialect());
    std::string assignments;
    for (const auto& [field, value] : updates) append(assignments, assigned(model, query, field, value, output));
    // Objects that were loaded before are older now.
    bool given = std::ranges::any_of(updates, [&](const auto& update) { return route_of(model, *update.first, nullptr).column == model.version; });
    if (model.version && !given) {
        std::string version = database.dialect().quote(model.version->name);
        append(assignments, version + " = " + version + " + 1");
    }
    Statement statement;
    statement.sql = "UPDATE " + database.dialect().quote(model.table) + " SET " + assignments + rows_where(query, output);
    statement.sql = output.with_named(std::move(statement.sql));
    statement.parameters = std::move(output.parameters);
    return database.execute(statement).rows_affected;
}

std::int64_t delete_rows(const Query& query) {
    Connection& database = writing_connection(query);
    Output output(database.dialect());
    Statement statement;
    statement.sql = "DELETE FROM " + database.dialect().quote(query.model().table) + rows_where(query, output);
    statement.sql = output.with_named(std::move(statement.sql));
    statement.parameters = std::move(output.parameters);
    return database.execute(statement).rows_affected;
}

std::int64_t delete_keys(const ModelInfo& model, const std::vector<Value>& keys, const std::string& alias) {
    std::int64_t deleted = 0;
    among_keys(path_named("pk"), keys, [&](ExpressionPtr condition) {
        Query query;
        query.type = &model.slot;
        query.database = alias;
        query.filters = {std::move(condition)};
        deleted += delete_rows(query);
    });
    return deleted;
}

}  // namespace portico::orm::detail
