// migrate --rebase: one line of migrations again, in the files and in what the databases remember.
#include <ostream>

#include <portico/migrations/app.hpp>
#include <portico/orm/databases.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/transaction.hpp>
#include <portico/project/project.hpp>
#include <portico/project/resources.hpp>

#include "../files.hpp"
#include "../rebase.hpp"
#include "rebase.hpp"

namespace portico::migrations {

namespace {

std::vector<Renumbered> rebase_files(Project& project, const std::optional<std::string>& only, const std::optional<std::string>& named) {
    std::vector<Renumbered> all;
    for (const InstalledApp& app : project.apps()) {
        const auto folder = project.resources().folder(app.label);
        if (!folder || !std::filesystem::is_directory(*folder / "migrations") || (only && *only != app.label)) continue;
        for (Renumbered& one : renumber(*folder / "migrations", app.label, named.value_or(""))) all.push_back(std::move(one));
    }
    for (const InstalledApp& app : project.apps())
        if (const auto folder = project.resources().folder(app.label)) follow(*folder / "migrations", all);
    return all;
}

/// What was applied under its old number is not applied again.
void note(Project& project, const std::string& alias, const MigrationSet& set) {
    orm::Connection& connection = project.get<orm::Databases>().connection(alias);
    const Executor executor(connection, set);
    for (const MigrationKey& key : without_file(executor, set)) {
        const std::string name = renumbered_as(key, executor, set);
        if (name.empty()) continue;
        const orm::Dialect& sql = connection.dialect();
        connection.execute({"UPDATE django_migrations SET name = " + sql.placeholder(1) + " WHERE app = " + sql.placeholder(2) + " AND name = " + sql.placeholder(3),
                            {Value(name), Value(key.first), Value(key.second)}});
        project.out() << "\"" << key.first << "." << key.second << "\" is applied in the database \"" << alias << "\": noted there as \"" << name
                      << "\". The migrations that now come before it are applied after it there; its rows stay as they are\n";
    }
}

/// The files are one line whether or not a database can be asked.
void note_or_tell(Project& project, const std::string& alias, const MigrationSet& set) {
    try {
        note(project, alias, set);
    } catch (const Error& error) {
        project.out() << "The database \"" << alias << "\" was not asked: " << error.what() << ". Run this again when it is there\n";
    }
}

}  // namespace

int rebase_migrations(Project& project, const std::optional<std::string>& app, const std::optional<std::string>& named) {
    const auto renumbered = rebase_files(project, app, named);
    for (const Renumbered& one : renumbered) project.out() << one.app << ": " << one.from << " is now " << one.to << "\n";
    if (renumbered.empty()) project.out() << "Every app has one line of migrations\n";
    project.start();
    const MigrationSet set = MigrationSet::load(project);  // throws where the operations don't fit one another in this order
    auto& databases = project.get<orm::Databases>();
    for (const std::string& alias : databases.aliases())
        if (!databases.is_replica(alias)) note_or_tell(project, alias, set);
    if (!renumbered.empty()) project.out() << "Now look at the files, have git add them, and run migrate\n";
    return 0;
}

}  // namespace portico::migrations
