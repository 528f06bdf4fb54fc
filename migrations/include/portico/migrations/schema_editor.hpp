/// Makes and changes tables: one of these for each database.
///
///     auto editor = make_schema_editor(connection);
///     editor->create_model(state, state.get("blog.Post"));
///
/// With `collect` set nothing is sent; `statements()` has what would be: what `sqlmigrate` shows.
#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <portico/migrations/state.hpp>
#include <portico/orm/connection.hpp>

namespace portico::migrations {

class SchemaEditor {
public:
    SchemaEditor(orm::Connection& connection, bool collect) : connection_(connection), collect_(collect) {}
    virtual ~SchemaEditor() = default;
    SchemaEditor(const SchemaEditor&) = delete;
    SchemaEditor& operator=(const SchemaEditor&) = delete;

    /// Keeps other programs from migrating this database until the transaction ends; false where another is at it. Before
    /// anything else. (It does not wait: who waits in a transaction is waited for by an index that is built concurrently.)
    virtual bool try_turn() { return true; }
    /// No statement of the transactions that this editor begins itself waits longer for a lock: whoever comes later waits behind it.
    virtual void limit_waiting(std::chrono::microseconds) {}
    /// Of SQL that is only collected: it is for this very database, as it is now. What would be refused is, or the SQL itself refuses it.
    virtual void for_this_database() {}
    /// `state` knows the models that foreign keys refer to; by name, so that they need not be tables yet.
    virtual void create_model(const ProjectState& state, const ModelState& model) = 0;
    virtual void delete_model(const ProjectState& state, const ModelState& model) = 0;
    virtual void rename_table(const std::string& from, const std::string& to) = 0;
    /// From the one description to the other; columns are matched by field. `field` is the one to look at.
    virtual void add_field(const ProjectState& state, const ModelState& from, const ModelState& to, const std::string& field) = 0;
    virtual void remove_field(const ProjectState& state, const ModelState& from, const ModelState& to,
                              const std::string& field) = 0;
    virtual void alter_field(const ProjectState& state, const ModelState& from, const ModelState& to,
                             const std::string& field) = 0;
    virtual void rename_column(const std::string& table, const std::string& from, const std::string& to);
    void add_index(const ModelState& model, const IndexState& index);
    void remove_index(const ModelState& model, const IndexState& index);
    /// The same while others go on writing, where the database can; outside of transactions. What an interrupted build has left
    /// behind is made anew, what is there already stays.
    virtual void add_index_concurrently(const ModelState& model, const IndexState& index) { add_index(model, index); }
    virtual void remove_index_concurrently(const ModelState& model, const IndexState& index) { remove_index(model, index); }
    /// Of a field's own index, and of its being unique.
    virtual void alter_field_concurrently(const ProjectState& state, const ModelState& from, const ModelState& to, const std::string& field) {
        alter_field(state, from, to, field);
    }
    /// Has the database look at rows that were changed in this transaction, where it would alter none of their tables before.
    virtual void settle_rows() {}
    /// What was put off until all tables are there (foreign keys). After the last of a migration's operations.
    virtual void finish() {}
    /// From the one list of checks to the other. `state` as in create_model.
    virtual void alter_checks(const ProjectState& state, const ModelState& from, const ModelState& to);
    void alter_exclusions(const ProjectState& state, const ModelState& from, const ModelState& to);
    /// The table's comment as the model has it, where the database keeps one.
    void alter_comment(const ModelState& model);
    /// Before the first change: what is wrong with rows already is nothing that check_constraints complains of.
    virtual void note_broken_rows() {}
    /// What the database leaves to the program to check at the end of a migration. Throws IntegrityError.
    virtual void check_constraints() = 0;

    /// A migration's own SQL, one or several statements.
    virtual void script(const std::string& sql);
    /// One statement.
    void run(std::string sql, std::vector<Value> parameters = {});

    orm::Connection& connection() const { return connection_; }
    bool collects() const { return collect_; }
    const std::vector<std::string>& statements() const { return statements_; }
    void note(std::string comment) { statements_.push_back("-- " + std::move(comment)); }
    /// What whoever migrates should know, a sentence each, once.
    std::vector<std::string> take_remarks() { return std::exchange(remarks_, {}); }

protected:
    std::string quote(std::string_view name) const;
    void remark(std::string sentence);
    /// The table of a many-to-many field, with its indexes.
    virtual void create_through(const ProjectState& state, const ModelState& model, const FieldState& field);
    /// Changes of a many-to-many field; false where neither is one. Throws Error where only one is.
    bool alter_through(const ProjectState& state, const ModelState& to, const FieldState& before, const FieldState& after);

private:
    orm::Connection& connection_;
    bool collect_;
    std::vector<std::string> statements_;
    std::vector<std::string> remarks_;
};

/// Throws Error for a database without one.
std::unique_ptr<SchemaEditor> make_schema_editor(orm::Connection& connection, bool collect = false);

}  // namespace portico::migrations
