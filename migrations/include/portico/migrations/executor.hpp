/// Applies migrations to a database, forward and back, and remembers which ones in Django's table `django_migrations`.
///
///     Executor executor(connection, set, codes);
///     auto plan = executor.plan();                       // all that is not applied yet
///     executor.run(plan, [&](const Step& step) { out << step.migration->label() << "\n"; });
///     executor.run(executor.plan_to("blog", "0001"));    // back to it; "zero" undoes them all
///
/// Each migration runs in one transaction with its row in the table: it is applied as a whole or not at all, and two programs
/// that start at once apply it once. One that says "atomic": false has a transaction for each operation that can be in one, and
/// keeps how far it has come in `portico_migration_progress`: killed, it goes on from there the next time.
///
/// Locks are waited for shortly and tried again, so that a migration never stops a site that is running for longer than `lock_timeout`.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/date_time.hpp>
#include <portico/migrations/migration.hpp>
#include <portico/orm/transaction.hpp>

namespace portico::migrations {

struct Step {
    const Migration* migration = nullptr;
    bool backwards = false;
};

/// Called in the transaction of a migration that has renamed a model, forward or back: for rows that keep its name.
using AfterRename = std::function<void(CodeContext& context, const std::string& app, const std::string& from, const std::string& to)>;

struct RunOptions {
    bool fake = false;          // only writes down that it was done
    bool fake_initial = false;  // does so where the tables of an app's first migration exist already
    /// Called before each operation, the n-th (from 1) of so many.
    std::function<void(const Operation& operation, std::size_t n, std::size_t of)> operation{};
    /// PostgreSQL: how long a lock is waited for, each time. On SQLite it's `database.timeout`.
    std::chrono::microseconds lock_timeout{5'000'000};
    int lock_attempts = 5;      // so often at most, with a longer pause each time
    /// Gets a sentence about what takes long: who is waited for, how far a backfill has come.
    std::function<void(const std::string&)> tell{};
};

namespace detail {
struct Running;
}

class Executor {
public:
    /// `codes` by app: what `run_code` may name.
    Executor(orm::Connection& connection, const MigrationSet& set, std::map<std::string, std::vector<Code>> codes = {});
    void after_rename(AfterRename run) { after_rename_.push_back(std::move(run)); }

    /// What the database says was applied; also what no file is there for. Empty where there is no table yet.
    std::set<MigrationKey> applied() const;
    std::vector<const Migration*> unapplied() const;
    /// The line of migrations as this database needs it: see MigrationSet::for_database.
    const MigrationSet& set() const { return set_; }
    /// What the applied migrations add up to.
    ProjectState applied_state() const;
    /// What there is without this one and, where it is applied, without those that stand on it.
    ProjectState state_before(const Migration& migration) const;

    /// Everything that is not applied, of all apps or of some.
    std::vector<Step> plan(const std::vector<std::string>& apps = {}) const;
    /// To one migration of an app, forward or back; "zero": before the first.
    std::vector<Step> plan_to(std::string_view app, std::string_view name) const;
    /// The last `count` that were applied, of one app (or, "", of all), undone, and what stands on them.
    std::vector<Step> plan_back(std::string_view app, std::size_t count) const;
    /// Throws MigrationError for a step back that has no reverse. `run` does so before it touches anything.
    void check_reversible(const std::vector<Step>& plan) const;
    /// Throws MigrationError naming file and line of every operation that can't be done, whatever the tables hold: code that the program
    /// has not, SQL that is not there for this database or ends a transaction, a rule that this database does not know. So does `run`.
    void check(const std::vector<Step>& plan, const RunOptions& options = {}) const;
    /// Forgets what was applied of an app and has no file any more; gives it.
    std::vector<MigrationKey> prune(std::string_view app);

    /// Throws MigrationError naming file and line of the operation that failed; those before it stay applied. `done` is called
    /// after each, `starting` before.
    void run(const std::vector<Step>& plan, const RunOptions& options = {},
             const std::function<void(const Step&)>& starting = {}, const std::function<void(const Step&, bool faked)>& done = {});
    /// Makes the tables that a plan adds up to in one step and one transaction, on a database that has none of them, and writes down
    /// all its migrations. Gives how many models there are; nothing where another program has begun to migrate since the plan was made. Throws
    /// MigrationError with what `why_not_at_once` says.
    std::optional<std::size_t> make_at_once(const std::vector<Step>& plan);
    /// What forbids it: something is applied, a table is there, or a migration has SQL or code that is not "elidable". Empty: nothing.
    std::string why_not_at_once(const std::vector<Step>& plan) const;
    /// The statements of one step, without running them.
    std::vector<std::string> sql_of(const Step& step) const;
    /// Those of all of a plan's, for somebody else to run on this database as it is now: looked at as far as that goes without running them, and
    /// where rows are to be looked at the SQL does so.
    std::vector<std::vector<std::string>> sql_of(const std::vector<Step>& plan) const;
    /// The statement that writes down that a step was done, and the one that makes the table for it; empty where it is there.
    std::string recording_sql(const Step& step) const;
    std::string table_sql() const;

private:
    std::vector<Step> taking_back(const std::set<const Migration*>& undone) const;
    void ensure_table(const RunOptions& options);
    bool run_step(const Step& step, const RunOptions& options);
    bool run_whole(const detail::Running& run);
    bool run_bit_by_bit(const detail::Running& run);
    void take_back_what_is_done(const detail::Running& run);
    void take_back_what_was_stopped(const detail::Running& run, std::size_t operation);
    void refuse_half_done(const detail::Running& run) const;
    [[noreturn]] void refuse_others_doing(const detail::Running& run) const;
    void check_neighbours(const detail::Running& run) const;
    std::unique_ptr<orm::Atomic> begin_in_turn(const RunOptions& options);
    void run_operations(SchemaEditor& editor, const detail::Running& run) const;
    void run_operation(SchemaEditor& editor, const detail::Running& run, std::size_t operation) const;
    void finish(SchemaEditor& editor, const detail::Running& run) const;
    void settle_rows(SchemaEditor& editor, const detail::Running& run) const;
    detail::Running running(const Step& step, const RunOptions& options) const;
    void note_squashed();
    /// Are those there that it makes? Throws MigrationError where only some are.
    bool tables_exist(const Migration& migration) const;
    void tell_of_rename(const Operation& operation, const Step& step, const ProjectState& state) const;
    OperationContext context_of(const Migration& migration) const;

    orm::Connection& connection_;
    std::shared_ptr<const MigrationSet> own_set_;  // where this database needs another than that for all
    const MigrationSet& set_;
    std::map<std::string, std::vector<Code>> codes_;
    std::vector<AfterRename> after_rename_;
};

/// Of the files alone: the SQL or code of a migration's own that forbids making the tables at once. Empty: nothing.
std::string why_not_at_once(const MigrationSet& set);

}  // namespace portico::migrations
