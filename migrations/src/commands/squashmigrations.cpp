#include <algorithm>
#include <ostream>

#include <portico/migrations/migration.hpp>
#include <portico/migrations/underway.hpp>
#include <portico/orm/databases.hpp>
#include <portico/orm/errors.hpp>
#include <portico/project/project.hpp>

#include "../autodetector.hpp"
#include "../files.hpp"
#include "../optimizer.hpp"
#include "commands.hpp"

namespace portico::migrations {

namespace {

struct SquashMigrationsArguments {
    Argument<std::string> app{};
    Argument<std::string> first{};
    Argument<std::optional<std::string>> last{};
    bool no_optimize = false;
    std::string squashed_name{};

    static void describe(Describe<SquashMigrationsArguments>& arguments) {
        using A = SquashMigrationsArguments;
        arguments.field(&A::app).help_text("the app");
        arguments.field(&A::first).help_text("the first of those that become one; where no other is named: the last, from the app's first on");
        arguments.field(&A::last).help_text("the last of them");
        arguments.field(&A::no_optimize).help_text("keeps all operations as they are");
        arguments.field(&A::squashed_name).help_text("the new migration's name, without its number").blank();
    }
};

struct OptimizeMigrationArguments {
    Argument<std::string> app{};
    Argument<std::string> migration{};
    bool check = false;

    static void describe(Describe<OptimizeMigrationArguments>& arguments) {
        using A = OptimizeMigrationArguments;
        arguments.field(&A::app).help_text("the app");
        arguments.field(&A::migration).help_text("the migration; the beginning of its name will do");
        arguments.field(&A::check).help_text("writes nothing; the exit status is 1 where there would be less of it");
    }
};

ProjectState state_before(const MigrationSet& set, const Migration& migration) {
    ProjectState state;
    const auto later = set.that_need(migration);
    for (const Migration* one : set.in_order())
        if (one != &migration && std::find(later.begin(), later.end(), one) == later.end()) apply(*one, state);
    return state;
}

/// Whoever goes on with it, or takes it back, needs the operations as they were when it began.
void refuse_what_is_underway(Project& project, const std::vector<const Migration*>& changed) {
    auto& databases = project.get<orm::Databases>();
    for (const std::string& alias : databases.aliases()) {
        std::vector<Underway> stopped;
        try {
            if (!databases.is_replica(alias)) stopped = underway(databases.connection(alias));
        } catch (const orm::DatabaseError&) {
            continue;  // the files are written where no database is, too
        }
        for (const Underway& one : stopped)
            for (const Migration* migration : changed)
                if (one.has_begun() && migration->key() == MigrationKey(one.app, one.name))
                    throw Error("\"" + migration->label() + "\" is under way in the database \"" + alias + "\" (" + one.state() + "), so its operations must stay as they are",
                                "let migrate end it, or take it back, before");
    }
}

/// All operations of several migrations, one after the other; those that say they need not be kept left out.
Migration joined(const std::vector<const Migration*>& parts, const std::string& name, std::ostream& out) {
    Migration all{.app = parts.front()->app, .name = parts.back()->name.substr(0, 5) + name};
    all.file = all.app + "/migrations/" + all.name + ".json";
    for (const Migration* part : parts) {
        if (!part->replaces.empty())
            throw Error("\"" + part->label() + "\" stands for others itself", "remove the files that it replaces and its \"replaces\", once every database has it");
        all.replaces.push_back(part->name);
        all.atomic = all.atomic && part->atomic;
        for (const auto& [app, dependency] : part->dependencies) {
            std::string& known = all.dependencies[app];
            known = std::max(known, dependency);
        }
        for (std::size_t i = 0; i < part->operations.size(); ++i) {
            const Operation& operation = *part->operations[i];
            if (operation.is_elidable()) {
                out << "  " << part->name << ": left out, as it says itself: " << operation.describe() << "\n";
                continue;
            }
            if (is_barrier(operation)) out << "  " << part->name << ": kept, and nothing is moved over it: " << operation.describe() << "\n";
            all.operations.push_back(part->operations[i]);
        }
    }
    return all;
}

int squash(Project& project, const SquashMigrationsArguments& arguments) {
    if (!arguments.squashed_name.empty()) refuse_bad_name(arguments.squashed_name);
    const MigrationSet set = MigrationSet::load(project);
    const Migration& last = set.get(*arguments.app, arguments.last.value ? *arguments.last.value : *arguments.first);
    const Migration& first = arguments.last.value ? set.get(*arguments.app, *arguments.first) : *set.of_app(*arguments.app).front();
    if (first.name > last.name) throw Error("\"" + first.label() + "\" comes after \"" + last.label() + "\"", "name the first before the last");
    std::vector<const Migration*> parts;
    for (const Migration* one : set.of_app(*arguments.app))
        if (one->name >= first.name && one->name <= last.name) parts.push_back(one);
    if (parts.size() < 2) throw Error("there is nothing to squash: that is one migration", "name two, the first and the last");
    folder_of(project, last.app);  // throws before anything is said
    refuse_what_is_underway(project, parts);
    Migration squashed = joined(parts, arguments.squashed_name.empty() ? "squashed" : arguments.squashed_name, project.out());
    if (set.find(squashed.key())) throw Error("there is a migration \"" + squashed.label() + "\" already", "say --squashed-name");
    const std::size_t count = squashed.operations.size();
    if (!arguments.no_optimize) squashed.operations = optimized(std::move(squashed.operations), squashed.app, state_before(set, first));
    try {
        set.with(squashed);
    } catch (const MigrationError& error) {
        throw Error("these can't be one migration: " + std::string(error.what()), "another app's migration comes between them: squash up to it, and from there on");
    }
    const bool is_last = set.last_of(squashed.app) == &last;
    write_file(folder_of(project, squashed.app) / (squashed.name + ".json"), to_text(squashed));
    if (is_last) write_file(folder_of(project, squashed.app) / "latest", squashed.name + "\n");
    project.out() << squashed.label() << " stands for " << parts.size() << " migrations, with " << squashed.operations.size() << " operations instead of " << count
                  << ".\nKeep their files until every database has applied them all, or this one; then remove them, and \"replaces\" in it\n";
    return 0;
}

int optimize(Project& project, const OptimizeMigrationArguments& arguments) {
    const MigrationSet set = MigrationSet::load(project);
    Migration migration = set.get(*arguments.app, *arguments.migration);
    const std::size_t count = migration.operations.size();
    migration.operations = optimized(migration.operations, migration.app, state_before(set, *set.find(migration.key())));
    if (migration.operations.size() == count) {
        project.out() << migration.label() << " can't be made less\n";
        return 0;
    }
    project.out() << migration.label() << ": " << migration.operations.size() << " operations instead of " << count << "\n";
    if (arguments.check) return 1;
    refuse_what_is_underway(project, {set.find(migration.key())});
    write_file(folder_of(project, migration.app) / (migration.name + ".json"), to_text(migration));
    return 0;
}

}  // namespace

Command squashmigrations_command() { return command<squash>("squashmigrations", "Makes one migration of several."); }
Command optimizemigration_command() { return command<optimize>("optimizemigration", "Makes a migration's operations fewer."); }

}  // namespace portico::migrations
