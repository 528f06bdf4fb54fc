#include <portico/orm/connection.hpp>
#include <portico/orm/constraints.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/model_info.hpp>

#include "blog_test.hpp"

namespace blog {

using namespace portico;

namespace {

std::string quoted(const std::string& name) { return orm::connection().dialect().quote(name); }

std::string quoted(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + quoted(name);
    return text;
}

std::vector<std::string> key_of(const orm::ModelInfo& model) {
    std::vector<std::string> names;
    for (const orm::Column* key : model.key) names.push_back(key->name);
    return names;
}

std::string referring(const std::vector<std::string>& columns, const orm::ModelInfo& target) {
    return ", FOREIGN KEY (" + quoted(columns) + ") REFERENCES " + quoted(target.table) + " (" + quoted(key_of(target)) +
           ") DEFERRABLE INITIALLY DEFERRED";
}

void create_table(const orm::ModelInfo& model) {
    const orm::Dialect& dialect = orm::connection().dialect();
    std::string columns;
    for (const orm::Column& column : model.columns) {
        columns += (columns.empty() ? "" : ", ") + dialect.quote(column.name) + " " + dialect.column_type(column.type);
        if (column.computed()) columns += " GENERATED ALWAYS AS (" + orm::schema_sql(model, *column.options->generated, dialect) + ") STORED";
        columns += column.nullable ? "" : " NOT NULL";
        if (column.generated) columns += " " + std::string(dialect.automatic_key_suffix());
        if (column.unique) columns += " UNIQUE";
    }
    if (!model.key.front()->generated) columns += ", PRIMARY KEY (" + quoted(key_of(model)) + ")";
    for (const orm::Relation& relation : model.relations) {
        std::vector<std::string> names;
        for (const orm::Column* column : relation.columns) names.push_back(column->name);
        if (!relation.to_many()) columns += referring(names, relation.target());
    }
    for (const orm::CheckInfo& check : model.checks)
        columns += ", CONSTRAINT " + check.name + " CHECK (" + orm::schema_sql(model, *check.condition, dialect) + ")";
    orm::connection().execute({"CREATE TABLE " + dialect.quote(model.table) + " (" + columns + ")", {}});
    for (const orm::IndexInfo& index : model.indexes) {
        if (!index.condition) continue;
        orm::connection().execute({"CREATE UNIQUE INDEX " + index.name + " ON " + dialect.quote(model.table) + " (" + index.columns.at(0) +
                                       ") WHERE " + orm::schema_sql(model, *index.condition, dialect), {}});
    }
}

void create_between(const orm::Relation& relation) {
    const orm::Dialect& dialect = orm::connection().dialect();
    std::string columns = "id " + dialect.column_type({.kind = Kind::integer, .automatic = true}) + " " +
                          std::string(dialect.automatic_key_suffix());
    auto side = [&](const std::vector<std::string>& names, const orm::ModelInfo& model) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            orm::ColumnType type = model.key[i]->type;
            type.automatic = false;
            columns += ", " + quoted(names[i]) + " " + dialect.column_type(type) + " NOT NULL";
        }
    };
    side(relation.through_from, *relation.from);
    side(relation.through_to, relation.target());
    columns += referring(relation.through_from, *relation.from) + referring(relation.through_to, relation.target());
    orm::connection().execute({"CREATE TABLE " + quoted(relation.through) + " (" + columns + ")", {}});
}

}  // namespace

void create_tables() {
    for (const orm::ModelInfo* model : orm::all_models()) {
        if (model->app != "blog" && model->app != "history") continue;
        create_table(*model);
        for (const orm::Relation& relation : model->relations) {
            if (relation.to_many() && (relation.target(), !relation.through_model)) create_between(relation);
        }
    }
}

}  // namespace blog
