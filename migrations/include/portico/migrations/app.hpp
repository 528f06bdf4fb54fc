/// Migrations as an app: the commands makemigrations, migrate, showmigrations and sqlmigrate, and the check for what is not
/// applied. Whoever has models and ships migrations requires it; `project.install(migrations::app())` does no harm.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include <portico/migrations/executor.hpp>
#include <portico/migrations/migration.hpp>
#include <portico/project/app.hpp>

namespace portico {
class Project;
}

namespace portico::migrations {

App app();

/// A contribution: runs after `migrate` has done something, and after `create_tables`; for rows that must always be there
/// (permissions). It runs each time, so it looks before it adds.
struct AfterMigrate {
    std::function<void(Project&)> run{};
};
inline AfterMigrate after_migrate(std::function<void(Project&)> run) { return {std::move(run)}; }

/// A contribution: see AfterRename in executor.hpp. Content types and permissions follow their models by it.
struct ModelRenamed {
    AfterRename run{};
};

/// What `run_code` may name, by app.
std::map<std::string, std::vector<Code>> codes_of(Project& project);
/// One that knows what the project's apps have contributed.
Executor executor_of(Project& project, orm::Connection& connection, const MigrationSet& set);

/// The steps for apps whose tables are in that database: see orm/routing.hpp.
std::vector<Step> of_database(std::vector<Step> plan, Project& project, const std::string& alias);

/// Makes the tables of all models of that database as they are now, without migration files; for tests, on a database without tables. Runs the
/// AfterMigrate functions. Not inside of `atomic`.
///
///     Project project({.settings = {{"database.url", "sqlite::memory:"}}});
///     project.install(blog());
///     migrations::create_tables(project);
void create_tables(Project& project, const std::string& database = "default");

/// As the settings `[migrations]` say.
RunOptions run_options(Project& project);

/// Applies all migrations that are not applied; gives how many there were. What `migrate` does, for programs.
std::size_t migrate(Project& project, const std::string& database = "default");

/// The migrations that the database lacks, as "blog.0002_post_subtitle".
std::vector<std::string> unapplied_migrations(Project& project, const std::string& database = "default");

}  // namespace portico::migrations
