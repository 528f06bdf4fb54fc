// How a migration is done: as a whole, or bit by bit.
#include <algorithm>
#include <optional>

#include <portico/orm/alone.hpp>
#include <portico/orm/dialect.hpp>

#include "progress.hpp"
#include "running.hpp"
#include "sqlite/turn.hpp"

namespace portico::migrations {

using detail::Running;

namespace {

constexpr std::chrono::milliseconds shortest_pause{10}, longest_pause{500};

/// Says once that another program is at it, and waits a little longer each time.
class Waiting {
public:
    explicit Waiting(const RunOptions& options) : options_(options) {}
    void operator()() {
        if (span_ == shortest_pause && options_.tell) options_.tell("another program migrates this database: waiting until it has finished");
        detail::pause(span_);
        span_ = std::min(span_ * 2, longest_pause);
    }

private:
    const RunOptions& options_;
    std::chrono::milliseconds span_ = shortest_pause;
};

/// Across transactions, on each database in its way.
class Turn {
public:
    Turn(orm::Connection& connection, const RunOptions& options) {
        for (Waiting wait(options);; wait()) {
            if (connection.dialect().name() == "sqlite") {
                auto mine = sqlite::Turn::take(connection);
                if (!mine) continue;
                file_.emplace(std::move(*mine));
                return;
            } else {
                lock_.emplace(connection, "portico.migrate");
                if (lock_->held()) return;
            }
        }
    }

private:
    std::optional<orm::HeldLock> lock_;
    std::optional<sqlite::Turn> file_;
};

orm::AtomicOptions changing_tables(const RunOptions& options) { return {.durable = true, .foreign_keys = false, .lock_timeout = options.lock_timeout}; }

/// What concerns no operation alone; so that the database can be asked afterwards which rows are in the way.
void blaming(orm::Connection& connection, const Running& run, const std::function<void()>& work) {
    try {
        orm::Atomic undo(connection, {});
        work();
        undo.commit();
    } catch (const orm::Locked&) {
        throw;
    } catch (const orm::TransactionConflict&) {
        throw;
    } catch (const Error& error) {
        detail::blame_all(connection, run, error);
    }
}

}  // namespace

/// The states before, between and after the operations of a migration.
Running Executor::running(const Step& step, const RunOptions& options) const {
    const Migration& migration = *step.migration;
    Running run{step, options, {state_before(migration)}, context_of(migration)};
    run.context.tell = options.tell;
    run.context.lock_timeout = options.lock_timeout;
    run.context.patiently = [this, &options](const std::function<void()>& work) { detail::patiently(connection_, options, work); };
    for (const OperationPointer& operation : migration.operations) {
        run.states.push_back(run.states.back());
        operation->apply(run.states.back(), migration.app);
    }
    return run;
}

bool Executor::run_step(const Step& step, const RunOptions& options) {
    const Running run = running(step, options);
    bool faked = false;
    if (!step.migration->atomic && !options.fake) return run_bit_by_bit(run);
    detail::patiently(connection_, options, [&] { faked = run_whole(run); });
    return faked;
}

std::unique_ptr<orm::Atomic> Executor::begin_in_turn(const RunOptions& options) {
    for (Waiting wait(options);; wait()) {
        auto transaction = std::make_unique<orm::Atomic>(connection_, changing_tables(options));
        if (make_schema_editor(connection_)->try_turn()) return transaction;
    }
}

bool Executor::run_whole(const Running& run) {
    const auto transaction = begin_in_turn(run.options);
    // Another program may have been faster since the plan was made.
    if (!run.options.fake) refuse_half_done(run);
    if (applied().contains(run.migration().key()) != run.step.backwards) {
        if (run.options.fake) forget_progress(connection_, run.migration()), transaction->commit();
        return run.options.fake;
    }
    check_neighbours(run);
    const bool first = run.options.fake_initial && !run.step.backwards && set_.of_app(run.migration().app).front() == &run.migration();
    const bool faked = run.options.fake || (first && tables_exist(run.migration()));
    if (!faked) {
        const auto editor = make_schema_editor(connection_);
        editor->note_broken_rows();
        run_operations(*editor, run);
        finish(*editor, run);
    }
    try {
        connection_.execute({recording_sql(run.step), {}});
        if (faked) forget_progress(connection_, run.migration());
        transaction->commit();
    } catch (const orm::OutOfSpace& error) {
        throw MigrationError(run.migration().file + ": " + error.what() + "; nothing of \"" + run.migration().label() + "\" was " + (run.step.backwards ? "undone" : "applied"), error.hint());
    }
    return faked;
}

bool Executor::run_bit_by_bit(const Running& run) {
    const Turn turn(connection_, run.options);
    if (run.step.backwards && !applied().contains(run.migration().key())) return take_back_what_is_done(run), false;
    KeptProgress progress(connection_, run.migration(), run.step.backwards);
    bool begun = false;
    detail::patiently(connection_, run.options, [&] {
        // As one: another program may end the migration and its progress meanwhile where SQLite has no file to lock.
        orm::Atomic transaction(connection_, {.durable = true, .lock_timeout = run.options.lock_timeout});
        begun = applied().contains(run.migration().key()) == run.step.backwards;
        if (begun) check_neighbours(run), progress.start();
        transaction.commit();
    });
    if (!begun) return false;
    Running each = run;
    each.context.progress = &progress;
    for (std::size_t n = progress.done(); n < run.count(); ++n) {
        const std::size_t i = run.nth(n);
        progress.begin(n);
        const bool alone = run.migration().operations[i]->runs_alone(connection_.dialect());
        detail::patiently(connection_, run.options, [&] {
            const auto editor = make_schema_editor(connection_);
            if (alone) {
                editor->limit_waiting(run.options.lock_timeout);
                if (!progress.is_over()) run_operation(*editor, each, i);
                progress.end();
                return;
            }
            orm::Atomic transaction(connection_, changing_tables(run.options));
            if (progress.is_over()) return;  // another program has it in hand as well
            editor->note_broken_rows();
            run_operation(*editor, each, i);
            finish(*editor, each);
            progress.end();
            transaction.commit();
        });
    }
    detail::patiently(connection_, run.options, [&] {
        orm::Atomic transaction(connection_, {.durable = true, .lock_timeout = run.options.lock_timeout});
        if (applied().contains(run.migration().key()) == run.step.backwards) {
            if (progress.done() != run.count()) refuse_others_doing(run);
            connection_.execute({recording_sql(run.step), {}});
        }
        progress.forget();
        transaction.commit();
    });
    return false;
}

/// Begun when its file said "atomic": false, and not now: no transaction could take it up, or back.
void Executor::refuse_half_done(const Running& run) const {
    for (const bool backwards : {false, true}) {
        const std::size_t done = KeptProgress(connection_, run.migration(), backwards).done();
        if (done == 0) continue;
        throw MigrationError(run.migration().file + ": the first " + (done == 1 ? std::string("operation") : std::to_string(done) + " operations") + " of \"" + run.migration().label() + "\" were " +
                                 (backwards ? "undone" : "applied") + " one by one, and the file doesn't say \"atomic\": false any more",
                             "bring that back, and run the same command again; or put the tables right by hand, and say migrate " + run.migration().app + " " + run.migration().name + " --fake");
    }
}

/// What builds beside others and was stopped may have left an index that is not valid.
void Executor::take_back_what_was_stopped(const Running& run, std::size_t operation) {
    if (operation >= run.count()) return;
    const Operation& stopped = *run.migration().operations[operation];
    if (!stopped.to_map().contains("concurrently") || !stopped.runs_alone(connection_.dialect())) return;
    detail::patiently(connection_, run.options, [&] {
        const auto editor = make_schema_editor(connection_);
        editor->limit_waiting(run.options.lock_timeout);
        run_operation(*editor, run, operation);
    });
}

/// Of a migration that was stopped on its way: the last one first.
void Executor::take_back_what_is_done(const Running& run) {
    KeptProgress forth(connection_, run.migration(), false);
    forth.refuse_other_operations();
    take_back_what_was_stopped(run, forth.done());
    while (const std::size_t n = forth.done()) {
        const std::size_t i = n - 1;
        const bool alone = run.migration().operations[i]->runs_alone(connection_.dialect());
        detail::patiently(connection_, run.options, [&] {
            const auto editor = make_schema_editor(connection_);
            std::optional<orm::Atomic> transaction;
            if (!alone) transaction.emplace(connection_, changing_tables(run.options));
            if (forth.done() != n) return;  // another program has it in hand as well
            editor->limit_waiting(run.options.lock_timeout);
            if (!alone) editor->note_broken_rows();
            run_operation(*editor, run, i);
            if (!alone) finish(*editor, run);
            forth.take_back(n);
            if (transaction) transaction->commit();
        });
    }
    detail::patiently(connection_, run.options, [&] {
        orm::Atomic transaction(connection_, {.durable = true, .lock_timeout = run.options.lock_timeout});
        if (forth.done() > 0 || applied().contains(run.migration().key())) refuse_others_doing(run);
        forget_progress(connection_, run.migration());
        transaction.commit();
    });
}

/// Nothing false is written down.
void Executor::refuse_others_doing(const Running& run) const {
    throw MigrationError("\"" + run.migration().label() + "\" was not " + (run.step.backwards ? "undone" : "applied") + " to its end: meanwhile another program has " +
                             (run.step.backwards ? "applied it" : "taken it back") + ", or its progress was changed by hand",
                         "run the command again: it plans anew");
}

/// What it needs is there, and nothing that needs it: another program may have gone elsewhere since the plan was made.
void Executor::check_neighbours(const Running& run) const {
    if (run.options.fake) return;
    const auto done = applied();
    const auto others = run.step.backwards ? set_.that_need(run.migration()) : set_.needed_by(run.migration());
    for (const Migration* other : others) {
        const bool begun = run.step.backwards && KeptProgress(connection_, *other, false).has_begun();
        if (done.contains(other->key()) != run.step.backwards && !begun) continue;
        throw MigrationError("\"" + run.migration().label() + "\" can't be " + (run.step.backwards ? "undone" : "applied") + ": \"" + other->label() + "\", which " +
                                 (begun ? "needs it, was begun" : run.step.backwards ? "needs it, was applied" : "it needs, was undone") + " meanwhile by another program",
                             "run the command again: it plans anew");
    }
}

void Executor::run_operations(SchemaEditor& editor, const Running& run) const {
    bool rows_changed = false;
    for (std::size_t n = 0; n < run.count(); ++n) {
        const std::string kind = run.migration().operations[run.nth(n)]->kind();
        const bool changes_tables = !kind.starts_with("run_");
        if (rows_changed && changes_tables) settle_rows(editor, run);
        run_operation(editor, run, run.nth(n));
        rows_changed = !changes_tables || kind == "rename_model";  // by SQL, by code, and by who keeps the model's name
    }
}

void Executor::run_operation(SchemaEditor& editor, const Running& run, std::size_t i) const {
    const Operation& operation = *run.migration().operations[i];
    if (run.options.operation) run.options.operation(operation, run.nth(i) + 1, run.count());
    const std::string what = run.migration().where(i) + ": can't " + operation.describe() + ": ";
    try {
        std::optional<orm::Atomic> undo;  // so that the database can be asked which rows were in the way
        if (connection_.in_atomic()) undo.emplace(connection_, orm::AtomicOptions{});
        if (run.step.backwards)
            operation.backwards(editor, run.before(i), run.after(i), run.context);
        else
            operation.forwards(editor, run.before(i), run.after(i), run.context);
        if (!editor.collects()) tell_of_rename(operation, run.step, run.after(i));
        if (undo) undo->commit();
    } catch (const orm::Locked& error) {
        throw orm::Locked(what + error.what(), error.hint(), error.sql());
    } catch (const orm::TransactionConflict& error) {
        throw orm::TransactionConflict(what + error.what(), error.hint(), error.sql());
    } catch (const std::exception& error) {
        detail::blame(connection_, run, i, error);
    }
}

void Executor::finish(SchemaEditor& editor, const Running& run) const {
    blaming(connection_, run, [&] {
        editor.finish();
        editor.check_constraints();
    });
    for (const std::string& remark : editor.take_remarks()) run.tell(remark);
}

void Executor::settle_rows(SchemaEditor& editor, const Running& run) const {
    if (editor.collects()) return editor.settle_rows();
    blaming(connection_, run, [&] { editor.settle_rows(); });
}

}  // namespace portico::migrations
