/// How a column becomes another.
#include <algorithm>

#include <portico/base/text.hpp>
#include <portico/orm/dialect.hpp>

#include "../fill.hpp"
#include "../retyping.hpp"
#include "../violations.hpp"
#include "schema_editor.hpp"

namespace portico::migrations::postgresql {

struct PostgresqlSchemaEditor::Change {
    const ProjectState& state;
    const ModelState& old_model;
    const ModelState& model;    // as it is to be
    const FieldState& before;
    const FieldState& after;
    TableSql tables;

    bool is_unique(const FieldState& field) const { return field.unique || field.form == FieldForm::one_to_one; }
    /// The key's own constraint and index serve for both.
    bool needs_unique(const FieldState& field) const { return is_unique(field) && !field.primary_key; }
};

void PostgresqlSchemaEditor::alter_field(const ProjectState& state, const ModelState& from, const ModelState& to,
                                         const std::string& name) {
    const FieldState &before = *from.find(name), &after = *to.find(name);
    settle_rows();
    if (alter_through(state, to, before, after)) return;
    named_rules_.clear();
    for (const CheckState& check : to.checks) named_rules_.insert(check.name);
    for (const IndexState& index : to.indexes) named_rules_.insert(fitted(connection().dialect(), index.name));
    const Change change{state, from, to, before, after, sql(state)};
    const bool refers_anew = before.is_relation() != after.is_relation() || !text::ascii_iequals(before.to, after.to) ||
                             before.types != after.types || before.columns.size() != after.columns.size() || before.to_field != after.to_field ||
                             before.on_delete != after.on_delete || before.db_constraint != after.db_constraint || (after.not_valid && !before.not_valid);
    if (before.columns.size() != after.columns.size()) {
        remove_field(state, from, to, name);
        make_again(state, to, {&after});
        if (after.primary_key) add_key(to);
        return;
    }
    if (before.is_relation() && refers_anew) drop_constraints(to.table, 'f', before.columns);
    rename_columns(change);
    if (is_computed_anew(before, after)) {
        run("ALTER TABLE " + quote(to.table) + " DROP COLUMN " + quote(after.columns.front()));
        return make_again(state, to, {&after});
    }
    const bool changes_key = TableSql::key_fields(from) != TableSql::key_fields(to);
    if (changes_key) drop_key(to.table);
    if (!before.generated.empty() && after.generated.empty()) alter_column(change, 0, "DROP EXPRESSION");
    change_index(change);
    drop_changed_conditions(change);
    const bool retyped = before.types != after.types;
    const auto computed = retyped ? drop_computed_from(to, after.columns) : std::vector<const FieldState*>();
    change_types(change);
    make_again(state, to, computed);
    change_default(change);
    change_null(change);
    change_unique(change);
    change_check(change);
    change_comment(change);
    if (!refers_anew) change_validity(change);
    if (after.is_relation() && refers_anew) refer(state, to.table, after);
    if (changes_key && !to.key().empty()) add_key(to);
}

void PostgresqlSchemaEditor::alter_column(const Change& change, std::size_t part, const std::string& what) {
    run("ALTER TABLE " + quote(change.model.table) + " ALTER COLUMN " + quote(change.after.columns[part]) + " " + what);
}

void PostgresqlSchemaEditor::rename_columns(const Change& change) {
    for (std::size_t part = 0; part < change.after.columns.size(); ++part)
        if (change.before.columns[part] != change.after.columns[part])
            rename_column(change.model.table, change.before.columns[part], change.after.columns[part]);
}

/// The database would round numbers, and cut off times, without a word.
void PostgresqlSchemaEditor::refuse_losses(const Change& change, std::size_t part) {
    const orm::ColumnType &was = change.before.types[part], &is = change.after.types[part];
    const std::string& column = change.after.columns[part];
    const std::string condition = lost(quote(column), was, is);
    if (condition.empty()) return;
    const std::string rule = would_be_no(connection().dialect(), column, was, is);
    if (collects())
        return run("DO $portico$ BEGIN IF EXISTS (SELECT 1 FROM " + quote(change.model.table) + " WHERE " + condition + ") THEN RAISE EXCEPTION '%', " +
                   connection().dialect().literal(Value("rows of \"" + change.model.table + "\" " + rule)) + "; END IF; END $portico$");
    if (auto found = rows_where(connection(), change.model, condition, rule)) throw Error(found->str(), found->hint);
}

/// Columns of other tables that refer to a key become what it becomes.
void PostgresqlSchemaEditor::change_types(const Change& change) {
    const orm::Dialect& dialect = connection().dialect();
    for (std::size_t part = 0; part < change.after.columns.size(); ++part) {
        const orm::ColumnType &was = change.before.types[part], &is = change.after.types[part];
        const std::string type = dialect.column_type(is);
        if (was.automatic && !is.automatic) alter_column(change, part, "DROP IDENTITY IF EXISTS");
        refuse_losses(change, part);
        if (dialect.column_type(was) != type) {
            const auto others = referring(change.state, change.model, change.after, part);
            for (const Referring& other : others) drop_constraints(other.table, 'f', other.columns);
            // The old default may be nothing that the new type knows.
            if (change.before.db_default) alter_column(change, part, "DROP DEFAULT");
            // Cast by hand a text that is too long would be cut off without a word.
            const bool by_itself = was.kind == Kind::text && is.kind == Kind::text && !was.address && !is.address;
            const std::string using_what = by_itself ? std::string() : " USING " + converted(dialect, quote(change.after.columns[part]), was, is);
            alter_column(change, part, "TYPE " + type + using_what);
            for (const Referring& other : others) {
                const std::string column = quote(other.columns[other.part]);
                run("ALTER TABLE " + quote(other.table) + " ALTER COLUMN " + column + " TYPE " + type + " USING " + converted(dialect, column, was, is));
                if (other.field) refer(change.state, other.table, *other.field);
                else refer(change.state, other.table, other.columns, change.model.label());
            }
        }
        if (!was.automatic && is.automatic) {
            alter_column(change, part, "ADD GENERATED BY DEFAULT AS IDENTITY");
            run("SELECT setval(pg_get_serial_sequence('" + text::replace_all(quote(change.model.table), "'", "''") + "', '" +
                text::replace_all(change.after.columns[part], "'", "''") + "'), coalesce(max(" + quote(change.after.columns[part]) +
                "), 0) + 1, false) FROM " + quote(change.model.table));
        }
    }
}

void PostgresqlSchemaEditor::change_default(const Change& change) {
    const auto &before = change.before.db_default, &after = change.after.db_default;
    for (std::size_t part = 0; part < change.after.columns.size(); ++part) {
        const bool retyped = change.before.types[part] != change.after.types[part];
        if (after && (!before || *before != *after || retyped))
            alter_column(change, part, "SET DEFAULT " + change.tables.literal(*after, change.after.types[part]));
        else if (before && !after)
            alter_column(change, part, "DROP DEFAULT");
    }
}

void PostgresqlSchemaEditor::change_null(const Change& change) {
    if (change.before.nullable == change.after.nullable || change.after.primary_key) return;
    for (std::size_t part = 0; part < change.after.columns.size(); ++part) {
        if (change.after.nullable) {
            alter_column(change, part, "DROP NOT NULL");
            continue;
        }
        const std::string column = quote(change.after.columns[part]);
        // What a check has said of all rows needs no second look.
        if (fills_nulls(change.after) && !is_known_not_null(change.old_model, change.before.columns[part], connection().dialect())) {
            run("UPDATE " + quote(change.model.table) + " SET " + column + " = " +
                change.tables.literal(fill_of(change.after, change.after.types[part]), change.after.types[part]) + " WHERE " + column + " IS NULL");
            settle_rows();
        }
        alter_column(change, part, "SET NOT NULL");
    }
}

void PostgresqlSchemaEditor::change_unique(const Change& change) {
    const bool before = change.needs_unique(change.before), after = change.needs_unique(change.after);
    if (before && !after) drop_constraints(change.model.table, 'u', change.after.columns);
    if (!before && after)
        run("ALTER TABLE " + quote(change.model.table) + " ADD CONSTRAINT " +
            quote(fitted(connection().dialect(), index_name(change.model.table, change.after.columns, "_uniq"))) + " UNIQUE (" +
            change.tables.names(change.after.columns) + ")");
}

/// The condition before was written for the column's name of then, which the database has followed.
std::string PostgresqlSchemaEditor::condition_before(const Change& change, std::size_t part) {
    FieldState renamed = change.before;
    renamed.columns = change.after.columns;
    return change.tables.condition(renamed, part);
}

bool PostgresqlSchemaEditor::keeps_condition(const Change& change, std::size_t part) {
    return condition_before(change, part) == change.tables.condition(change.after, part) && !(change.after.not_valid && !change.before.not_valid);
}

/// Before the type changes: it may be nothing that the new one can be compared with.
void PostgresqlSchemaEditor::drop_changed_conditions(const Change& change) {
    for (std::size_t part = 0; part < change.after.columns.size(); ++part)
        if (!keeps_condition(change, part) && !condition_before(change, part).empty()) drop_constraints(change.model.table, 'c', {change.after.columns[part]});
}

void PostgresqlSchemaEditor::change_check(const Change& change) {
    for (std::size_t part = 0; part < change.after.columns.size(); ++part) {
        const std::string& column = change.after.columns[part];
        if (!keeps_condition(change, part))
            add_condition(change.tables, change.model, change.after, part);
        else if (!change.tables.condition(change.after, part).empty() && change.before.not_valid && !change.after.not_valid)
            validate(change.model.table, 'c', {column}, change.model.table + "_" + column + "_check");
    }
}

void PostgresqlSchemaEditor::add_condition(const TableSql& tables, const ModelState& model, const FieldState& field, std::size_t part) {
    const std::string condition = tables.condition(field, part);
    if (condition.empty()) return;
    run("ALTER TABLE " + quote(model.table) + " ADD CONSTRAINT " +
        quote(fitted(connection().dialect(), model.table + "_" + field.columns[part] + "_check")) + " CHECK (" + condition + ")" +
        (field.not_valid ? " NOT VALID" : ""));
}

/// Of a reference; conditions are change_check's.
void PostgresqlSchemaEditor::change_validity(const Change& change) {
    if (change.after.is_relation() && change.after.db_constraint && change.before.not_valid && !change.after.not_valid)
        validate(change.model.table, 'f', change.after.columns,
                 reference_name(change.model.table, change.after.columns, change.state.get(change.after.to).table, change.tables.columns_referred_to(change.after)));
}

void PostgresqlSchemaEditor::validate(const std::string& table, char type, const std::vector<std::string>& columns, const std::string& usual_name) {
    const auto names = collects() ? std::vector{fitted(connection().dialect(), usual_name)} : constraints_over(table, type, columns);
    for (const std::string& name : names)
        run("ALTER TABLE " + quote(table) + " VALIDATE CONSTRAINT " + quote(name));
}

void PostgresqlSchemaEditor::change_index(const Change& change) {
    const std::string &table = change.model.table;
    const IndexState before{index_name(table, change.before.columns), change.before.columns, false};
    const IndexState after{index_name(table, change.after.columns), change.after.columns, false};
    const bool same = change.before.indexed == change.after.indexed && before.name == after.name;
    if (same) return;
    if (change.before.indexed) remove_index(change.model, before);
    if (change.after.indexed) add_index(change.model, after);
}

void PostgresqlSchemaEditor::change_comment(const Change& change) {
    if (change.before.db_comment != change.after.db_comment) run(change.tables.comment_on_column(change.model.table, change.after));
}

std::vector<PostgresqlSchemaEditor::Referring> PostgresqlSchemaEditor::referring(const ProjectState& state, const ModelState& model,
                                                                                 const FieldState& referred, std::size_t part) const {
    const std::vector<std::string> key = TableSql::key_columns(model);
    const auto in_key = static_cast<std::size_t>(std::ranges::find(key, referred.columns[part]) - key.begin());
    std::vector<Referring> found;
    auto link = [&](const FieldState& field, const std::vector<std::string>& columns) {
        if (in_key < columns.size()) found.push_back({field.through, columns, in_key});
    };
    for (const ModelState& other : state.models()) {
        for (const FieldState& field : other.fields) {
            const bool here = text::ascii_iequals(field.to, model.label());
            if (!field.has_columns() && text::ascii_iequals(other.label(), model.label())) link(field, field.through_from);
            if (!field.has_columns() && here) link(field, field.through_to);
            if (!field.is_relation() || !field.has_columns() || !here) continue;
            if (!field.to_field.empty() && field.to_field == referred.name) found.push_back({other.table, field.columns, 0, &field});
            if (field.to_field.empty() && in_key < field.columns.size()) found.push_back({other.table, field.columns, in_key, &field});
        }
    }
    return found;
}

std::vector<std::string> PostgresqlSchemaEditor::constraints_over(const std::string& table, char type,
                                                                  const std::vector<std::string>& columns) const {
    std::vector<std::string> found;
    connection().query(
        {"SELECT c.conname, (SELECT string_agg(a.attname, ',' ORDER BY a.attname) FROM pg_catalog.pg_attribute a "
         "WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)) "
         "FROM pg_catalog.pg_constraint c WHERE c.conrelid = to_regclass($1) AND c.contype = $2 ORDER BY c.conname",
         {Value(quote(table)), Value(std::string(1, type))}},
        [&](const orm::Row& row) {
            auto sorted = columns;
            std::ranges::sort(sorted);
            if (row.text(1) == text::join(sorted, ",") && !named_rules_.contains(std::string(row.text(0)))) found.emplace_back(row.text(0));
        });
    return found;
}

void PostgresqlSchemaEditor::drop_constraints(const std::string& table, char type, const std::vector<std::string>& columns) {
    const auto same = [&](const Reference& reference) { return reference.table == table && reference.columns == columns; };
    if (type == 'f') std::erase_if(references_, same);
    if (collects()) return note("the constraints of \"" + table + "\" over " + text::join(columns, ", ") + " are dropped here, by their names");
    for (const std::string& name : constraints_over(table, type, columns))
        run("ALTER TABLE " + quote(table) + " DROP CONSTRAINT " + quote(name));
}

}  // namespace portico::migrations::postgresql
