/// Migrations that a database has applied and that have no file any more.
#pragma once
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include <portico/migrations/executor.hpp>

namespace portico {
class Project;
}

namespace portico::migrations {

/// Of the installed apps, whose tables this database holds, those of which it has applied migrations and no file is left: with the migrations' names.
std::map<std::string, std::vector<std::string>> apps_without_files(Project& project, const std::string& database, const Executor& executor, const MigrationSet& set);

/// Their tables would be taken for nobody's. `app`: that one alone is looked at, where one is named. Throws MigrationError.
void refuse_apps_without_files(Project& project, const std::string& database, const Executor& executor, const MigrationSet& set, const std::string& app);

/// What a migration does is unknown where its file is gone: nothing is done to the tables of its app then. Where nothing is to be done, a note.
/// Throws MigrationError.
void refuse_what_is_missing(orm::Connection& connection, const Executor& executor, const MigrationSet& set, const std::vector<Step>& plan, std::ostream& out, const std::string& program);

/// All of them, as a check tells it; empty where there is none.
std::string all_without_files(Project& project, const std::string& database);

}  // namespace portico::migrations
