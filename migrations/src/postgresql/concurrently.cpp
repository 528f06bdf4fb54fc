/// Indexes that are built while others go on writing.
#include <algorithm>

#include <portico/orm/alone.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/transaction.hpp>

#include "schema_editor.hpp"

namespace portico::migrations::postgresql {

namespace {

enum class Built { no, half, whole };

/// A build that failed or was stopped leaves an index that is kept up to date and never used.
Built built(orm::Connection& connection, const std::string& table, const std::string& index) {
    const auto valid = connection.value({"SELECT x.indisvalid::integer FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid "
                                         "WHERE x.indrelid = to_regclass($1) AND i.relname = $2",
                                         {Value(connection.dialect().quote(table)), Value(index)}});
    if (!valid) return Built::no;
    return *valid == Value(1) ? Built::whole : Built::half;
}

}  // namespace

/// It takes as long as the longest of others' transactions. Nobody waits behind it, so nothing is gained by giving up.
void PostgresqlSchemaEditor::run_alone(const std::string& sql) {
    if (collects()) return run(sql);
    orm::execute_alone(connection(), sql, {{"lock_timeout", "0"}});
}

void PostgresqlSchemaEditor::run_in_transaction(const std::string& sql) {
    if (collects()) return run(sql);
    orm::Atomic transaction(connection(), {.lock_timeout = patience_});
    run(sql);
    transaction.commit();
}

void PostgresqlSchemaEditor::build_index(const std::string& table, const IndexState& index) {
    const std::string name = fitted(connection().dialect(), index.name);
    const ProjectState nothing;
    std::string statement = sql(nothing).create_index(table, index);
    const std::string_view words = " INDEX ";
    statement.insert(statement.find(words) + words.size(), "CONCURRENTLY ");
    if (collects()) return run(statement);
    const Built before = built(connection(), table, name);
    if (before == Built::whole) return;
    const std::string drop = "DROP INDEX CONCURRENTLY IF EXISTS " + quote(name);
    if (before == Built::half) run_alone(drop);
    try {
        run_alone(statement);
    } catch (const orm::DatabaseError&) {
        if (built(connection(), table, name) == Built::half) run_alone(drop);
        throw;
    }
}

void PostgresqlSchemaEditor::add_index_concurrently(const ModelState& model, const IndexState& index) {
    if (index.more.deferrable != orm::Deferrable::no)
        throw Error("the unique rule \"" + index.name + "\" is deferrable, and can't be built concurrently",
                    "leave out \"concurrently\", or .deferrable()");
    build_index(model.table, index);
}

void PostgresqlSchemaEditor::remove_index_concurrently(const ModelState& model, const IndexState& index) {
    if (index.more.deferrable != orm::Deferrable::no) return remove_index(model, index);
    run_alone("DROP INDEX CONCURRENTLY IF EXISTS " + quote(fitted(connection().dialect(), index.name)));
}

void PostgresqlSchemaEditor::alter_field_concurrently(const ProjectState&, const ModelState& from, const ModelState& to, const std::string& name) {
    const FieldState &before = *from.find(name), &after = *to.find(name);
    FieldState like = before;
    like.indexed = after.indexed, like.unique = after.unique;
    if (!like.same_as(after) || !after.has_columns() || after.primary_key)
        throw Error("an alter_field that is done concurrently changes a field's index, and whether it is unique, and nothing else",
                    "put the other changes into an alter_field of their own, without \"concurrently\"");
    const IndexState index{.name = index_name(to.table, after.columns), .columns = after.columns};
    if (!before.indexed && after.indexed) build_index(to.table, index);
    if (before.indexed && !after.indexed) remove_index_concurrently(to, index);
    if (before.unique == after.unique || after.form == FieldForm::one_to_one) return;
    const IndexState rule{.name = index_name(to.table, after.columns, "_uniq"), .columns = after.columns, .unique = true};
    const std::string table = "ALTER TABLE " + quote(to.table), quoted = quote(fitted(connection().dialect(), rule.name));
    const auto there = collects() ? std::vector<std::string>() : constraints_over(to.table, 'u', after.columns);
    if (after.unique && there.empty()) {
        build_index(to.table, rule);
        run_in_transaction(table + " ADD CONSTRAINT " + quoted + " UNIQUE USING INDEX " + quoted);
    }
    if (!after.unique && there.empty()) run_alone("DROP INDEX CONCURRENTLY IF EXISTS " + quoted);  // of a build that was stopped
    if (!after.unique)
        for (const std::string& constraint : there) run_in_transaction(table + " DROP CONSTRAINT " + quote(constraint));
}

}  // namespace portico::migrations::postgresql
