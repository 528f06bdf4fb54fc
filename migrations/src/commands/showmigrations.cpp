#include <algorithm>
#include <map>
#include <ostream>

#include <portico/migrations/app.hpp>
#include <portico/migrations/underway.hpp>
#include <portico/orm/databases.hpp>
#include <portico/project/project.hpp>

#include "commands.hpp"

namespace portico::migrations {

namespace {

struct ShowMigrationsArguments {
    Argument<std::vector<std::string>> apps{};
    bool list = false;
    bool plan = false;
    std::string database{};

    static void describe(Describe<ShowMigrationsArguments>& arguments) {
        using A = ShowMigrationsArguments;
        arguments.field(&A::apps).help_text("only these apps");
        arguments.field(&A::list).help_text("app by app, as it does without being told");
        arguments.field(&A::plan).help_text("all in the order in which they are applied");
        arguments.field(&A::database).help_text("the database's alias; default: where each app's tables are").blank();
    }
};

struct SqlMigrateArguments {
    Argument<std::string> app{};
    Argument<std::string> migration{};
    bool backwards = false;
    std::string database = "default";

    static void describe(Describe<SqlMigrateArguments>& arguments) {
        using A = SqlMigrateArguments;
        arguments.field(&A::app).help_text("the app");
        arguments.field(&A::migration).help_text("the migration; the beginning of its name will do");
        arguments.field(&A::backwards).help_text("what undoes it");
        arguments.field(&A::database).help_text("the database's alias");
    }
};

struct Status {
    std::set<MigrationKey> applied{};
    std::map<MigrationKey, std::string> underway{};
};

/// In one database, or what each holds of its apps.
Status status_in(Project& project, const MigrationSet& set, const std::string& database) {
    auto& databases = project.get<orm::Databases>();
    Status status;
    for (const std::string& alias : databases.aliases()) {
        if (database.empty() ? databases.is_replica(alias) : alias != database) continue;
        orm::Connection& connection = databases.connection(alias);
        for (const MigrationKey& key : Executor(connection, set).applied())
            if (databases.holds_app(alias, key.first)) status.applied.insert(key);
        for (const Underway& one : underway(connection)) status.underway[{one.app, one.name}] = " (" + one.state() + ")";
    }
    if (!database.empty()) databases.connection(database);  // throws where there is none
    return status;
}

/// Those of the apps, or of all that have any or had; Error for one that there isn't.
std::vector<std::string> apps_of(Project& project, const MigrationSet& set, const Status& status, const std::vector<std::string>& wanted) {
    std::vector<std::string> known, with_migrations;
    for (const InstalledApp& app : project.apps()) {
        known.push_back(app.label);
        const bool applied = std::ranges::any_of(status.applied, [&](const MigrationKey& key) { return key.first == app.label; });
        if (applied || !set.of_app(app.label).empty()) with_migrations.push_back(app.label);
    }
    for (const std::string& app : wanted)
        if (!project.has_app(app)) throw Error("there is no app \"" + app + "\"", did_you_mean(app, known));
    return wanted.empty() ? with_migrations : wanted;
}

/// "[X] 0001_initial"; "[ ] 0002_fill (operation 1, 5 of about 12 rows, 41 %)"
std::string line_of(const Migration& migration, const std::string& name, const Status& status) {
    const auto underway = status.underway.find(migration.key());
    return (status.applied.contains(migration.key()) ? "[X] " : "[ ] ") + name + (underway == status.underway.end() ? "" : underway->second) + "\n";
}

bool show_gone(std::ostream& out, const std::string& app, const std::string& mark, const MigrationSet& set, const Status& status) {
    bool any = false;
    for (const auto& [of, name] : status.applied) {
        if (of != app || set.find({of, name})) continue;
        out << mark << name << " (applied, but there is no file of it; \"migrate " << app << " --prune\" forgets it)\n";
        any = true;
    }
    return any;
}

void show_app(std::ostream& out, const std::string& app, const MigrationSet& set, const Status& status) {
    out << app << "\n";
    for (const Migration* migration : set.of_app(app)) out << " " << line_of(*migration, migration->name, status);
    const bool gone = show_gone(out, app, " [!] ", set, status);
    if (set.of_app(app).empty() && !gone) out << " (no migrations)\n";
}

int show_migrations(Project& project, const ShowMigrationsArguments& arguments) {
    const MigrationSet set = MigrationSet::load(project);
    const Status status = status_in(project, set, arguments.database);
    const auto apps = apps_of(project, set, status, arguments.apps.value);
    if (arguments.list && arguments.plan) throw Error("--list and --plan are two ways to show the same", "leave one of them out");
    if (!arguments.plan) {
        for (const std::string& app : apps) show_app(project.out(), app, set, status);
        return 0;
    }
    for (const Migration* migration : set.in_order())
        if (std::find(apps.begin(), apps.end(), migration->app) != apps.end())
            project.out() << line_of(*migration, migration->label(), status);
    for (const std::string& app : apps) show_gone(project.out(), app, "[!] " + app + ".", set, status);
    return 0;
}

int sql_migrate(Project& project, const SqlMigrateArguments& arguments) {
    const MigrationSet set = MigrationSet::load(project);
    const Executor executor(project.get<orm::Databases>().connection(arguments.database), set, codes_of(project));
    const Migration& migration = set.get(*arguments.app, *arguments.migration);
    if (arguments.backwards) executor.check_reversible({{&migration, true}});
    if (migration.atomic) project.out() << "BEGIN;\n";
    for (const std::string& statement : executor.sql_of({&migration, arguments.backwards})) project.out() << statement << "\n";
    if (migration.atomic) project.out() << "COMMIT;\n";
    return 0;
}

}  // namespace

Command showmigrations_command() {
    return command<show_migrations>("showmigrations", "Lists all migrations and which of them are applied.");
}
Command sqlmigrate_command() { return command<sql_migrate>("sqlmigrate", "Shows the SQL of a migration."); }

}  // namespace portico::migrations
