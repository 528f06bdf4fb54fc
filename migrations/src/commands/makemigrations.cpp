#include <algorithm>
#include <filesystem>
#include <ostream>
#include <sstream>

#include <portico/base/text.hpp>
#include <portico/migrations/autodetector.hpp>
#include <portico/migrations/settings.hpp>
#include <portico/orm/databases.hpp>
#include <portico/project/project.hpp>

#include "../files.hpp"
#include "../safe_series.hpp"
#include "ask.hpp"
#include "commands.hpp"
#include "plan_report.hpp"
#include "renames.hpp"
#include "update.hpp"

namespace portico::migrations {

namespace {

namespace fs = std::filesystem;

struct MakeMigrationsArguments {
    Argument<std::vector<std::string>> apps{};
    bool dry_run = false;
    bool check = false;
    bool empty = false;
    bool update = false;
    bool merge = false;
    bool noinput = false;
    bool scriptable = false;
    bool safe = false;
    std::string name{};
    int verbosity = 1;

    static void describe(Describe<MakeMigrationsArguments>& arguments) {
        using A = MakeMigrationsArguments;
        arguments.field(&A::apps).help_text("the apps to look at; default: all");
        arguments.field(&A::dry_run).help_text("shows what would be written, writes nothing");
        arguments.field(&A::check).help_text("writes nothing; the exit status is 1 where something would be written");
        arguments.field(&A::empty).help_text("a migration without operations, to be written by hand");
        arguments.field(&A::update).help_text("puts the changes into the app's last migration, which must not be applied yet");
        arguments.field(&A::merge).help_text("Django's; here an app's migrations are one line: see migrate --rebase");
        arguments.field(&A::noinput).help_text("asks nothing: what looks renamed is not, unless .was(…) says so");
        arguments.field(&A::scriptable).help_text("prints the paths of the files that were written, and nothing else");
        arguments.field(&A::safe).help_text("in steps that a running site does not wait for, where there are such");
        arguments.field(&A::name).alias("n").help_text("the new migration's name, without its number").blank();
        arguments.field(&A::verbosity).alias("v").range(0, 3).help_text("0 says nothing but problems, 2 shows the files too");
    }
};

void require_apps(Project& project, const std::vector<std::string>& apps) {
    std::vector<std::string> known;
    for (const InstalledApp& app : project.apps()) known.push_back(app.label);
    for (const std::string& app : apps)
        if (!project.has_app(app)) throw Error("there is no app \"" + app + "\"", did_you_mean(app, known));
}

void show(std::ostream& out, const Migration& migration, const std::string& path, PlanReport& report) {
    out << "Migration for \"" << migration.app << "\":\n  " << path << "\n";
    report.add(migration);
}

/// Asks whether what looks renamed was; where nobody is there to answer, says what to do if it was.
ProjectState with_renames(Project& project, const MigrationSet& set, const MakeMigrationsArguments& arguments) {
    ProjectState wanted = state_of_models(project);
    const bool looks_only = arguments.check || arguments.dry_run || arguments.scriptable;
    for (const Rename& rename : likely_renames(set.state(), wanted, arguments.apps.value)) {
        if (!arguments.noinput && !looks_only && is_interactive()) {
            const std::string answer = text::ascii_lower(ask(project.out(), rename.question() + " [y/N] "));
            if (answer == "y" || answer == "yes") note(wanted, rename);
        } else if (arguments.verbosity > 0 && !arguments.scriptable) {
            project.out() << rename.question() << " Then say .was(\"" << rename.from << "\") in its describe, or its data is lost\n";
        }
    }
    return wanted;
}

std::vector<Migration> wanted(Project& project, const MigrationSet& set, const MakeMigrationsArguments& arguments) {
    if (!arguments.empty) {
        auto made = detect_changes(set, with_renames(project, set, arguments), arguments.apps.value, arguments.name);
        const bool safe = !arguments.update && (arguments.safe || project.settings<MigrationSettings>().safe);
        return safe ? safe_series(set, std::move(made)) : made;
    }
    if (arguments.apps.value.empty()) throw Error("--empty needs the name of an app");
    std::vector<Migration> made;
    for (const std::string& app : arguments.apps.value) made.push_back(empty_migration(set, app, arguments.name));
    return made;
}

void refuse_what_makes_no_sense(const MakeMigrationsArguments& arguments) {
    if (arguments.merge)
        throw Error("there is nothing to merge: an app's migrations are one line, and two branches that each add one conflict in migrations/latest",
                    "take both files in the merge, then run migrate --rebase, which numbers yours behind theirs");
    if (arguments.update && arguments.safe) throw Error("--update and --safe exclude each other: what is safe are several migrations", "leave one of them out");
    if (arguments.update && arguments.empty) throw Error("--update and --empty exclude each other", "leave one of them out");
}

void tell(Project& project, const MakeMigrationsArguments& arguments, const std::vector<Migration>& made, const ProjectState& before, bool written) {
    std::ostringstream quiet;
    std::ostream& out = arguments.scriptable || arguments.verbosity == 0 ? quiet : project.out();
    PlanReport report(out, before, project.get<orm::Databases>().connection().dialect());
    for (const Migration& migration : made) {
        const std::string path = written ? (folder_of(project, migration.app) / (migration.name + ".json")).string() : migration.file;
        show(out, migration, path, report);
        if (arguments.scriptable) project.out() << path << "\n";
        if (arguments.dry_run || arguments.verbosity > 1) out << to_text(migration);
    }
}

int make_migrations(Project& project, const MakeMigrationsArguments& arguments) {
    refuse_what_makes_no_sense(arguments);
    require_apps(project, arguments.apps.value);
    const MigrationSet all = MigrationSet::load(project);
    std::vector<Migration> made = wanted(project, all, arguments);
    if (made.empty()) {
        if (arguments.verbosity > 0 && !arguments.scriptable) project.out() << "No changes detected\n";
        return 0;
    }
    std::vector<std::string> replaced;  // files
    const MigrationSet kept = arguments.update ? updated(project, all, arguments.name, made, replaced) : MigrationSet::of({});
    const bool writes = !arguments.dry_run && !arguments.check;
    if (writes) {
        for (const Migration& migration : made) folder_of(project, migration.app);  // before the first is written
        for (const Migration& migration : made) write_migration(project, migration);
        for (const std::string& file : replaced) fs::remove(file);
    }
    tell(project, arguments, made, (arguments.update ? kept : all).state(), writes);
    return arguments.check ? 1 : 0;
}

}  // namespace

Command makemigrations_command() {
    return command<make_migrations>("makemigrations", "Writes migrations for what has changed in the models.");
}

}  // namespace portico::migrations
