#include <portico/orm/connection.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/model_info.hpp>

#include "blog_test.hpp"

namespace blog {

using namespace portico;

namespace {

std::string key_of(const orm::ModelInfo& model) {
    std::string names;
    for (const orm::Column* key : model.key) names += (names.empty() ? "" : ", ") + key->name;
    return names;
}

std::string referring(const std::vector<std::string>& columns, const orm::ModelInfo& target) {
    std::string names;
    for (const auto& column : columns) names += (names.empty() ? "" : ", ") + column;
    return ", FOREIGN KEY (" + names + ") REFERENCES " + target.table + " (" + key_of(target) + ") DEFERRABLE INITIALLY DEFERRED";
}

void create_table(const orm::ModelInfo& model) {
    const orm::Dialect& dialect = orm::connection().dialect();
    std::string columns;
    for (const orm::Column& column : model.columns) {
        columns += (columns.empty() ? "" : ", ") + dialect.quote(column.name) + " " + dialect.column_type(column.type);
        columns += column.nullable ? "" : " NOT NULL";
        if (column.generated) columns += " " + std::string(dialect.automatic_key_suffix());
        if (column.unique) columns += " UNIQUE";
    }
    if (!model.key.front()->generated) columns += ", PRIMARY KEY (" + key_of(model) + ")";
    for (const orm::Relation& relation : model.relations) {
        std::vector<std::string> names;
        for (const orm::Column* column : relation.columns) names.push_back(column->name);
        if (!relation.to_many()) columns += referring(names, relation.target());
    }
    orm::connection().execute({"CREATE TABLE " + dialect.quote(model.table) + " (" + columns + ")", {}});
}

void create_between(const orm::Relation& relation) {
    std::string columns = "id integer PRIMARY KEY AUTOINCREMENT";
    for (const auto& name : relation.through_from) columns += ", " + name + " NOT NULL";
    for (const auto& name : relation.through_to) columns += ", " + name + " NOT NULL";
    columns += referring(relation.through_from, *relation.from) + referring(relation.through_to, relation.target());
    orm::connection().execute({"CREATE TABLE " + relation.through + " (" + columns + ")", {}});
}

}  // namespace

void create_tables() {
    for (const orm::ModelInfo* model : orm::all_models()) {
        if (model->app != "blog") continue;
        create_table(*model);
        for (const orm::Relation& relation : model->relations) {
            if (relation.to_many()) create_between(relation);
        }
    }
}

}  // namespace blog
