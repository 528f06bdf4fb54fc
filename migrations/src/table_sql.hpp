/// CREATE TABLE and CREATE INDEX as Django writes them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <portico/migrations/state.hpp>
#include <portico/orm/dialect.hpp>

namespace portico::migrations {

class TableSql {
public:
    TableSql(const orm::Dialect& dialect, const ProjectState& state) : dialect_(dialect), state_(state) {}

    /// The model's table, under another name where one is given.
    std::string create_table(const ModelState& model, std::string_view table = {}) const;
    /// The indexes of single fields and those of the model.
    std::vector<std::string> create_indexes(const ModelState& model) const;
    std::string create_index(const std::string& table, const IndexState& index) const;
    std::string create_through(const ModelState& model, const FieldState& field) const;
    std::vector<std::string> create_through_indexes(const FieldState& field) const;

    /// A value of a file (dates and the like are texts there) as a literal for a column of that type.
    std::string literal(const Value& value, const orm::ColumnType& type) const;

private:
    std::string column(const ModelState& model, const FieldState& field, std::size_t part) const;
    std::vector<std::string> constraints(const ModelState& model) const;
    std::string check(const FieldState& field, const std::string& column, const orm::ColumnType& type) const;
    /// " REFERENCES "blog_author" ("id") DEFERRABLE …".
    std::string references(const std::string& to) const;
    std::vector<std::string> key_columns(const ModelState& model) const;
    std::vector<orm::ColumnType> key_types(const ModelState& model) const;
    std::string names(const std::vector<std::string>& columns) const;
    std::string q(std::string_view name) const { return dialect_.quote(name); }

    const orm::Dialect& dialect_;
    const ProjectState& state_;
};

}  // namespace portico::migrations
