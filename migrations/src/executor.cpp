#include <portico/migrations/executor.hpp>

#include <algorithm>
#include <optional>

#include <portico/base/text.hpp>
#include <portico/migrations/underway.hpp>
#include <portico/orm/dialect.hpp>

#include "progress.hpp"
#include "running.hpp"
#include "table_names.hpp"

namespace portico::migrations {

namespace {

constexpr const char* table = "django_migrations";

std::set<MigrationKey> written_down(orm::Connection& connection) {
    std::set<MigrationKey> found;
    if (!table_exists(connection, table)) return found;
    connection.query({"SELECT app, name FROM django_migrations", {}}, [&](const orm::Row& row) { found.emplace(row.text(0), row.text(1)); });
    return found;
}

std::set<MigrationKey> stopped_halfway(orm::Connection& connection) {
    std::set<MigrationKey> found;
    for (const Underway& one : underway(connection))
        if (one.has_begun()) found.emplace(one.app, one.name);
    return found;
}

}  // namespace

Executor::Executor(orm::Connection& connection, const MigrationSet& set, std::map<std::string, std::vector<Code>> codes)
    : connection_(connection),
      own_set_(set.has_squashed() ? set.for_database(written_down(connection), stopped_halfway(connection)) : nullptr),
      set_(own_set_ ? *own_set_ : set),
      codes_(std::move(codes)) {}

std::set<MigrationKey> Executor::applied() const {
    std::set<MigrationKey> found = written_down(connection_);
    // One is applied where all those are that it stands for.
    for (const Migration* migration : set_.in_order()) {
        const auto& parts = migration->replaces;
        if (!parts.empty() && std::all_of(parts.begin(), parts.end(), [&](auto& part) { return found.contains({migration->app, part}); }))
            found.insert(migration->key());
    }
    return found;
}

/// A squash whose parts are all applied gets a row of its own: it may lose its "replaces" one day.
void Executor::note_squashed() {
    if (!set_.has_squashed()) return;
    const auto done = applied(), written = written_down(connection_);
    for (const Migration* migration : set_.in_order()) {
        if (!done.contains(migration->key()) || written.contains(migration->key())) continue;
        Migration alone = *migration;
        alone.replaces.clear();
        connection_.execute({recording_sql({&alone, false}), {}});
    }
}

std::vector<const Migration*> Executor::unapplied() const {
    const auto done = applied();
    std::vector<const Migration*> left;
    for (const Migration* migration : set_.in_order())
        if (!done.contains(migration->key())) left.push_back(migration);
    return left;
}

std::vector<Step> Executor::plan(const std::vector<std::string>& apps) const {
    std::set<const Migration*> wanted;
    auto want = [&](auto& self, const Migration* migration) -> void {
        if (!wanted.insert(migration).second) return;
        for (const Migration* needed : set_.needed_by(*migration)) self(self, needed);
    };
    for (const Migration* migration : set_.in_order())
        if (apps.empty() || std::find(apps.begin(), apps.end(), migration->app) != apps.end()) want(want, migration);
    std::vector<Step> steps;
    for (const Migration* migration : unapplied())
        if (wanted.contains(migration)) steps.push_back({migration, false});
    return steps;
}

std::vector<Step> Executor::plan_to(std::string_view app, std::string_view name) const {
    const auto done = applied();
    std::vector<Step> steps;
    const auto of_app = set_.of_app(app);
    const Migration* target = name == "zero" ? nullptr : &set_.get(app, name);
    if (target && !done.contains(target->key())) {
        for (const Step& step : plan({std::string(app)}))
            if (step.migration->app != app || step.migration->name <= target->name) steps.push_back(step);
        return steps;
    }
    std::set<const Migration*> undone;
    for (const Migration* migration : of_app) {
        if (target && migration->name <= target->name) continue;
        undone.insert(migration);
        for (const Migration* other : set_.that_need(*migration)) undone.insert(other);
    }
    return taking_back(undone);
}

std::vector<Step> Executor::taking_back(const std::set<const Migration*>& undone) const {
    const auto done = applied();
    const auto& order = set_.in_order();
    std::vector<Step> steps;
    for (auto migration = order.rbegin(); migration != order.rend(); ++migration) {
        if (!undone.contains(*migration)) continue;
        const bool begun = KeptProgress(connection_, **migration, false).has_begun();
        if (begun || done.contains((*migration)->key())) steps.push_back({*migration, true});
    }
    return steps;
}

void Executor::check_reversible(const std::vector<Step>& plan) const {
    for (const Step& step : plan) {
        if (!step.backwards) continue;
        const auto& operations = step.migration->operations;
        for (std::size_t i = 0; i < operations.size(); ++i)
            if (!operations[i]->is_reversible())
                throw MigrationError(step.migration->where(i) + ": \"" + step.migration->label() + "\" can't be undone: " +
                                         operations[i]->describe() + " has no reverse",
                                     "add \"reverse\" to it; an empty text does nothing");
    }
}

void Executor::check(const std::vector<Step>& plan, const RunOptions& options) const {
    std::vector<std::string> problems;
    std::string hint;
    for (const Step& step : plan) {
        const bool first = set_.of_app(step.migration->app).front() == step.migration;
        if (options.fake || (options.fake_initial && first && !step.backwards)) continue;
        const auto& operations = step.migration->operations;
        if (step.backwards && !std::all_of(operations.begin(), operations.end(), [](auto& one) { return one->is_reversible(); })) continue;  // check_reversible's
        try {
            sql_of(step);
        } catch (const Error& error) {
            problems.emplace_back(error.what());
            if (hint.empty()) hint = error.hint();
        }
    }
    if (problems.size() == 1) throw MigrationError(problems.front(), hint);
    if (!problems.empty())
        throw MigrationError(std::to_string(problems.size()) + " migrations of the plan can't be done:\n    " + text::join(problems, "\n    "), hint);
}

void Executor::run(const std::vector<Step>& plan, const RunOptions& options, const std::function<void(const Step&)>& starting,
                   const std::function<void(const Step&, bool faked)>& done) {
    if (!options.fake) check_reversible(plan);
    check(plan, options);
    if (!plan.empty()) ensure_table(options);
    note_squashed();
    for (const Step& step : plan) {
        if (starting) starting(step);
        const bool faked = run_step(step, options);
        if (done) done(step, faked);
    }
}

void Executor::ensure_table(const RunOptions& options) {
    if (table_exists(connection_, table)) return;
    const auto transaction = begin_in_turn(options);
    if (const std::string made = table_sql(); !made.empty()) connection_.execute({made, {}});
    transaction->commit();
}

OperationContext Executor::context_of(const Migration& migration) const {
    auto codes = codes_.find(migration.app);
    return {migration.app, codes == codes_.end() ? nullptr : &codes->second};
}

bool Executor::tables_exist(const Migration& migration) const {
    ProjectState state = state_before(migration);
    std::vector<std::string> there, missing;
    apply(migration, state);
    for (const ModelState* model : state.of_app(migration.app)) (table_exists(connection_, model->table) ? there : missing).push_back(model->table);
    if (!there.empty() && !missing.empty())
        throw MigrationError("of the tables that \"" + migration.label() + "\" makes, \"" + text::join(there, "\", \"") + "\" is there already, and \"" +
                                 text::join(missing, "\", \"") + "\" is not",
                             "make those that are missing, or move the others away; --fake-initial takes over all or none");
    return !there.empty();
}

ProjectState Executor::applied_state() const {
    ProjectState state;
    const auto done = applied();
    for (const Migration* one : set_.in_order())
        if (done.contains(one->key())) apply(*one, state);
    return state;
}

/// What the database has, and what this one needs: of others it can't be known whether they come before or after.
ProjectState Executor::state_before(const Migration& migration) const {
    const auto later = set_.that_need(migration);
    const auto done = applied();
    std::set<const Migration*> needed;
    auto need = [&](auto& self, const Migration& one) -> void {
        for (const Migration* other : set_.needed_by(one))
            if (needed.insert(other).second) self(self, *other);
    };
    need(need, migration);
    // Forwards those that come later are not applied, unless they were when they had another number: then they came first.
    ProjectState state;
    for (const Migration* one : set_.in_order()) {
        const bool undone = done.contains(migration.key()) && std::find(later.begin(), later.end(), one) != later.end();
        if (one == &migration || undone) continue;
        if (needed.contains(one) || done.contains(one->key())) apply(*one, state);
    }
    return state;
}

std::vector<std::string> Executor::sql_of(const Step& step) const {
    auto editor = make_schema_editor(connection_, true);
    const RunOptions options;
    run_operations(*editor, running(step, options));
    editor->finish();
    return editor->statements();
}

std::vector<std::vector<std::string>> Executor::sql_of(const std::vector<Step>& plan) const {
    auto editor = make_schema_editor(connection_, true);
    editor->for_this_database();
    editor->note_broken_rows();
    std::vector<std::vector<std::string>> statements;
    const RunOptions options;
    std::size_t begin = 0;
    for (const Step& step : plan) {
        run_operations(*editor, running(step, options));
        editor->finish();
        statements.emplace_back(editor->statements().begin() + static_cast<std::ptrdiff_t>(begin), editor->statements().end());
        begin = editor->statements().size();
    }
    return statements;
}

}  // namespace portico::migrations
