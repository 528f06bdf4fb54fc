#include "update.hpp"

#include <algorithm>
#include <set>

#include <portico/migrations/executor.hpp>
#include <portico/orm/databases.hpp>
#include <portico/project/project.hpp>

namespace portico::migrations {

namespace {

void refuse_what_others_have(Project& project, const MigrationSet& all, const Migration& last) {
    for (const Migration* other : all.that_need(last))
        throw Error("\"" + last.label() + "\" can't be changed: \"" + other->label() + "\" needs it", "make a migration of its own: leave out --update");
    auto& databases = project.get<orm::Databases>();
    for (const std::string& alias : databases.aliases())
        if (Executor(databases.connection(alias), all).applied().contains(last.key()))
            throw Error("\"" + last.label() + "\" can't be changed: it is applied in the database \"" + alias + "\"",
                        "take it back first (migrate " + last.app + " --back 1), or make a migration of its own: leave out --update");
}

/// Does it only make things, so that what the models say now can stand in its place?
bool only_adds(const Migration& migration) {
    static const std::set<std::string, std::less<>> adding{"create_model", "add_field", "add_index", "add_check", "add_exclusion"};
    return std::ranges::all_of(migration.operations, [](const OperationPointer& one) {
        return adding.contains(one->kind()) && !one->to_map().contains("only");
    });
}

MigrationSet without(const MigrationSet& all, const std::set<MigrationKey>& left_out) {
    std::vector<Migration> kept;
    for (const Migration* migration : all.in_order())
        if (!left_out.contains(migration->key())) kept.push_back(*migration);
    return MigrationSet::of(std::move(kept));
}

/// The last one with the new one's operations behind its own; what only adds is found anew, so that nothing is added to be changed.
Migration joined(const MigrationSet& before, const ProjectState& wanted, const Migration& last, const Migration& added) {
    if (only_adds(last)) {
        auto anew = detect_changes(before, wanted, {last.app});
        if (anew.size() == 1) return anew.front();
    }
    Migration both = last;
    both.operations.insert(both.operations.end(), added.operations.begin(), added.operations.end());
    for (const auto& [app, name] : added.dependencies)
        if (auto& old = both.dependencies[app]; old < name) old = name;
    return both;
}

}  // namespace

MigrationSet updated(Project& project, const MigrationSet& all, const std::string& name, std::vector<Migration>& made,
                     std::vector<std::string>& replaced) {
    std::set<MigrationKey> changed;
    for (const Migration& one : made) {
        const Migration* last = all.last_of(one.app);
        if (!last) continue;  // its first is as good as any
        if (!changed.insert(last->key()).second)
            throw Error("the changes of \"" + one.app + "\" and of other apps need each other, and can't be one migration", "leave out --update");
        refuse_what_others_have(project, all, *last);
    }
    MigrationSet before = without(all, changed);
    for (Migration& one : made) {
        const Migration* last = all.last_of(one.app);
        if (!last) continue;
        Migration both = joined(before, state_of_models(project), *last, one);
        both.name = name.empty() ? last->name : last->name.substr(0, 5) + name;
        both.file = one.app + "/migrations/" + both.name + ".json";
        if (both.name != last->name) replaced.push_back(last->file);
        one = std::move(both);
    }
    return before;
}

}  // namespace portico::migrations
