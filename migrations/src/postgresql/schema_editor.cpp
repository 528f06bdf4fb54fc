#include "schema_editor.hpp"

#include <algorithm>
#include <utility>

#include <portico/base/text.hpp>
#include <portico/orm/dialect.hpp>

#include "../fill.hpp"
#include "../sql_tokens.hpp"

namespace portico::migrations::postgresql {

bool PostgresqlSchemaEditor::try_turn() {
    if (collects() || !connection().in_atomic()) return true;
    const auto taken = connection().value({"SELECT pg_try_advisory_xact_lock(hashtext('portico.migrate'), hashtext(current_schema()))::integer", {}});
    return taken && *taken == Value(1);
}

/// What is only shown needs it where rows have been changed since the last time.
void PostgresqlSchemaEditor::settle_rows() {
    if (collects()) {
        const auto changes_rows = [](const std::string& statement) {
            return std::ranges::any_of(tokens_of(statement, Quoting::postgresql), [](const SqlToken& one) {
                return is_word(one, "update") || is_word(one, "insert") || is_word(one, "delete") || is_word(one, "truncate") || is_word(one, "merge");
            });
        };
        const auto last = std::find_if(statements().rbegin(), statements().rend(), [](const std::string& one) { return one.starts_with("SET CONSTRAINTS"); });
        if (std::none_of(statements().rbegin(), last, changes_rows)) return;
        run("SET CONSTRAINTS ALL IMMEDIATE");
        return run("SET CONSTRAINTS ALL DEFERRED");
    }
    if (!connection().in_atomic()) return;
    connection().script("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED");
}

void PostgresqlSchemaEditor::refer(const ProjectState& state, const std::string& table, const std::vector<std::string>& columns,
                                   const std::string& to) {
    const ModelState& target = state.get(to);
    references_.push_back({table, columns, target.table, TableSql::key_columns(target), "", false});
}

void PostgresqlSchemaEditor::refer(const ProjectState& state, const std::string& table, const FieldState& field) {
    if (!field.db_constraint) return;
    references_.push_back({table, field.columns, state.get(field.to).table, sql(state).columns_referred_to(field), field.on_delete, field.not_valid});
}

std::string PostgresqlSchemaEditor::reference_name(const std::string& table, const std::vector<std::string>& columns, const std::string& target,
                                                   const std::vector<std::string>& keys) {
    return index_name(table, columns, "_fk_" + target + "_" + text::join(keys, "_"));
}

void PostgresqlSchemaEditor::finish() {
    const orm::Dialect& dialect = connection().dialect();
    const ProjectState nothing;
    const TableSql tables = sql(nothing);
    if (!references_.empty()) settle_rows();
    for (const Reference& reference : std::exchange(references_, {})) {
        run("ALTER TABLE " + quote(reference.table) + " ADD CONSTRAINT " +
            quote(fitted(dialect, reference_name(reference.table, reference.columns, reference.target, reference.keys))) + " FOREIGN KEY (" +
            tables.names(reference.columns) + ") REFERENCES " + quote(reference.target) + " (" + tables.names(reference.keys) + ") " +
            (reference.on_delete.empty() ? "" : "ON DELETE " + reference.on_delete + " ") + std::string(dialect.deferrable()) + (reference.not_valid ? " NOT VALID" : ""));
    }
}

void PostgresqlSchemaEditor::check_constraints() { settle_rows(); }

void PostgresqlSchemaEditor::create_model(const ProjectState& state, const ModelState& model) {
    const TableSql tables = sql(state);
    run(tables.create_table(model));
    for (std::string& index : tables.create_indexes(model)) run(std::move(index));
    for (std::string& comment : tables.comments(model)) run(std::move(comment));
    ModelState without = model;
    std::erase_if(without.checks, [](const CheckState& check) { return check.not_valid; });
    alter_checks(state, without, model);
    for (const FieldState& field : model.fields)
        for (std::size_t part = 0; field.not_valid && part < field.columns.size(); ++part) add_condition(tables, model, field, part);
    for (const FieldState& field : model.fields) {
        if (!field.has_columns())
            create_through(state, model, field);
        else if (field.is_relation())
            refer(state, model.table, field);
    }
}

void PostgresqlSchemaEditor::create_through(const ProjectState& state, const ModelState& model, const FieldState& field) {
    // It may take the place of one that the same migration has made.
    std::erase_if(references_, [&](const Reference& reference) { return reference.table == field.through; });
    SchemaEditor::create_through(state, model, field);
    refer(state, field.through, field.through_from, model.label());
    refer(state, field.through, field.through_to, field.to);
}

/// Those of the models' own tables; what else refers to it keeps the database from dropping it.
void PostgresqlSchemaEditor::drop_references_to(const ProjectState& state, const ModelState& model) {
    for (const ModelState& other : state.models()) {
        if (text::ascii_iequals(other.label(), model.label())) continue;
        for (const FieldState& field : other.fields) {
            if (!field.is_relation() && field.has_columns()) continue;
            if (!text::ascii_iequals(field.to, model.label())) continue;
            const std::string& table = field.has_columns() ? other.table : field.through;
            const auto& columns = field.has_columns() ? field.columns : field.through_to;
            if (field.has_columns() && !field.db_constraint) continue;
            if (!collects()) {
                drop_constraints(table, 'f', columns);
                continue;
            }
            const auto keys = field.has_columns() ? sql(state).columns_referred_to(field) : TableSql::key_columns(model);
            run("ALTER TABLE " + quote(table) + " DROP CONSTRAINT IF EXISTS " +
                quote(fitted(connection().dialect(), reference_name(table, columns, model.table, keys))));
        }
    }
}

// Nothing is dropped by CASCADE here: views, policies and others' tables that depend on it are somebody's, who is told of them instead.
void PostgresqlSchemaEditor::delete_model(const ProjectState& state, const ModelState& model) {
    settle_rows();
    drop_references_to(state, model);
    std::vector<std::string> gone{model.table};
    for (const FieldState& field : model.fields)
        if (!field.has_columns()) gone.insert(gone.begin(), field.through);
    for (const std::string& table : gone) run("DROP TABLE " + quote(table));
    std::erase_if(references_, [&](const Reference& reference) {
        return std::ranges::find(gone, reference.table) != gone.end() || std::ranges::find(gone, reference.target) != gone.end();
    });
}

void PostgresqlSchemaEditor::rename_table(const std::string& from, const std::string& to) {
    settle_rows();
    run("ALTER TABLE " + quote(from) + " RENAME TO " + quote(to));
    for (Reference& reference : references_) {
        if (reference.table == from) reference.table = to;
        if (reference.target == from) reference.target = to;
    }
}

void PostgresqlSchemaEditor::rename_column(const std::string& table, const std::string& from, const std::string& to) {
    SchemaEditor::rename_column(table, from, to);
    for (Reference& reference : references_) {
        if (reference.table == table) std::ranges::replace(reference.columns, from, to);
        if (reference.target == table) std::ranges::replace(reference.keys, from, to);
    }
}

void PostgresqlSchemaEditor::drop_key(const std::string& table) {
    if (collects()) return run("ALTER TABLE " + quote(table) + " DROP CONSTRAINT IF EXISTS " + quote(fitted(connection().dialect(), table + "_pkey")));
    const auto name = connection().value({"SELECT conname::text FROM pg_catalog.pg_constraint WHERE conrelid = to_regclass($1) AND contype = 'p'", {Value(quote(table))}});
    if (name) run("ALTER TABLE " + quote(table) + " DROP CONSTRAINT " + quote(name->str()));
}

void PostgresqlSchemaEditor::add_key(const ModelState& model) {
    const ProjectState nothing;
    run("ALTER TABLE " + quote(model.table) + " ADD PRIMARY KEY (" + sql(nothing).names(TableSql::key_columns(model)) + ")");
}

void PostgresqlSchemaEditor::add_field(const ProjectState& state, const ModelState& from, const ModelState& to, const std::string& name) {
    const FieldState& field = *to.find(name);
    if (!field.has_columns()) return create_through(state, to, field);
    settle_rows();
    const bool changes_key = field.primary_key && TableSql::key_fields(from) != TableSql::key_fields(to);
    if (changes_key) drop_key(to.table);
    const TableSql tables = sql(state);
    for (std::size_t part = 0; part < field.columns.size(); ++part) {
        const bool filled = (!field.db_default || field.fill) && field.generated.empty() && !field.types[part].automatic && has_fill(field) && (!field.nullable || field.fill);
        FieldState added = field;
        if (filled) added.db_default.reset();
        std::string column = tables.column(to, added, part);
        // A constant default fills the rows that exist without touching them.
        if (filled) column += " DEFAULT " + tables.literal(fill_of(field, field.types[part]), field.types[part]);
        run("ALTER TABLE " + quote(to.table) + " ADD COLUMN " + column);
        if (filled)
            run("ALTER TABLE " + quote(to.table) + " ALTER COLUMN " + quote(field.columns[part]) +
                (field.db_default ? " SET DEFAULT " + tables.literal(*field.db_default, field.types[part]) : " DROP DEFAULT"));
    }
    for (std::size_t part = 0; field.not_valid && part < field.columns.size(); ++part) add_condition(tables, to, field, part);
    if (field.columns.size() > 1 && (field.unique || field.form == FieldForm::one_to_one))
        run("ALTER TABLE " + quote(to.table) + " ADD CONSTRAINT " +
            quote(fitted(connection().dialect(), index_name(to.table, field.columns, "_uniq"))) + " UNIQUE (" +
            tables.names(field.columns) + ")");
    if (field.indexed) run(tables.create_index(to.table, {index_name(to.table, field.columns), field.columns, false}));
    if (!field.db_comment.empty()) run(tables.comment_on_column(to.table, field));
    if (field.is_relation()) refer(state, to.table, field);
    if (changes_key && TableSql::key_columns(to).size() > 1) add_key(to);
}

void PostgresqlSchemaEditor::remove_field(const ProjectState&, const ModelState& from, const ModelState& to, const std::string& name) {
    const FieldState& field = *from.find(name);
    settle_rows();
    if (!field.has_columns()) {
        std::erase_if(references_, [&](const Reference& reference) { return reference.table == field.through; });
        return run("DROP TABLE " + quote(field.through));
    }
    for (const std::string& column : field.columns)
        run("ALTER TABLE " + quote(from.table) + " DROP COLUMN " + quote(column));
    std::erase_if(references_, [&](const Reference& reference) {
        return reference.table == from.table && reference.columns == field.columns;
    });
    if (field.primary_key && !to.key().empty() && !to.find(name)) add_key(to);  // the old one went with its column
}

}  // namespace portico::migrations::postgresql
