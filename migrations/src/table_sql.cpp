#include "table_sql.hpp"

#include <portico/base/date_time.hpp>
#include <portico/base/json.hpp>
#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
#include <portico/base/uuid.hpp>

namespace portico::migrations {

namespace {

template <class T>
Value parsed(const std::optional<T>& found, const Value& text) {
    return found ? Value(*found) : text;
}

/// A file's text as what the column holds.
Value of_kind(const Value& value, Kind kind) {
    if (kind == Kind::json || kind == Kind::list) return Value(to_json(value));
    if (kind == Kind::boolean && !value.is_text()) return Value(value.truthy());
    if (!value.is_text()) return value;
    const std::string text = value.str();
    switch (kind) {
    case Kind::date: return parsed(parse_date(text), value);
    case Kind::time: return parsed(parse_time(text), value);
    case Kind::date_time: return parsed(parse_date_time(text), value);
    case Kind::duration: return parsed(parse_duration(text), value);
    case Kind::uuid: return parsed(Uuid::parse(text), value);
    default: return value;
    }
}

}  // namespace

std::string TableSql::literal(const Value& value, const orm::ColumnType& type) const {
    return dialect_.literal(of_kind(value, type.kind));
}

std::string fitted(const orm::Dialect& dialect, std::string name) {
    const std::size_t most = dialect.features().max_name_length;
    if (name.size() <= most) return name;
    const std::string digest = text::hex(md5(name)).substr(0, 8);
    return name.substr(0, most - digest.size() - 1) + "_" + digest;
}

std::string TableSql::names(const std::vector<std::string>& columns) const {
    std::vector<std::string> quoted;
    for (const std::string& column : columns) {
        const bool descending = column.starts_with('-');
        quoted.push_back(q(descending ? column.substr(1) : column) + (descending ? " DESC" : ""));
    }
    return text::join(quoted, ", ");
}

std::vector<std::string> TableSql::key_columns(const ModelState& model) {
    std::vector<std::string> columns;
    for (const FieldState* field : model.key()) columns.insert(columns.end(), field->columns.begin(), field->columns.end());
    return columns;
}

std::vector<orm::ColumnType> TableSql::key_types(const ModelState& model) const {
    std::vector<orm::ColumnType> types;
    for (const FieldState* field : model.key()) types.insert(types.end(), field->types.begin(), field->types.end());
    for (orm::ColumnType& type : types) type.automatic = false;
    return types;
}

std::string TableSql::references(const std::string& to) const {
    const ModelState& target = state_.get(to);
    return " REFERENCES " + q(target.table) + " (" + names(key_columns(target)) + ") " + std::string(dialect_.deferrable());
}

std::string TableSql::condition(const FieldState& field, std::size_t part) const {
    const std::string& column = field.columns[part];
    if (field.choices.empty()) return field.is_relation() ? std::string() : dialect_.column_check(column, field.types[part]);
    std::vector<std::string> literals;
    for (const Value& choice : field.choices) literals.push_back(literal(choice, field.types[part]));
    return q(column) + " IN (" + text::join(literals, ", ") + ")";
}

std::string TableSql::column(const ModelState& model, const FieldState& field, std::size_t part) const {
    const std::string& name = field.columns[part];
    const orm::ColumnType& type = field.types[part];
    std::string sql = q(name) + " " + dialect_.column_type(type);
    if (!field.generated.empty()) sql += " GENERATED ALWAYS AS (" + field.generated.in(dialect_.name()) + ") STORED";
    sql += field.nullable ? " NULL" : " NOT NULL";
    if (field.db_default) sql += " DEFAULT " + literal(*field.db_default, type);
    const bool single = field.columns.size() == 1;
    if (field.primary_key && key_columns(model).size() == 1)
        sql += " " + (type.automatic ? std::string(dialect_.automatic_key_suffix()) : "PRIMARY KEY");
    else if (single && (field.unique || field.form == FieldForm::one_to_one))
        sql += " UNIQUE";
    if (const std::string check = condition(field, part); !check.empty()) sql += " CHECK (" + check + ")";
    if (field.is_relation() && single && inline_references()) sql += references(field.to);
    return sql;
}

std::vector<std::string> TableSql::constraints(const ModelState& model) const {
    std::vector<std::string> constraints;
    for (const CheckState& check : model.checks)
        constraints.push_back("CONSTRAINT " + q(check.name) + " CHECK (" + check.condition.in(dialect_.name()) + ")");
    const auto key = key_columns(model);
    if (key.size() > 1) constraints.push_back("PRIMARY KEY (" + names(key) + ")");
    for (const FieldState& field : model.fields) {
        if (!field.is_relation() || field.columns.size() < 2) continue;
        if (inline_references()) constraints.push_back("FOREIGN KEY (" + names(field.columns) + ")" + references(field.to));
        if (field.unique || field.form == FieldForm::one_to_one)
            constraints.push_back("UNIQUE (" + names(field.columns) + ")");
    }
    return constraints;
}

std::string TableSql::create_table(const ModelState& model, std::string_view table) const {
    std::vector<std::string> parts;
    for (const FieldState& field : model.fields)
        for (std::size_t part = 0; part < field.columns.size(); ++part) parts.push_back(column(model, field, part));
    for (std::string& constraint : constraints(model)) parts.push_back(std::move(constraint));
    return "CREATE TABLE " + q(table.empty() ? model.table : table) + " (" + text::join(parts, ", ") + ")";
}

std::string TableSql::create_index(const std::string& table, const IndexState& index) const {
    std::string terms;
    auto expression = index.expressions.begin();
    for (const std::string& column : index.columns) {
        const bool computed = column.empty() || column == "-";
        terms += (terms.empty() ? "" : ", ") + (computed ? "(" + (expression++)->in(dialect_.name()) + ")" : names({column}));
        if (column == "-") terms += " DESC";
    }
    std::string sql = std::string(index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ") + q(fitted(dialect_, index.name)) + " ON " + q(table) + " (" + terms + ")";
    if (!index.include.empty() && dialect_.features().covering_indexes) sql += " INCLUDE (" + names(index.include) + ")";
    if (!index.condition.empty()) sql += " WHERE " + index.condition.in(dialect_.name());
    return sql;
}

std::vector<std::string> TableSql::create_indexes(const ModelState& model) const {
    std::vector<std::string> indexes;
    for (const FieldState& field : model.fields)
        if (field.indexed && field.has_columns())
            indexes.push_back(create_index(model.table, {.name = index_name(model.table, field.columns), .columns = field.columns}));
    for (const IndexState& index : model.indexes) indexes.push_back(create_index(model.table, index));
    return indexes;
}

std::string TableSql::create_through(const ModelState& model, const FieldState& field) const {
    const ModelState& target = state_.get(field.to);
    std::vector<std::string> parts{q("id") + " " + dialect_.column_type({.kind = Kind::integer, .automatic = true}) +
                                   " NOT NULL " + std::string(dialect_.automatic_key_suffix())};
    auto side = [&](const std::vector<std::string>& columns, const ModelState& end) {
        const auto types = key_types(end);
        const bool single = columns.size() == 1;
        for (std::size_t i = 0; i < columns.size() && i < types.size(); ++i)
            parts.push_back(q(columns[i]) + " " + dialect_.column_type(types[i]) + " NOT NULL" +
                            (single && inline_references() ? references(end.label()) : std::string()));
    };
    side(field.through_from, model);
    side(field.through_to, target);
    if (field.through_from.size() > 1 && inline_references())
        parts.push_back("FOREIGN KEY (" + names(field.through_from) + ")" + references(model.label()));
    if (field.through_to.size() > 1 && inline_references())
        parts.push_back("FOREIGN KEY (" + names(field.through_to) + ")" + references(target.label()));
    return "CREATE TABLE " + q(field.through) + " (" + text::join(parts, ", ") + ")";
}

std::vector<std::string> TableSql::create_through_indexes(const FieldState& field) const {
    std::vector<std::string> both = field.through_from;
    both.insert(both.end(), field.through_to.begin(), field.through_to.end());
    auto index = [&](const std::vector<std::string>& columns, bool unique) {
        return create_index(field.through, {.name = index_name(field.through, columns, unique ? "_uniq" : ""), .columns = columns, .unique = unique});
    };
    return {index(both, true), index(field.through_from, false), index(field.through_to, false)};
}

}  // namespace portico::migrations
