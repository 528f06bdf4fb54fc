/// The steps of a migration. Each has two halves: what it does to the state, and what it does to the database, both ways.
///
///     {"op": "add_field", "model": "Post", "field": {"name": "subtitle", "type": "text", "max_length": 200}}
///     {"op": "run_sql", "sql": "UPDATE blog_post SET subtitle = title", "reverse": ""}
///
/// Files are parsed by `operation_from`; the autodetector makes operations by their constructors.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <portico/base/value.hpp>
#include <portico/migrations/schema_editor.hpp>
#include <portico/migrations/state.hpp>

namespace portico::migrations {

/// What a `run_code` function gets: the database, and the tables as they are at that point.
struct CodeContext {
    orm::Connection& database;
    const ProjectState& state;
    List keys{};  // of a backfill: of the rows in this batch; of a key of several columns a list each
};

/// A contribution: a function that `{"op": "run_code", "code": "fill_slugs"}` names. It works on tables by `Rows` (rows.hpp) or SQL, not
/// through the models: those are newer than the migration.
struct Code {
    std::string name{};
    std::function<void(CodeContext&)> run{};
};

/// How far an operation that goes step by step has come: kept in the database, so that whoever runs it next goes on from there.
class Checkpoint {
public:
    virtual ~Checkpoint() = default;
    /// What `keep` was given last, in this run or in one that was killed; empty at the beginning.
    virtual std::string position() = 0;
    virtual void keep(const std::string& position) = 0;
    /// Another program has done the operation meanwhile. To be asked in the transaction that goes on with it.
    virtual bool is_over() { return false; }
};

/// What an operation may use besides state and editor.
struct OperationContext {
    std::string app{};
    const std::vector<Code>* codes = nullptr;
    Checkpoint* progress = nullptr;                        // of those that commit by themselves
    std::function<void(const std::string&)> tell{};      // what goes on, a sentence each; may be empty
    /// Runs what waits for locks, again where it waited in vain; may be empty.
    std::function<void(const std::function<void()>&)> patiently{};
    std::optional<std::chrono::microseconds> lock_timeout{};
};

class Operation {
public:
    virtual ~Operation() = default;

    virtual std::string kind() const = 0;      // "add_field"
    virtual std::string describe() const = 0;  // "Add field subtitle to Post"
    /// For a file's name: "post_subtitle".
    virtual std::string short_name() const = 0;
    virtual Map to_map() const = 0;

    virtual void apply(ProjectState& state, const std::string& app) const = 0;
    virtual void forwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to,
                          const OperationContext& context) const = 0;
    /// `from` is the state with the operation, `to` the one before it.
    virtual void backwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to,
                           const OperationContext& context) const = 0;
    virtual bool is_reversible() const { return true; }
    /// Loses rows or columns when applied: `migrate --plan` says so.
    virtual bool loses_data() const { return false; }
    /// Commits what it does bit by bit, or is refused by the database inside of a transaction: stands only in migrations that say
    /// "atomic": false.
    virtual bool commits_itself() const { return false; }
    /// In a migration that is not atomic most operations have a transaction each. This one has none?
    virtual bool runs_alone(const orm::Dialect&) const { return commits_itself(); }
    /// Was for the rows of then, and need not be kept when migrations become one: "elidable" in its file.
    virtual bool is_elidable() const { return false; }
    /// Models of other apps that must be there first, as labels.
    virtual std::vector<std::string> needs() const { return {}; }
};

using OperationPointer = std::shared_ptr<const Operation>;

OperationPointer create_model(ModelState model);
OperationPointer delete_model(std::string model);
OperationPointer rename_model(std::string from, std::string to);
/// Another table for the same model.
OperationPointer alter_table(std::string model, std::string table);
OperationPointer add_field(std::string model, FieldState field);
OperationPointer remove_field(std::string model, std::string field);
/// `concurrently`: only a field's own index and its being unique change, and others go on writing meanwhile.
OperationPointer alter_field(std::string model, FieldState field, bool concurrently = false);
OperationPointer rename_field(std::string model, std::string from, std::string to);
/// `concurrently`, on PostgreSQL: outside of a transaction, while others go on writing.
OperationPointer add_index(std::string model, IndexState index, bool concurrently = false);
OperationPointer remove_index(std::string model, std::string index, bool concurrently = false);
OperationPointer add_check(std::string model, CheckState check);
OperationPointer remove_check(std::string model, std::string check);
/// Has the rows looked at that were there when a check, a field's condition or its reference was added as not valid.
OperationPointer validate_check(std::string model, std::string check);
OperationPointer validate_field(std::string model, std::string field);
OperationPointer add_exclusion(std::string model, ExclusionState exclusion);
OperationPointer remove_exclusion(std::string model, std::string exclusion);
/// Of PostgreSQL: {"op": "create_extension", "name": "btree_gist"}. Nothing elsewhere; undone, it is dropped unless something needs it.
OperationPointer create_extension(std::string name);
/// What the table is for, kept in the database.
OperationPointer alter_comment(std::string model, std::string comment);

/// Changes rows that there are, a batch by its keys after the other, each in a transaction of its own.
struct BackfillState {
    std::string model{};
    std::map<std::string, SqlTexts> set{};  // columns and what they get
    SqlTexts condition{};                   // of these rows alone
    std::string code{};                     // instead of `set`: a function that gets the keys of a batch
    std::int64_t batch = 1000;              // rows
    std::chrono::milliseconds pause{0};     // after each
};
OperationPointer backfill(BackfillState state);

/// Throws Error naming what is wrong.
OperationPointer operation_from(const Map& map, const std::string& app);

}  // namespace portico::migrations
