#include <portico/orm/sql.hpp>

#include <charconv>
#include <cmath>

#include <portico/base/error.hpp>
#include <portico/orm/connection.hpp>

#include "batch.hpp"
#include "joins.hpp"
#include "load.hpp"

namespace portico::orm::detail {

Statement sql_statement(std::string_view text, const std::vector<Value>& values, const Dialect& dialect) {
    Statement statement;
    auto bind = [&](const Value& value) {
        statement.parameters.push_back(value);
        return dialect.placeholder(statement.parameters.size());
    };
    for (const Value& value : values) {
        std::size_t gap = text.find("{}");
        statement.sql += text.substr(0, gap);
        text.remove_prefix(gap + 2);
        const List* list = value.as_list();
        if (!list) statement.sql += bind(value);
        for (std::size_t i = 0; list && i < list->size(); ++i) statement.sql += (i > 0 ? ", " : "") + bind((*list)[i]);
        // "IN ()" is no SQL; among nothing is nothing.
        if (list && list->empty()) statement.sql += "NULL";
    }
    statement.sql += text;
    return statement;
}

void run_sql(std::string_view text, const std::vector<Value>& values, const std::string& alias,
             const std::function<void(const Row&, const Dialect&)>& each_row) {
    Connection& database = connection(alias);
    const Dialect& dialect = database.dialect();
    Statement statement = sql_statement(text, values, dialect);
    auto hand_out = [&](const Row& row) { each_row(row, dialect); };
    bool reads = statement.sql.starts_with("SELECT") || statement.sql.starts_with("select") || statement.sql.starts_with("VALUES");
    reads ? database.query(statement, hand_out) : static_cast<void>(database.returning(statement, hand_out));
}

std::int64_t execute_sql(std::string_view text, const std::vector<Value>& values, const std::string& alias) {
    Connection& database = connection(alias);
    return database.execute(sql_statement(text, values, database.dialect())).rows_affected;
}

std::shared_ptr<const Results> sql_objects(const ModelInfo& model, std::string_view text, const std::vector<Value>& values,
                                           const std::string& alias) {
    Connection& database = connection(alias);
    const Dialect& dialect = database.dialect();
    Statement statement = sql_statement(text, values, dialect);
    std::string columns;
    for (const Column& column : model.columns) columns += (columns.empty() ? "" : ", ") + quoted(dialect, "given", column.name);
    statement.sql = "SELECT " + columns + " FROM (" + statement.sql + ") " + dialect.quote("given");
    Loader loader(model, dialect, alias, 0);
    database.query(statement, [&](const Row& row) { loader.add(row); });
    auto results = std::make_shared<Results>();
    results->items = loader.objects()->items();
    results->owner = loader.objects();
    return results;
}

void require_columns(const Row& row, std::size_t expected) {
    if (row.columns() == expected) return;
    throw Error("the SQL gives " + std::to_string(row.columns()) + " columns, " + std::to_string(expected) + " are read",
                "select as many columns as the struct has members, in their order");
}

namespace {

bool is_number(std::string_view text) {
    double number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

/// A number's beginning, or nothing, is no number: what would be cut off is refused.
void check_number(const Row& row, std::size_t column, Kind kind) {
    const Cell& cell = row.cell(column);
    if (kind == Kind::boolean) {
        const bool known = cell.type == Cell::Type::integer || (cell.type == Cell::Type::number && std::trunc(cell.number) == cell.number) ||
                           (cell.type == Cell::Type::text && (cell.text == "0" || cell.text == "1"));
        if (!known) throw ConversionError("it is neither true nor false", "invalid");
    }
    if (kind != Kind::integer && kind != Kind::floating) return;
    const bool textual = cell.type == Cell::Type::text || cell.type == Cell::Type::bytes;
    if (textual && !is_number(cell.text)) throw ConversionError("it is no number", "invalid");
    if (kind == Kind::integer && row.number(column) != std::trunc(row.number(column))) throw ConversionError("it is no whole number", "invalid");
}

}  // namespace

void read_column(const Row& row, std::size_t column, const FieldType& type, void* into, const Dialect& dialect) {
    try {
        bool null = row.is_null(column);
        if (!null) check_number(row, column, type.kind);
        Value value = null ? Value() : type.kind == Kind::enumeration ? row.value(column) : dialect.loaded(row, column, type.kind);
        if (!null || type.optional) return type.set(into, value);
    } catch (const ConversionError& error) {
        throw DatabaseError("column " + std::to_string(column + 1) + " of the SQL holds \"" + std::string(row.text(column)) +
                                "\", which is no " + type.name + ": " + error.what(),
                            "give the member another type, or cast the column");
    }
    throw DatabaseError("column " + std::to_string(column + 1) + " of the SQL is null, but is read into a " + type.name,
                        "make it std::optional<" + type.name + ">");
}

void read_struct(const Row& row, const TypeInfo& type, void* into, const Dialect& dialect) {
    require_columns(row, type.fields.size());
    for (const FieldInfo& field : type.fields) read_column(row, field.index, *field.type, field.in(into), dialect);
}

}  // namespace portico::orm::detail
