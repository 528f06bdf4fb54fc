#include <portico/migrations/schema_editor.hpp>

#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/dialect.hpp>

#include "postgresql/schema_editor.hpp"
#include "sql_tokens.hpp"
#include "sqlite/schema_editor.hpp"
#include "table_sql.hpp"

namespace portico::migrations {

std::string SchemaEditor::quote(std::string_view name) const { return connection_.dialect().quote(name); }

void SchemaEditor::run(std::string sql, std::vector<Value> parameters) {
    if (sql.empty()) return;
    if (!collect_) connection_.execute({sql, std::move(parameters)});
    statements_.push_back(std::move(sql) + ";");
}

void SchemaEditor::remark(std::string sentence) {
    if (std::find(remarks_.begin(), remarks_.end(), sentence) == remarks_.end()) remarks_.push_back(std::move(sentence));
}

void SchemaEditor::alter_checks(const ProjectState&, const ModelState& from, const ModelState& to) {
    auto find = [](const std::vector<CheckState>& checks, const CheckState& check) {
        return std::find_if(checks.begin(), checks.end(), [&](const CheckState& one) { return one.same_rule(check); });
    };
    const std::string table = "ALTER TABLE " + quote(to.table);
    for (const CheckState& check : from.checks) {
        const auto now = find(to.checks, check);
        // A check that was looked at can't become one that wasn't.
        if (now == to.checks.end() || (now->not_valid && !check.not_valid)) run(table + " DROP CONSTRAINT " + quote(check.name));
    }
    for (const CheckState& check : to.checks) {
        const auto before = find(from.checks, check);
        if (before == from.checks.end() || (check.not_valid && !before->not_valid))
            run(table + " ADD CONSTRAINT " + quote(check.name) + " CHECK (" + check.condition.in(connection_.dialect().name()) + ")" +
                (check.not_valid ? " NOT VALID" : ""));
        else if (before->not_valid && !check.not_valid)
            run(table + " VALIDATE CONSTRAINT " + quote(check.name));
    }
}

void SchemaEditor::alter_exclusions(const ProjectState& state, const ModelState& from, const ModelState& to) {
    auto is_in = [](const std::vector<ExclusionState>& all, const ExclusionState& one) { return std::find(all.begin(), all.end(), one) != all.end(); };
    const std::string table = "ALTER TABLE " + quote(to.table);
    for (const ExclusionState& one : from.exclusions)
        if (!is_in(to.exclusions, one)) run(table + " DROP CONSTRAINT " + quote(fitted(connection_.dialect(), one.name)));
    for (const ExclusionState& one : to.exclusions)
        if (!is_in(from.exclusions, one)) run(table + " ADD " + TableSql(connection_.dialect(), state).exclusion(one));
}

void SchemaEditor::alter_comment(const ModelState& model) {
    const ProjectState nothing;
    if (connection_.dialect().features().comments) run(TableSql(connection_.dialect(), nothing).comment_on_table(model));
}

void SchemaEditor::script(const std::string& sql) {
    if (!collect_) connection_.script(sql);
    statements_.push_back(with_semicolon(sql, connection_.dialect().name() == "sqlite" ? Quoting::sqlite : Quoting::postgresql));
}

void SchemaEditor::rename_column(const std::string& table, const std::string& from, const std::string& to) {
    run("ALTER TABLE " + quote(table) + " RENAME COLUMN " + quote(from) + " TO " + quote(to));
}

void SchemaEditor::add_index(const ModelState& model, const IndexState& index) {
    const ProjectState nothing;
    run(TableSql(connection_.dialect(), nothing).create_index(model.table, index));
}

void SchemaEditor::remove_index(const ModelState& model, const IndexState& index) {
    const std::string name = quote(fitted(connection_.dialect(), index.name));
    if (index.more.deferrable != orm::Deferrable::no) return run("ALTER TABLE " + quote(model.table) + " DROP CONSTRAINT " + name);
    run("DROP INDEX IF EXISTS " + name);
}

void SchemaEditor::create_through(const ProjectState& state, const ModelState& model, const FieldState& field) {
    const TableSql tables(connection_.dialect(), state);
    run(tables.create_through(model, field));
    for (std::string& index : tables.create_through_indexes(field)) run(std::move(index));
}

bool SchemaEditor::alter_through(const ProjectState& state, const ModelState& to, const FieldState& before,
                                 const FieldState& after) {
    if (before.has_columns() && after.has_columns()) return false;
    if (before.has_columns() != after.has_columns())
        throw Error("the field \"" + to.label() + "." + after.name + "\" can't be changed from or to many-to-many",
                    "remove it in one migration and add it in the next, with the rows moved between them by run_sql");
    if (before.through != after.through) rename_table(before.through, after.through);
    if (!text::ascii_iequals(before.to, after.to)) {
        run("DROP TABLE " + quote(after.through));
        create_through(state, to, after);
        return true;
    }
    for (std::size_t i = 0; i < before.through_from.size(); ++i)
        if (before.through_from[i] != after.through_from.at(i))
            rename_column(after.through, before.through_from[i], after.through_from[i]);
    for (std::size_t i = 0; i < before.through_to.size(); ++i)
        if (before.through_to[i] != after.through_to.at(i))
            rename_column(after.through, before.through_to[i], after.through_to[i]);
    return true;
}

std::unique_ptr<SchemaEditor> make_schema_editor(orm::Connection& connection, bool collect) {
    if (connection.dialect().name() == "sqlite") return std::make_unique<sqlite::SqliteSchemaEditor>(connection, collect);
    if (connection.dialect().name() == "postgresql") return std::make_unique<postgresql::PostgresqlSchemaEditor>(connection, collect);
    throw Error("there is no schema editor for \"" + std::string(connection.dialect().name()) + "\"");
}

}  // namespace portico::migrations
