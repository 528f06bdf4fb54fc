/// PostgreSQL changes tables in place; foreign keys are added when all tables of a migration are there.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <portico/migrations/schema_editor.hpp>

#include "../table_sql.hpp"

namespace portico::migrations::postgresql {

class PostgresqlSchemaEditor final : public SchemaEditor {
public:
    using SchemaEditor::SchemaEditor;

    bool try_turn() override;
    void limit_waiting(std::chrono::microseconds most) override { patience_ = most; }
    void create_model(const ProjectState& state, const ModelState& model) override;
    void delete_model(const ProjectState& state, const ModelState& model) override;
    void rename_table(const std::string& from, const std::string& to) override;
    void add_field(const ProjectState& state, const ModelState& from, const ModelState& to, const std::string& field) override;
    void remove_field(const ProjectState& state, const ModelState& from, const ModelState& to,
                      const std::string& field) override;
    void alter_field(const ProjectState& state, const ModelState& from, const ModelState& to,
                     const std::string& field) override;
    void rename_column(const std::string& table, const std::string& from, const std::string& to) override;
    void add_index_concurrently(const ModelState& model, const IndexState& index) override;
    void remove_index_concurrently(const ModelState& model, const IndexState& index) override;
    void alter_field_concurrently(const ProjectState& state, const ModelState& from, const ModelState& to, const std::string& field) override;
    void settle_rows() override;
    void finish() override;
    void check_constraints() override;

protected:
    void create_through(const ProjectState& state, const ModelState& model, const FieldState& field) override;

private:
    /// A foreign key to come.
    struct Reference {
        std::string table{};
        std::vector<std::string> columns{};
        std::string target{};              // the table referred to
        std::vector<std::string> keys{};   // its columns
        std::string on_delete{};
        bool not_valid = false;
    };
    struct Change;

    TableSql sql(const ProjectState& state) const { return TableSql(connection().dialect(), state); }
    void refer(const ProjectState& state, const std::string& table, const std::vector<std::string>& columns, const std::string& to);
    void refer(const ProjectState& state, const std::string& table, const FieldState& field);
    /// The constraint of that type ('f', 'u', 'c') over exactly these columns, as the database calls it.
    std::vector<std::string> constraints_over(const std::string& table, char type, const std::vector<std::string>& columns) const;
    /// `usual_name`: where there is no database to ask.
    void validate(const std::string& table, char type, const std::vector<std::string>& columns, const std::string& usual_name);
    /// As Django calls it: "blog_post_author_id_dd7a8485_fk_blog_author_id".
    static std::string reference_name(const std::string& table, const std::vector<std::string>& columns, const std::string& target,
                                      const std::vector<std::string>& keys);
    void drop_references_to(const ProjectState& state, const ModelState& model);
    void drop_constraints(const std::string& table, char type, const std::vector<std::string>& columns);
    /// Columns that refer to a column of this field: foreign keys, and those of tables between many-to-many, which are no field's.
    struct Referring {
        std::string table{};
        std::vector<std::string> columns{};
        std::size_t part = 0;  // the one of them that refers to it
        const FieldState* field = nullptr;
    };
    std::vector<Referring> referring(const ProjectState& state, const ModelState& model, const FieldState& field, std::size_t part) const;

    std::vector<const FieldState*> drop_computed_from(const ModelState& model, const std::vector<std::string>& columns);
    void make_again(const ProjectState& state, const ModelState& model, const std::vector<const FieldState*>& fields);

    void drop_key(const std::string& table);
    void add_key(const ModelState& model);

    void rename_columns(const Change& change);
    void refuse_losses(const Change& change, std::size_t part);
    void change_types(const Change& change);
    void change_default(const Change& change);
    void change_null(const Change& change);
    void change_unique(const Change& change);
    static std::string condition_before(const Change& change, std::size_t part);
    static bool keeps_condition(const Change& change, std::size_t part);
    void drop_changed_conditions(const Change& change);
    void change_check(const Change& change);
    void change_index(const Change& change);
    void change_comment(const Change& change);
    void change_validity(const Change& change);
    void alter_column(const Change& change, std::size_t part, const std::string& what);
    void run_alone(const std::string& sql);
    void run_in_transaction(const std::string& sql);
    void build_index(const std::string& table, const IndexState& index);
    /// Adds the condition on one of a field's columns, as not valid where the field is.
    void add_condition(const TableSql& tables, const ModelState& model, const FieldState& field, std::size_t part);

    std::vector<Reference> references_;
    std::set<std::string> named_rules_;  // of the model whose field changes: no part of the field, though they may be about it alone
    std::optional<std::chrono::microseconds> patience_{};
};

}  // namespace portico::migrations::postgresql
