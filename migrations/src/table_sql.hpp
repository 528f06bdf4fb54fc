/// CREATE TABLE and CREATE INDEX as Django writes them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <portico/migrations/state.hpp>
#include <portico/orm/dialect.hpp>

namespace portico::migrations {

/// A name as long as the database takes; a longer one ends in a digest of itself.
std::string fitted(const orm::Dialect& dialect, std::string name);

/// Does a check that was looked at say that the column is never null?
bool is_known_not_null(const ModelState& model, const std::string& column, const orm::Dialect& dialect);

class TableSql {
public:
    TableSql(const orm::Dialect& dialect, const ProjectState& state) : dialect_(dialect), state_(state) {}

    /// The model's table, under another name where one is given.
    std::string create_table(const ModelState& model, std::string_view table = {}) const;
    /// The indexes of single fields and those of the model.
    std::vector<std::string> create_indexes(const ModelState& model) const;
    /// Empty where this database has no such index and does well without.
    std::string create_index(const std::string& table, const IndexState& index) const;
    /// CONSTRAINT "name" EXCLUDE …
    std::string exclusion(const ExclusionState& exclusion) const;
    /// COMMENT ON TABLE and COLUMN; none where there are none.
    std::vector<std::string> comments(const ModelState& model) const;
    std::string comment_on_table(const ModelState& model) const;
    std::string comment_on_column(const std::string& table, const FieldState& field) const;
    std::string create_through(const ModelState& model, const FieldState& field) const;
    std::vector<std::string> create_through_indexes(const FieldState& field) const;

    /// "title" varchar(200) NOT NULL …, with its constraints.
    std::string column(const ModelState& model, const FieldState& field, std::size_t part) const;
    /// The condition on a column, empty where there is none.
    std::string condition(const FieldState& field, std::size_t part) const;
    std::string names(const std::vector<std::string>& columns) const;
    static std::vector<std::string> key_columns(const ModelState& model);
    /// The fields that are the key, by name.
    static std::vector<std::string> key_fields(const ModelState& model);
    /// The columns that a foreign key refers to.
    std::vector<std::string> columns_referred_to(const FieldState& field) const;

    /// A value of a file (dates and the like are texts there) as a literal for a column of that type.
    std::string literal(const Value& value, const orm::ColumnType& type) const;

private:
    std::vector<std::string> constraints(const ModelState& model) const;
    /// " REFERENCES "blog_author" ("id") DEFERRABLE …".
    std::string references(const std::string& to) const;
    std::string references(const FieldState& field) const;
    std::string references(const ModelState& target, const std::vector<std::string>& columns, const std::string& on_delete) const;
    std::string index_terms(const IndexState& index) const;
    std::string unique_constraint(const std::string& table, const IndexState& index) const;
    std::vector<orm::ColumnType> key_types(const ModelState& model) const;
    /// What is not valid yet is added to a table that exists; where that can't be done it holds from the start.
    bool is_added_later(bool not_valid) const { return not_valid && dialect_.features().alter_column; }
    bool inline_references() const { return dialect_.features().forward_references; }
    std::string q(std::string_view name) const { return dialect_.quote(name); }

    const orm::Dialect& dialect_;
    const ProjectState& state_;
};

}  // namespace portico::migrations
