#include <algorithm>
#include <cmath>
#include <iterator>
#include <ostream>
#include <sstream>

#include <portico/base/text.hpp>
#include <portico/migrations/app.hpp>
#include <portico/migrations/autodetector.hpp>
#include <portico/migrations/introspection.hpp>
#include <portico/migrations/underway.hpp>
#include <portico/orm/databases.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/project/project.hpp>

#include "../missing.hpp"
#include "commands.hpp"
#include "plan_report.hpp"
#include "progress_report.hpp"
#include "rebase.hpp"

namespace portico::migrations {

namespace {

struct MigrateArguments {
    Argument<std::optional<std::string>> app{};
    Argument<std::optional<std::string>> migration{};
    bool plan = false;
    bool check = false;
    bool drift = false;
    bool rebase = false;
    bool at_once = false;
    bool unsafe = false;
    bool only_safe = false;
    bool fake = false;
    bool fake_initial = false;
    bool sql = false;
    std::optional<std::size_t> back{};
    bool prune = false;
    bool run_syncdb = false;
    bool noinput = false;
    std::string database{};
    int verbosity = 1;
    std::optional<double> lock_timeout{};

    static void describe(Describe<MigrateArguments>& arguments) {
        using A = MigrateArguments;
        arguments.field(&A::app).help_text("only this app, and what it needs");
        arguments.field(&A::migration).help_text("to this migration, forward or back (the beginning of its name will do); \"zero\" undoes all of the app's");
        arguments.field(&A::plan).help_text("shows what would be done, and does nothing");
        arguments.field(&A::check).help_text("does nothing; the exit status is 1 where something is not applied");
        arguments.field(&A::drift).help_text("compares the database's tables with what its applied migrations add up to; the exit status is 1 where they differ");
        arguments.field(&A::rebase).help_text("makes one line of an app's migrations again where two branches have each added some: the branch's (or the named one) come last");
        arguments.field(&A::at_once).help_text("makes the tables of a database that has none in one step, where no migration has SQL or code that forbids it");
        arguments.field(&A::unsafe).help_text("in production too, whatever it does to a server that is running (--plan tells)");
        arguments.field(&A::only_safe).help_text("elsewhere too, refuses what disturbs a server that is running, or loses what was made");
        arguments.field(&A::fake).help_text("writes down that it was done, without doing it");
        arguments.field(&A::fake_initial).help_text("the same for an app's first migration where its tables exist already");
        arguments.field(&A::sql).help_text("prints the SQL of what would be done, for somebody else to run, and does nothing");
        arguments.field(&A::back).help_text("takes back the last so many, of the app or of all; refused before anything is touched where one can't be undone");
        arguments.field(&A::prune).help_text("forgets migrations of the app that were applied and have no file any more");
        arguments.field(&A::run_syncdb).help_text("Django's; here every app with models has migrations");
        arguments.field(&A::noinput).help_text("accepted as Django does; nothing is asked anyway");
        arguments.field(&A::database).help_text("the database's alias; default: where the app's tables are").blank();
        arguments.field(&A::verbosity).alias("v").range(0, 3).help_text("0 says nothing but problems, 2 names every operation and its time");
        arguments.field(&A::lock_timeout).help_text("the seconds that a lock is waited for before it is tried again later; default: the setting migrations.lock_timeout").range(0.001, 86'400);
    }
};

/// What only looks must not act, and of two things to do it does one. Throws Error that names both flags.
void refuse_contradictions(const MigrateArguments& arguments) {
    const std::pair<std::string_view, bool> given[] = {
        {"--plan", arguments.plan},       {"--check", arguments.check}, {"--sql", arguments.sql},   {"--drift", arguments.drift},
        {"--rebase", arguments.rebase},   {"--prune", arguments.prune}, {"--fake", arguments.fake}, {"--fake-initial", arguments.fake_initial},
        {"--at-once", arguments.at_once}, {"--back", arguments.back.has_value()}, {"--unsafe", arguments.unsafe}, {"--only-safe", arguments.only_safe}};
    struct Rule {
        std::string_view flag, not_with;
    };
    static constexpr Rule rules[] = {{"--prune", "--plan --check --sql --drift --rebase --fake --fake-initial --at-once --back"},
                                     {"--rebase", "--plan --check --sql --drift --fake --fake-initial --at-once --back"},
                                     {"--drift", "--plan --check --sql --fake --fake-initial --at-once --back"},
                                     {"--sql", "--plan --check --fake --fake-initial --at-once"},
                                     {"--at-once", "--fake --fake-initial --back"},
                                     {"--fake-initial", "--back"},
                                     {"--only-safe", "--unsafe --fake"}};
    auto is_given = [&](std::string_view flag) { return std::any_of(std::begin(given), std::end(given), [&](auto& one) { return one.first == flag && one.second; }); };
    for (const Rule& rule : rules)
        for (std::string_view other : text::split(rule.not_with, ' '))
            if (is_given(rule.flag) && is_given(other))
                throw Error(std::string(rule.flag) + " and " + std::string(other) + " don't go together; nothing was done", "leave one of them out");
    if (arguments.prune && arguments.migration.value)
        throw Error("--prune forgets all migrations of an app that have no file any more, not \"" + *arguments.migration.value + "\" alone; nothing was done", "leave the name out");
}

/// Nothing that has tables already, or none yet, is meant where something is taken back.
void refuse_flags_of_applying(const MigrateArguments& arguments, const std::vector<Step>& plan) {
    const bool back = arguments.migration.value == "zero" || std::ranges::any_of(plan, [](const Step& step) { return step.backwards; });
    if (!back || (!arguments.fake_initial && !arguments.at_once)) return;
    throw Error(std::string(arguments.at_once ? "--at-once" : "--fake-initial") + " is for migrations that are applied, and these would be taken back; nothing was done",
                arguments.at_once ? "leave it out" : "leave it out; --fake writes down that it was done");
}

void require_app(Project& project, const std::string& app) {
    if (project.has_app(app)) return;
    std::vector<std::string> known;
    for (const InstalledApp& one : project.apps()) known.push_back(one.label);
    throw Error("there is no app \"" + app + "\"", did_you_mean(app, known));
}

/// Is nobody in the way of it, and it in nobody's?
bool show_plan(std::ostream& out, const std::vector<Step>& plan, const Executor& executor, const orm::Connection& connection) {
    if (plan.empty()) out << "Nothing to do\n";
    PlanReport report(out, executor.applied_state(), connection.dialect());
    for (const Step& step : plan) {
        out << step.migration->label() << (step.backwards ? " (undone)" : "") << "\n";
        if (step.backwards) report.undo(*step.migration, executor.state_before(*step.migration));
        else report.add(*step.migration);
    }
    return report.is_safe();
}

/// In production a server is most likely running, and where writers don't take turns anyhow it is many.
void refuse_what_is_unsafe(Project& project, const std::vector<Step>& plan, const Executor& executor, const orm::Connection& connection, bool only_safe) {
    const bool production = project.settings().profile == Profile::production;
    if (!production && !only_safe) return;
    const std::string way = production ? (only_safe ? "say \"migrate --unsafe\" instead of --only-safe" : "say \"migrate --unsafe\"") : "leave out --only-safe";
    for (const Step& step : plan) {
        if (!step.backwards) continue;
        throw Error((production ? "in production \"" : "--only-safe takes nothing back: \"") + step.migration->label() + "\" would be taken back, and with it the rows of what it has made",
                    "make a new migration that undoes it; or " + way + " if what is lost may be");
    }
    if (!only_safe && !connection.dialect().features().concurrent_writers) return;
    std::ostringstream report;
    if (show_plan(report, plan, executor, connection)) return;
    throw Error("these migrations would disturb a site that is running:\n" + report.str(), "do as it says there; or " + way + " if no server runs, or the tables are small and you know what you do");
}

/// All that was asked for is done by now: that is no failure of it.
void tell_of_unwritten_changes(Project& project, const MigrationSet& set) {
    std::vector<Migration> changes;
    try {
        changes = detect_changes(set, state_of_models(project));
    } catch (const Error& error) {
        project.out() << "The models have changes that no migration has yet, and makemigrations can't write one: " << error.what() << (error.hint().empty() ? "" : " (" + error.hint() + ")") << "\n";
        return;
    }
    if (changes.empty()) return;
    project.out() << "The models of";
    for (const Migration& change : changes) project.out() << " \"" << change.app << "\"";
    project.out() << " have changes that no migration has yet: run makemigrations, then migrate again\n";
}

std::vector<Step> plan_of(const Executor& executor, const MigrationSet& set, Project& project, const MigrateArguments& arguments) {
    const auto& app = arguments.app.value;
    if (arguments.back == 0U) throw Error("--back 0 takes nothing back", "say how many");
    if (arguments.back && arguments.migration.value)
        throw Error("\"" + *arguments.migration.value + "\" and --back both say where to go", "leave one of them out");
    if (!app) return arguments.back ? executor.plan_back("", *arguments.back) : executor.plan();
    require_app(project, *app);
    if (set.of_app(*app).empty()) throw Error("the app \"" + *app + "\" has no migrations", "run makemigrations " + *app);
    if (arguments.back) return executor.plan_back(*app, *arguments.back);
    return arguments.migration.value ? executor.plan_to(*app, *arguments.migration.value) : executor.plan({*app});
}

int show_drift(Project& project, const Executor& executor, orm::Connection& connection) {
    const auto found = differences(tables_of(connection, executor.applied_state()), live_tables(connection));
    for (const std::string& difference : found) project.out() << difference << "\n";
    if (found.empty()) project.out() << "The tables are what the applied migrations add up to\n";
    return found.empty() ? 0 : 1;
}

bool makes_tables_anew(const std::vector<std::vector<std::string>>& statements) {
    return std::ranges::any_of(statements, [](const auto& some) {
        return std::ranges::any_of(some, [](const std::string& statement) { return statement.starts_with("CREATE TABLE \"new__"); });
    });
}

/// For somebody else to run: all of it, also what writes down that it was done.
int show_sql(std::ostream& out, const std::vector<Step>& plan, const Executor& executor, const orm::Connection& connection) {
    executor.check_reversible(plan);
    // Written down as done it would never be.
    for (const Step& step : plan)
        for (std::size_t i = 0; i < step.migration->operations.size(); ++i) {
            const Operation& operation = *step.migration->operations[i];
            if (operation.kind() == "run_code" || operation.kind() == "backfill")
                throw MigrationError(step.migration->where(i) + ": no SQL can " + operation.describe(), "let migrate do this one; sqlmigrate shows what there is of it");
        }
    const auto statements = executor.sql_of(plan);
    // Tables that SQLite builds anew must not take the rows along that refer to them.
    const bool rebuilds = !connection.dialect().features().alter_column;
    if (rebuilds) out << "PRAGMA foreign_keys = OFF;\n";
    if (rebuilds && makes_tables_anew(statements))
        out << "-- Tables are made anew here, from what this database has now: triggers and indexes of somebody's own come along. Where rows don't fit, or refer to others\n"
               "-- that do not exist, a check fails whose name says so: have it stop there (sqlite3 -bail), else the rest is done, and kept.\n";
    if (const std::string made = executor.table_sql(); !made.empty() && !plan.empty()) out << made << ";\n";
    for (std::size_t i = 0; i < plan.size(); ++i) {
        const Step& step = plan[i];
        out << "\n-- " << step.migration->label() << (step.backwards ? " (undone)" : "") << "\n" << (step.migration->atomic ? "BEGIN;\n" : "");
        for (const std::string& statement : statements[i]) out << statement << "\n";
        out << executor.recording_sql(step) << ";\n" << (step.migration->atomic ? "COMMIT;\n" : "");
    }
    if (rebuilds) out << "\nPRAGMA foreign_keys = ON;\n";
    return 0;
}

/// A migration whose undoing was stopped counts as applied, and its tables are not what it makes. Nor are those of one that was stopped and has no file any more.
bool tell_of_halves(std::ostream& out, orm::Connection& connection, const MigrationSet& set) {
    bool any = false;
    for (const Underway& one : underway(connection)) {
        const bool lost = !set.find({one.app, one.name});
        if (!one.has_begun() || (!one.backwards && !lost)) continue;
        any = true;
        if (lost) {
            out << "Half " << (one.backwards ? "undone: " : "applied: ") << one.str() << "\n  and there is no such file any more: bring it back\n";
            continue;
        }
        out << "Half undone: " << one.str() << "\n  go on with \"migrate " << one.app << "\" and the migration before it, as you have begun\n";
    }
    return any;
}

int prune(Project& project, Executor& executor, const MigrateArguments& arguments) {
    if (!arguments.app.value) throw Error("--prune needs the name of an app", "say migrate APP --prune");
    require_app(project, *arguments.app.value);
    const auto gone = executor.prune(*arguments.app.value);
    for (const auto& [app, name] : gone) project.out() << "Forgotten: " << app << "." << name << "\n";
    if (gone.empty()) project.out() << "No migrations to forget\n";
    return 0;
}

/// Of a database without tables. False where it has to be done one by one.
bool make_at_once(Project& project, Executor& executor, const std::vector<Step>& plan) {
    if (plan.empty()) return false;
    if (const std::string why = executor.why_not_at_once(plan); !why.empty()) {
        project.out() << "One by one: " << why << "\n";
        return false;
    }
    const auto models = executor.make_at_once(plan);
    if (!models) {
        project.out() << "One by one: another program has made tables meanwhile\n";
        return false;
    }
    project.out() << "Made the tables of " << *models << " models at once, which " << plan.size() << " migrations add up to\n";
    return true;
}

RunOptions options_of(Project& project, const MigrateArguments& arguments) {
    RunOptions options = run_options(project);
    options.fake = arguments.fake;
    options.fake_initial = arguments.fake_initial;
    if (arguments.lock_timeout) options.lock_timeout = std::chrono::milliseconds(std::llround(*arguments.lock_timeout * 1000));
    return options;
}

int run_plan(Project& project, Executor& executor, const std::vector<Step>& plan, const MigrateArguments& arguments) {
    if (!arguments.at_once || !make_at_once(project, executor, plan)) {
        ProgressReport progress(project.out(), arguments.verbosity);
        RunOptions options = options_of(project, arguments);
        options.tell = [&](const std::string& what) { progress.tell(what); };
        options.operation = [&](const Operation& operation, std::size_t n, std::size_t of) { progress.start(operation, n, of); };
        executor.run(plan, options, [&](const Step& step) { progress.start(step); }, [&](const Step&, bool faked) { progress.done(faked); });
    }
    for (const auto& [app, after] : project.contributions<AfterMigrate>()) after.run(project);
    return 0;
}

/// The one that was named, else where the app's tables are.
std::string database_of(Project& project, const MigrateArguments& arguments) {
    auto& databases = project.get<orm::Databases>();
    const auto& app = arguments.app.value;
    std::string home = "default";
    for (const std::string& alias : databases.aliases())
        if (app && databases.holds_app(alias, *app)) home = alias;
    if (arguments.database.empty()) return home;
    if (databases.is_replica(arguments.database))
        throw Error("the database \"" + arguments.database + "\" is a replica: it has what its primary has", "migrate the primary");
    if (app && home != arguments.database)
        throw Error("the tables of the app \"" + *app + "\" are in the database \"" + home + "\", not in \"" + arguments.database + "\"",
                    "leave out --database, or name the app in its settings: apps");
    return arguments.database;
}

int migrate_command_body(Project& project, const MigrateArguments& arguments) {
    refuse_contradictions(arguments);
    // What checks find in the files is what it mends.
    if (arguments.rebase) return rebase_migrations(project, arguments.app.value, arguments.migration.value);
    project.start();
    const MigrationSet set = MigrationSet::load(project);
    const std::string database = database_of(project, arguments);
    orm::Connection& connection = project.get<orm::Databases>().connection(database);
    Executor executor = executor_of(project, connection, set);
    if (arguments.run_syncdb)
        throw Error("there is no --run-syncdb: every app with models has migrations, which make its tables", "run makemigrations, then migrate");
    if (arguments.drift && arguments.app.value)
        throw Error("--drift compares the whole database, and not only what \"" + *arguments.app.value + "\" has in it", "leave that out");
    if (arguments.prune) return prune(project, executor, arguments);
    refuse_apps_without_files(project, database, executor, set, arguments.app.value.value_or(""));
    if (arguments.drift) return show_drift(project, executor, connection);
    const auto plan = of_database(plan_of(executor, set, project, arguments), project, database);
    refuse_flags_of_applying(arguments, plan);
    if (plan.empty() && !arguments.sql && tell_of_halves(project.out(), connection, set)) return 1;
    if (arguments.plan || arguments.check) {
        executor.check(plan, {.fake = arguments.fake, .fake_initial = arguments.fake_initial});
        show_plan(project.out(), plan, executor, connection);
        return arguments.check && !plan.empty() ? 1 : 0;
    }
    if (arguments.sql) return show_sql(project.out(), plan, executor, connection);
    refuse_what_is_missing(connection, executor, set, arguments.fake ? std::vector<Step>() : plan, project.out(), project.program());
    if (plan.empty() && arguments.verbosity > 0) project.out() << "No migrations to apply\n";
    if (!arguments.unsafe && !arguments.fake) refuse_what_is_unsafe(project, plan, executor, connection, arguments.only_safe);
    const int status = run_plan(project, executor, plan, arguments);
    if (!arguments.app.value && arguments.verbosity > 0) tell_of_unwritten_changes(project, set);
    return status;
}

}  // namespace

Command migrate_command() {
    return command<migrate_command_body>("migrate", "Applies migrations to the database, or takes them back.").without_checks();
}

}  // namespace portico::migrations
