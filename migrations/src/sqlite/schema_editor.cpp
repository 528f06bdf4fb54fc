#include "schema_editor.hpp"

#include <algorithm>
#include <utility>

#include <portico/base/text.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/errors.hpp>

#include "../fill.hpp"
#include "../operations.hpp"
#include "../retyping.hpp"
#include "../violations.hpp"
#include "dependents.hpp"
#include "turn.hpp"

namespace portico::migrations::sqlite {

namespace {

TableText text_of(const TableSql& sql, const ModelState& model) { return {model.table, sql.create_table(model), sql.create_indexes(model)}; }

TableText text_of_links(const TableSql& sql, const ModelState& model, const FieldState& field) {
    return {field.through, sql.create_through(model, field), sql.create_through_indexes(field)};
}

/// The query for the targets and keys of a table's rows that refer to none; empty where the key is the row's number.
std::string keys_of_broken(orm::Connection& connection, const std::string& table) {
    std::string key;
    bool is_number = false, has_numbers = true;
    connection.query({"SELECT name, upper(type) = 'INTEGER' FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", {Value(table)}}, [&](const orm::Row& row) {
        is_number = key.empty() && row.integer(1) == 1;
        key += (key.empty() ? "coalesce(" : " || ', ' || coalesce(") + connection.dialect().quote(row.text(0)) + ", '')";
    });
    connection.query({"SELECT wr FROM pragma_table_list WHERE name = ? AND schema = 'main'", {Value(table)}}, [&](const orm::Row& row) { has_numbers = row.integer(0) == 0; });
    if (key.empty() || is_number || !has_numbers) return {};
    const std::string own = connection.dialect().quote(table);
    return "SELECT broken.parent, " + key + " FROM pragma_foreign_key_check(" + connection.dialect().literal(Value(table)) + ") AS broken JOIN " + own + " ON " + own + ".rowid = broken.rowid";
}

}  // namespace

/// The transaction keeps others from writing: nobody's turn begins before it ends.
bool SqliteSchemaEditor::try_turn() { return collects() || Turn::take(connection()).has_value(); }

void SqliteSchemaEditor::script(const std::string& sql) {
    SchemaEditor::script(sql);
    if (own_) own_->unknown = "perhaps changed by SQL";
}

/// A table that was built anew has been without its references meanwhile.
void SqliteSchemaEditor::finish() {
    if (own_ && std::exchange(own_->rebuilt, false)) check_constraints();
}

void SqliteSchemaEditor::create_model(const ProjectState& state, const ModelState& model) {
    if (own_) own_->changed[model.table] = "";
    const TableSql tables = sql(state);
    run(tables.create_table(model));
    for (std::string& index : tables.create_indexes(model)) run(std::move(index));
    for (const FieldState& field : model.fields)
        if (!field.has_columns()) create_through(state, model, field);
}

void SqliteSchemaEditor::delete_model(const ProjectState&, const ModelState& model) {
    keeping_dependents([&] {
        for (const FieldState& field : model.fields)
            if (!field.has_columns()) run("DROP TABLE " + quote(field.through));
        run("DROP TABLE " + quote(model.table));
    });
}

void SqliteSchemaEditor::rename_table(const std::string& from, const std::string& to) {
    std::map<BrokenReference, std::size_t> renamed;
    for (const auto& [one, count] : broken_before_)
        renamed[{one.table == from ? to : one.table, one.row, one.target == from ? to : one.target}] += count;
    broken_before_ = std::move(renamed);
    if (text::ascii_iequals(from, to)) {
        // SQLite takes names that differ in case only for the same.
        rename("ALTER TABLE " + quote(from) + " RENAME TO " + quote("new__" + to));
        return rename("ALTER TABLE " + quote("new__" + to) + " RENAME TO " + quote(to));
    }
    if (own_) own_->changed.emplace(to, own_->changed.contains(from) ? own_->changed[from] : "renamed");
    rename("ALTER TABLE " + quote(from) + " RENAME TO " + quote(to));
}

void SqliteSchemaEditor::rename_column(const std::string& table, const std::string& from, const std::string& to) {
    rename("ALTER TABLE " + quote(table) + " RENAME COLUMN " + quote(from) + " TO " + quote(to));
    if (own_) own_->changed.emplace(table, "given other names of columns");
}

void SqliteSchemaEditor::rename(const std::string& sql) {
    try {
        run(sql);
    } catch (const orm::DatabaseError& error) {
        const std::string what = error.what();
        if (!what.starts_with("error in view ") && !what.starts_with("error in trigger ")) throw;
        throw Error("SQLite renames nothing while a view or a trigger is broken: " + what, "have a run_sql before this operation drop it, or make it anew without what is gone");
    }
}

void SqliteSchemaEditor::add_field(const ProjectState& state, const ModelState& from, const ModelState& to,
                                   const std::string& name) {
    const FieldState& field = *to.find(name);
    if (!field.has_columns()) return create_through(state, to, field);
    rebuild(state, from, to);
}

void SqliteSchemaEditor::remove_field(const ProjectState& state, const ModelState& from, const ModelState& to,
                                      const std::string& name) {
    const FieldState& field = *from.find(name);
    if (field.has_columns()) return rebuild(state, from, to);
    keeping_dependents([&] { run("DROP TABLE " + quote(field.through)); });
}

void SqliteSchemaEditor::alter_field(const ProjectState& state, const ModelState& from, const ModelState& to,
                                     const std::string& name) {
    const FieldState& after = *to.find(name);
    if (alter_through(state, to, *from.find(name), after)) return;
    ModelState renamed = from;
    FieldState& before = *renamed.find(name);
    rename_columns(renamed, before, after.columns);
    // It keeps no comments, and its rules hold for all rows from the start.
    before.db_comment = after.db_comment;
    before.not_valid = after.not_valid;
    if (before.same_as(after)) return;
    rebuild(state, renamed, to);
    if (before.primary_key && before.types != after.types) rebuild_links_to(state, to);
}

/// By ALTER TABLE, so that foreign keys, views and triggers that name them follow.
void SqliteSchemaEditor::rename_columns(ModelState& model, FieldState& field, const std::vector<std::string>& columns) {
    if (field.columns.size() != columns.size() || field.columns == columns) return;
    const ModelState before = model;
    const std::vector<std::string> old = std::exchange(field.columns, columns);
    for (std::size_t part = 0; part < old.size(); ++part) {
        if (old[part] == columns[part]) continue;
        rename_column(model.table, old[part], columns[part]);
        follow_column(model, old[part], columns[part]);
    }
    rename_indexes(*this, before, model);
}

/// Tables between many-to-many have the types of the keys.
void SqliteSchemaEditor::rebuild_links_to(const ProjectState& state, const ModelState& target) {
    for (const ModelState& model : state.models()) {
        for (const FieldState& field : model.fields) {
            if (field.has_columns() || (model.label() != target.label() && !text::ascii_iequals(field.to, target.label()))) continue;
            const TableText links = text_of_links(sql(state), model, field);
            const std::vector<std::string> others = made_by_hand(links, links);
            FieldState draft = field;
            draft.through = "new__" + field.through;
            std::vector<std::string> columns{quote("id")};
            for (const auto* side : {&field.through_from, &field.through_to})
                for (const std::string& column : *side) columns.push_back(quote(column));
            const std::string all = text::join(columns, ", ");
            run(sql(state).create_through(model, draft));
            run("INSERT INTO " + quote(draft.through) + " (" + all + ") SELECT " + all + " FROM " + quote(field.through));
            replace_table(field.through, draft.through);
            for (std::string& index : sql(state).create_through_indexes(field)) run(std::move(index));
            for (const std::string& other : others) run(other);
        }
    }
}

void SqliteSchemaEditor::replace_table(const std::string& table, const std::string& draft) {
    keep_last_key(table, draft);
    run("DROP TABLE " + quote(table));
    // Otherwise views and triggers that name the table, which is gone for a moment, make the renaming fail.
    run("PRAGMA legacy_alter_table = ON");
    run("ALTER TABLE " + quote(draft) + " RENAME TO " + quote(table));
    run("PRAGMA legacy_alter_table = OFF");
}

void SqliteSchemaEditor::alter_checks(const ProjectState& state, const ModelState& from, const ModelState& to) {
    const bool same = std::equal(from.checks.begin(), from.checks.end(), to.checks.begin(), to.checks.end(),
                                 [](const CheckState& one, const CheckState& other) { return one.same_rule(other); });
    if (!same) rebuild(state, from, to);
}

void SqliteSchemaEditor::rebuild(const ProjectState& state, const ModelState& from, const ModelState& to) {
    const TableSql tables = sql(state);
    const std::string new_table = "new__" + to.table;
    const std::vector<std::string> others = made_by_hand(text_of(tables, from), text_of(tables, to));
    refuse_losses(from, to);
    keeping_dependents([&] {
        run(tables.create_table(to, new_table));
        copy_rows(tables, from, to, new_table);
        refuse_unfit(from, to, new_table);
        replace_table(to.table, new_table);
        for (std::string& index : tables.create_indexes(to)) run(std::move(index));
        for (const std::string& other : others) run(other);
    });
}

void SqliteSchemaEditor::copy_rows(const TableSql& tables, const ModelState& from, const ModelState& to,
                                   const std::string& new_table) {
    std::vector<std::string> into, values;
    for (const FieldState& field : to.fields) {
        if (!field.generated.empty()) continue;
        const FieldState* before = from.find(field.name);
        for (std::size_t part = 0; part < field.columns.size(); ++part) {
            const std::string fill = tables.literal(fill_of(field, field.types[part]), field.types[part]);
            if (before && before->columns.size() == field.columns.size()) {
                const std::string old = converted(quote(before->columns[part]), before->types[part], field.types[part]);
                values.push_back(before->nullable && !field.nullable && fills_nulls(field) ? "coalesce(" + old + ", " + fill + ")" : old);
            } else if (field.primary_key && field.types[part].automatic) {
                values.emplace_back("NULL");  // each row gets a number
            } else if ((field.nullable && !field.db_default && !field.fill) || !has_fill(field)) {
                continue;
            } else {
                values.push_back(fill);
            }
            into.push_back(quote(field.columns[part]));
        }
    }
    run("INSERT INTO " + quote(new_table) + " (" + text::join(into, ", ") + ") SELECT " + text::join(values, ", ") + " FROM " +
        quote(from.table));
}

/// Any column keeps anything: that nothing is lost on the way, and that rows have become what the new types are, is looked at by hand.
void SqliteSchemaEditor::refuse_losses(const ModelState& from, const ModelState& to) {
    for_retyped(from, to, [&](const FieldState& before, const FieldState& after, std::size_t part) {
        const std::string rule = would_be_no(connection().dialect(), after.columns[part], before.types[part], after.types[part]);
        refuse_rows(from, to.table, before.columns[part], lost(quote(before.columns[part]), before.types[part], after.types[part]), rule);
    });
}

void SqliteSchemaEditor::refuse_unfit(const ModelState& from, const ModelState& to, const std::string& copy) {
    ModelState copied = to;
    copied.table = copy;
    for_retyped(from, to, [&](const FieldState& before, const FieldState& after, std::size_t part) {
        const std::string rule = is_no(connection().dialect(), after.columns[part], after.types[part]);
        refuse_rows(copied, to.table, after.columns[part], unfit(quote(after.columns[part]), before.types[part], after.types[part]), rule);
    });
}

/// Columns that hold values of another type than before, one by one.
void SqliteSchemaEditor::for_retyped(const ModelState& from, const ModelState& to,
                                     const std::function<void(const FieldState& before, const FieldState& after, std::size_t part)>& look) {
    for (const FieldState& field : to.fields) {
        const FieldState* before = from.find(field.name);
        if (!before || before->columns.size() != field.columns.size() || !field.generated.empty()) continue;
        for (std::size_t part = 0; part < field.columns.size(); ++part)
            if (before->types[part] != field.types[part]) look(*before, field, part);
    }
}

/// `table`: as the error calls it.
void SqliteSchemaEditor::refuse_rows(const ModelState& model, const std::string& table, const std::string& column, const std::string& condition, std::string rule) {
    if (condition.empty()) return;
    if (collects()) return refuse_when_run("rows of \"" + table + "\" " + rule, "SELECT count(*) FROM " + quote(model.table) + " WHERE " + quote(column) + " IS NOT NULL AND (" + condition + ")");
    auto found = rows_where(connection(), model, quote(column) + " IS NOT NULL AND (" + condition + ")", std::move(rule));
    if (!found) return;
    found->table = table;
    throw Error(found->str(), found->hint);
}

/// SQL of others can't throw, but a constraint can be broken, which is named for what it says.
void SqliteSchemaEditor::refuse_when_run(const std::string& rule, const std::string& count, std::size_t most) {
    run("CREATE TEMP TABLE portico_check (number integer CONSTRAINT " + quote(rule) + " CHECK (number <= " + std::to_string(most) + "))");
    run("INSERT INTO portico_check " + count);
    run("DROP TABLE temp.portico_check");
}

void SqliteSchemaEditor::keeping_dependents(const std::function<void()>& change) {
    if (collects()) return change();
    const auto before = broken_dependents(connection());
    for (const auto& [what, why] : before) remark(what + " does not work, as before this migration: " + why);
    change();
    refuse_broken(connection(), before);
}

void SqliteSchemaEditor::keep_last_key(const std::string& from, const std::string& to) {
    if (collects()) return;
    auto counted = connection().value({"SELECT seq FROM sqlite_sequence WHERE name = ?", {Value(from)}});
    if (!counted) return;
    run("DELETE FROM sqlite_sequence WHERE name = ?", {Value(to)});
    run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", {Value(to), *counted});
}

std::vector<std::string> SqliteSchemaEditor::made_by_hand(const TableText& before, const TableText& after) {
    if (!collects()) return kept_by_hand(connection(), before, after);
    if (!own_) return {};
    own_->rebuilt = true;
    if (const auto made = own_->kept.find(before.table); made != own_->kept.end() && !own_->changed.contains(before.table)) return made->second;
    if (const auto why = own_->changed.find(before.table); why != own_->changed.end() && why->second.empty()) return {};  // made by this plan
    if (!own_->unknown.empty() || own_->changed.contains(before.table)) {
        note("what \"" + before.table + "\" has of somebody's own is lost here: it was " + (own_->unknown.empty() ? own_->changed[before.table] : own_->unknown) + " before");
        return {};
    }
    return own_->kept[before.table] = kept_by_hand(connection(), before, after);
}

void SqliteSchemaEditor::each_broken_reference(const std::function<void(const BrokenReference&)>& found) const {
    std::map<std::string, std::vector<BrokenReference>> by_table;
    connection().query({"PRAGMA foreign_key_check", {}}, [&](const orm::Row& row) {
        by_table[std::string(row.text(0))].push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2))});
    });
    for (const auto& [table, broken] : by_table) {
        if (const std::string keys = keys_of_broken(connection(), table); !keys.empty())
            connection().query({keys, {}}, [&](const orm::Row& row) { found({table, std::string(row.text(1)), std::string(row.text(0))}); });
        else
            for (const BrokenReference& one : broken) found(one);
    }
}

void SqliteSchemaEditor::note_broken_rows() {
    try {
        each_broken_reference([&](const BrokenReference& one) { ++broken_before_[one]; });
    } catch (const orm::DatabaseError&) {
        // A reference to what is no key can't be looked at, before it is mended.
    }
}

void SqliteSchemaEditor::check_constraints() {
    if (collects()) {
        std::size_t before = 0;
        for (const auto& [one, count] : broken_before_) before += count;
        return refuse_when_run("rows refer to others that do not exist", "SELECT count(*) FROM pragma_foreign_key_check", before);
    }
    std::map<BrokenReference, std::size_t> known = broken_before_;
    BrokenReference first;
    std::size_t count = 0;
    each_broken_reference([&](const BrokenReference& one) {
        if (const auto before = known.find(one); before != known.end() && before->second-- > 0) return;
        if (count++ == 0) first = one;
    });
    if (count == 0) return;
    const auto& [table, row, target] = first;
    throw orm::IntegrityError(orm::IntegrityError::Kind::foreign_key, table, {},
                              "the row " + row + " of \"" + table + "\" refers to a row of \"" + target + "\" that does not exist" +
                                  (count > 1 ? " (and " + std::to_string(count - 1) + " more)" : ""),
                              "mend the rows, or have a run_sql before this operation do it");
}

}  // namespace portico::migrations::sqlite
