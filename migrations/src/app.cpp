#include <portico/migrations/app.hpp>

#include <atomic>
#include <memory>
#include <optional>

#include <portico/base/text.hpp>
#include <portico/migrations/autodetector.hpp>
#include <portico/migrations/settings.hpp>
#include <portico/monitoring/health.hpp>
#include <portico/orm/app.hpp>
#include <portico/orm/databases.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/transaction.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/hooks.hpp>
#include <portico/project/project.hpp>
#include <portico/project/settings_section.hpp>
#include <portico/testing/test_hook.hpp>

#include "commands/commands.hpp"
#include "missing.hpp"
#include "unapplied.hpp"

namespace portico::migrations {

namespace {

struct NeedsOrm {
    void attach(Project& project) const { project.require(orm::app()); }
};

void check_files(Project& project, CheckReport& report) {
    try {
        MigrationSet::load(project);
    } catch (const Error& error) {
        report.error("migrations.E001", "migrations", error.what(), error.hint());
    }
}

std::vector<std::string> all_unapplied(Project& project) {
    std::vector<std::string> left;
    auto& databases = project.get<orm::Databases>();
    for (const std::string& alias : databases.aliases()) {
        if (databases.is_replica(alias)) continue;
        for (const std::string& label : unapplied_migrations(project, alias))
            left.push_back(label + (alias == "default" ? "" : " (--database " + alias + ")"));
    }
    return left;
}

void check_applied(Project& project, CheckReport& report) {
    try {
        const auto left = all_unapplied(project);
        if (left.empty()) return;
        report.warning("migrations.W001", "migrations",
                       std::to_string(left.size()) + (left.size() == 1 ? " migration is" : " migrations are") +
                           " not applied: " + text::join(left, ", "),
                       "run \"" + project.program() + " migrate\"; until then pages that need the new tables and columns fail");
    } catch (const Error&) {
        // The ORM's own check tells why the database, and check_files why a file, can't be read.
    }
}

void check_missing(Project& project, CheckReport& report) {
    try {
        auto& databases = project.get<orm::Databases>();
        for (const std::string& alias : databases.aliases()) {
            const std::string missing = databases.is_replica(alias) ? std::string() : all_without_files(project, alias);
            if (missing.empty()) continue;
            report.warning("migrations.W002", "migrations", "the database \"" + alias + "\" has applied migrations that have no file: " + missing,
                           "give their files back, or take the version of the program that has them; until then migrate changes nothing of their apps");
        }
    } catch (const Error&) {
        // As above.
    }
}

/// What is applied stays so: asked until it is.
HealthCheck applied_health() {
    return {"migrations", [applied = std::make_shared<std::atomic<bool>>(false)](Project& project) {
                if (*applied) return;
                const auto left = all_unapplied(project);
                if (!left.empty()) throw Error("not applied: " + text::join(left, ", "), "run \"" + project.program() + " migrate\"");
                *applied = true;
            }};
}

bool has_tables(orm::Connection& connection) {
    return connection.value({std::string(connection.dialect().table_names_query()), {}}).has_value();
}

/// Where migrations make more than tables (triggers, views, rows) only they can, if they are up to date; else the models say it all at once.
bool needs_migrations(Project& project) {
    const MigrationSet set = MigrationSet::load(project);
    return !why_not_at_once(set).empty() && detect_changes(set, state_of_models(project)).empty();
}

void prepare_tests(Project& project) {
    auto& databases = project.get<orm::Databases>();
    std::optional<bool> replay;
    for (const std::string& alias : databases.aliases()) {
        if (databases.is_replica(alias) || has_tables(databases.connection(alias))) continue;
        if (!replay) replay = needs_migrations(project);
        if (*replay) migrate(project, alias);
        else create_tables(project, alias);
    }
}

void run_after_migrate(Project& project) {
    for (const auto& [app, after] : project.contributions<AfterMigrate>()) after.run(project);
}

}  // namespace

App app() {
    return App("migrations")
        .with(NeedsOrm{})
        .with(settings_section<MigrationSettings>("migrations"))
        .with(makemigrations_command())
        .with(migrate_command())
        .with(showmigrations_command())
        .with(sqlmigrate_command())
        .with(inspectdb_command())
        .with(flush_command())
        .with(sqlflush_command())
        .with(sqlsequencereset_command())
        .with(squashmigrations_command())
        .with(optimizemigration_command())
        .with(explain_missing_tables())
        .with(error_status<Unapplied>(503))
        .with(Explanation{&explained})
        .with(TestHook{.prepare = &prepare_tests})
        .with(applied_health())
        .with(Check{&check_files})
        .with(Check{&check_applied, CheckStage::database})
        .with(Check{&check_missing, CheckStage::database});
}

std::vector<Step> of_database(std::vector<Step> plan, Project& project, const std::string& alias) {
    auto& databases = project.get<orm::Databases>();
    std::erase_if(plan, [&](const Step& step) { return !databases.holds_app(alias, step.migration->app); });
    return plan;
}

std::map<std::string, std::vector<Code>> codes_of(Project& project) {
    std::map<std::string, std::vector<Code>> codes;
    for (const auto& [app, code] : project.contributions<Code>()) codes[app.label].push_back(code);
    return codes;
}

Executor executor_of(Project& project, orm::Connection& connection, const MigrationSet& set) {
    Executor executor(connection, set, codes_of(project));
    for (const auto& [app, renamed] : project.contributions<ModelRenamed>()) executor.after_rename(renamed.run);
    return executor;
}

void create_tables(Project& project, const std::string& database) {
    Project::Scope current(project);
    orm::Connection& connection = project.get<orm::Databases>().connection(database);
    const ProjectState state = state_of_models(project);
    {
        orm::Atomic transaction(connection, {.foreign_keys = false});
        auto editor = make_schema_editor(connection);
        for (const ModelState& model : state.models())
            if (project.get<orm::Databases>().holds_app(database, model.app)) editor->create_model(state, model);
        editor->finish();
        transaction.commit();
    }
    run_after_migrate(project);
}

RunOptions run_options(Project& project) {
    const auto& settings = project.settings<MigrationSettings>();
    if (settings.lock_timeout < std::chrono::milliseconds(1))
        throw Error("the setting migrations.lock_timeout is " + std::to_string(settings.lock_timeout.count()) + " µs: then no lock would ever be got", "a millisecond at least: \"5s\", \"500ms\"");
    if (settings.lock_attempts < 1)
        throw Error("the setting migrations.lock_attempts is " + std::to_string(settings.lock_attempts) + ": then nothing would be tried", "1 at least");
    return {.lock_timeout = settings.lock_timeout, .lock_attempts = settings.lock_attempts};
}

std::size_t migrate(Project& project, const std::string& database) {
    Project::Scope current(project);
    const MigrationSet set = MigrationSet::load(project);
    Executor executor = executor_of(project, project.get<orm::Databases>().connection(database), set);
    const auto plan = of_database(executor.plan(), project, database);
    executor.run(plan, run_options(project));
    run_after_migrate(project);
    return plan.size();
}

std::vector<std::string> unapplied_migrations(Project& project, const std::string& database) {
    const MigrationSet set = MigrationSet::load(project);
    Executor executor(project.get<orm::Databases>().connection(database), set);
    std::vector<std::string> labels;
    for (const Migration* migration : executor.unapplied())
        if (project.get<orm::Databases>().holds_app(database, migration->app)) labels.push_back(migration->label());
    return labels;
}

}  // namespace portico::migrations
