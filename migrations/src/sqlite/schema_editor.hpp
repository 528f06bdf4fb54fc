/// SQLite changes little of a table that exists: all else is done by building the table anew and copying its rows.
#pragma once
#include <compare>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <portico/migrations/schema_editor.hpp>

#include "../table_sql.hpp"
#include "hand_made.hpp"

namespace portico::migrations::sqlite {

class SqliteSchemaEditor final : public SchemaEditor {
public:
    using SchemaEditor::SchemaEditor;

    bool try_turn() override;
    void for_this_database() override { own_ = Own{}; }
    void script(const std::string& sql) override;
    void finish() override;
    void create_model(const ProjectState& state, const ModelState& model) override;
    void delete_model(const ProjectState& state, const ModelState& model) override;
    void rename_table(const std::string& from, const std::string& to) override;
    void add_field(const ProjectState& state, const ModelState& from, const ModelState& to, const std::string& field) override;
    void remove_field(const ProjectState& state, const ModelState& from, const ModelState& to,
                      const std::string& field) override;
    void alter_field(const ProjectState& state, const ModelState& from, const ModelState& to,
                     const std::string& field) override;
    void alter_checks(const ProjectState& state, const ModelState& from, const ModelState& to) override;
    void note_broken_rows() override;
    void check_constraints() override;
    void rename_column(const std::string& table, const std::string& from, const std::string& to) override;

private:
    /// A row that refers to none, by its key: a table that is built anew counts its rows anew.
    struct BrokenReference {
        std::string table{}, row{}, target{};
        auto operator<=>(const BrokenReference&) const = default;
    };

    TableSql sql(const ProjectState& state) const { return TableSql(connection().dialect(), state); }
    /// Builds the table as `to` describes it and fills it with the rows that there are.
    void rebuild(const ProjectState& state, const ModelState& from, const ModelState& to);
    void copy_rows(const TableSql& sql, const ModelState& from, const ModelState& to, const std::string& new_table);
    void refuse_losses(const ModelState& from, const ModelState& to);
    void refuse_unfit(const ModelState& from, const ModelState& to, const std::string& copy);
    void for_retyped(const ModelState& from, const ModelState& to,
                     const std::function<void(const FieldState& before, const FieldState& after, std::size_t part)>& look);
    void refuse_rows(const ModelState& model, const std::string& table, const std::string& column, const std::string& condition, std::string rule);
    void rename_columns(ModelState& model, FieldState& field, const std::vector<std::string>& columns);
    void rebuild_links_to(const ProjectState& state, const ModelState& target);
    void replace_table(const std::string& table, const std::string& draft);
    /// Throws Error where a view or a trigger would not survive the change; those that were dead before are told.
    void keeping_dependents(const std::function<void()>& change);
    /// ALTER TABLE … RENAME, which SQLite refuses where any view or trigger of the database is broken.
    void rename(const std::string& sql);
    void each_broken_reference(const std::function<void(const BrokenReference&)>& found) const;
    void refuse_when_run(const std::string& rule, const std::string& count, std::size_t most = 0);
    void keep_last_key(const std::string& from, const std::string& to);
    /// The SQL of what was made by hand; throws Error where some of it would be lost.
    std::vector<std::string> made_by_hand(const TableText& before, const TableText& after);

    std::map<BrokenReference, std::size_t> broken_before_;
    /// What is known, while SQL is collected for this database, of what its tables will have of somebody's own.
    struct Own {
        std::map<std::string, std::vector<std::string>> kept{};  // of those that were built anew: to be made again where they are once more
        std::map<std::string, std::string> changed{};            // tables that are other than they are now: by what
        bool rebuilt = false;                                    // since the last migration's end
        std::string unknown{};                                   // from there on: why
    };
    std::optional<Own> own_;
};

}  // namespace portico::migrations::sqlite
