#include <algorithm>
#include <filesystem>
#include <set>

#include <portico/base/text.hpp>
#include <portico/migrations/migration.hpp>
#include <portico/project/project.hpp>
#include <portico/project/resources.hpp>

#include "files.hpp"
#include "relations.hpp"

namespace portico::migrations {

namespace {

constexpr std::string_view folder = "migrations/";

std::string shown(const Resource& resource, const std::string& app, const std::string& name) {
    return resource.path.empty() ? app + "/" + name : resource.path.string();
}

void check_conflict(Project& project, const std::string& app) {
    auto latest = project.resources().open_in(app, std::string(folder) + "latest");
    if (!latest || latest->bytes().find("<<<<<<<") == std::string_view::npos) return;
    throw MigrationError(shown(*latest, app, "migrations/latest") + ":1: two branches have each added a migration",
                         "run \"" + project.program() + " migrate --rebase\": the branch's get the numbers behind the other's");
}

/// Without those that others stand for.
std::vector<const Migration*> line_of(const std::vector<Migration>& migrations) {
    std::set<std::string> replaced;
    for (const Migration& migration : migrations) replaced.insert(migration.replaces.begin(), migration.replaces.end());
    std::vector<const Migration*> line;
    for (const Migration& migration : migrations)
        if (!replaced.contains(migration.name)) line.push_back(&migration);
    return line;
}

void check_latest(Project& project, const std::string& app, const std::vector<const Migration*>& migrations) {
    auto latest = project.resources().open_in(app, std::string(folder) + "latest");
    if (migrations.empty()) return;
    const std::string& last = migrations.back()->name;
    if (!latest)
        throw MigrationError("the app \"" + app + "\" has migrations, but no file migrations/latest",
                             "write the name of the last one into it: " + last);
    const std::string file = shown(*latest, app, "migrations/latest");
    const std::filesystem::path named = latest->path.parent_path() / (std::string(text::trim(latest->bytes())) + ".json");
    std::error_code error;
    if (std::filesystem::exists(named, error) && !std::filesystem::is_regular_file(named, error))
        throw MigrationError(named.string() + ": that is no file which can be read", "a migration is a plain file; give it back, or say in migrations/latest what the last one is");
    if (text::trim(latest->bytes()) != last)
        throw MigrationError(file + ":1: it says \"" + std::string(text::trim(latest->bytes())) + "\", but the last migration is \"" +
                                 last + "\"",
                             "write the last one's name into it, or give back the file that is missing");
}

std::vector<Migration> load_app(Project& project, const std::string& app) {
    check_conflict(project, app);
    std::vector<Migration> migrations;
    for (const std::string& path : project.resources().list_in(app, folder)) {
        if (!path.ends_with(".json")) continue;
        auto resource = project.resources().open_in(app, path);
        if (!resource) continue;
        const std::string file = shown(*resource, app, path);
        const std::string name = path.substr(folder.size(), path.size() - folder.size() - 5);
        if (!is_migration_name(name))
            throw MigrationError(file + ": a migration's file is named like 0003_post_subtitle.json");
        migrations.push_back(parse_migration(resource->bytes(), app, name, file));
    }
    const auto line = line_of(migrations);
    for (std::size_t i = 1; i < line.size(); ++i)
        if (line[i - 1]->number() == line[i]->number())
            throw MigrationError(line[i]->file + ": there is another migration of that number: " + line[i - 1]->name,
                                 "run \"" + project.program() + " migrate --rebase\": the branch's get the numbers behind the other's");
    check_latest(project, app, line);
    return migrations;
}

[[noreturn]] void refuse_missing(const std::string& where, const std::string& app, const std::string& name, bool has_others) {
    throw MigrationError(where + ": it depends on \"" + app + "." + name + "\", which does not exist", has_others ? "" : "is the app \"" + app + "\" installed?");
}

/// Where the file says that it depends on one of that app; the text is known to be a migration's.
std::size_t line_of_dependency(std::string_view text, const std::string& app) {
    const auto named = text.find("\"" + app + "\"", std::min(text.find("\"dependencies\""), text.size()));
    return 1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(named, text.size())), '\n'));
}

/// While their files are at hand, which have lines.
void refuse_missing_dependencies(Project& project, const std::vector<Migration>& migrations) {
    std::set<MigrationKey> known;
    std::set<std::string> apps;
    for (const Migration& migration : migrations) {
        known.insert(migration.key());
        apps.insert(migration.app);
        for (const std::string& part : migration.replaces) known.emplace(migration.app, part);
    }
    for (const Migration& migration : migrations)
        for (const auto& [app, name] : migration.dependencies) {
            if (known.contains({app, name})) continue;
            const auto file = project.resources().open_in(migration.app, std::string(folder) + migration.name + ".json");
            refuse_missing(migration.file + (file ? ":" + std::to_string(line_of_dependency(file->bytes(), app)) : ""), app, name, apps.contains(app));
        }
}

/// Errors name the operation.
void apply_each(const Migration& migration, ProjectState& state) {
    for (std::size_t i = 0; i < migration.operations.size(); ++i) {
        try {
            migration.operations[i]->apply(state, migration.app);
        } catch (const Error& error) {
            throw MigrationError(migration.where(i) + ": " + error.what(), error.hint());
        }
    }
}

/// The operation after which it is so, and stays so. `order`: with those before the migration.
std::size_t breaking(const Migration& migration, const std::vector<const Migration*>& order, const BrokenRelation& broken) {
    ProjectState state;
    for (const Migration* one : order) {
        if (one == &migration) break;
        apply_each(*one, state);
    }
    std::size_t last_whole = 0;
    for (std::size_t i = 0; i < migration.operations.size(); ++i) {
        const auto found = broken_relation(state);
        if (!found || found->what != broken.what) last_whole = i;
        migration.operations[i]->apply(state, migration.app);
    }
    return last_whole;
}

}  // namespace

MigrationSet MigrationSet::load(Project& project) {
    std::vector<Migration> migrations;
    for (const InstalledApp& app : project.apps())
        for (Migration& migration : load_app(project, app.label)) migrations.push_back(std::move(migration));
    refuse_missing_dependencies(project, migrations);
    return of(std::move(migrations));
}

MigrationSet MigrationSet::of(std::vector<Migration> migrations) {
    std::vector<std::shared_ptr<const Migration>> all;
    for (Migration& migration : migrations) all.push_back(std::make_shared<const Migration>(std::move(migration)));
    return made(std::move(all), {});
}

MigrationSet MigrationSet::with(Migration migration) const {
    auto all = all_;
    all.push_back(std::make_shared<const Migration>(std::move(migration)));
    return made(std::move(all), {});
}

bool MigrationSet::has_squashed() const {
    return std::any_of(migrations_.begin(), migrations_.end(), [](auto& one) { return !one->replaces.empty(); });
}

std::unique_ptr<MigrationSet> MigrationSet::for_database(const std::set<MigrationKey>& applied, const std::set<MigrationKey>& begun) const {
    std::set<MigrationKey> as_parts;
    for (const auto& migration : migrations_) {
        if (migration->replaces.empty() || applied.contains(migration->key())) continue;
        const auto there = std::count_if(migration->replaces.begin(), migration->replaces.end(),
                                         [&](const std::string& name) { return applied.contains({migration->app, name}); });
        const bool stopped = std::ranges::any_of(migration->replaces, [&](const std::string& name) { return begun.contains({migration->app, name}); });
        if (!stopped && (there == 0 || static_cast<std::size_t>(there) == migration->replaces.size())) continue;
        as_parts.insert(migration->key());
        for (const std::string& name : migration->replaces)
            if (std::none_of(all_.begin(), all_.end(), [&](auto& one) { return one->key() == MigrationKey(migration->app, name); }))
                throw MigrationError(migration->file + ": the database has applied some of the migrations for which \"" + migration->label() +
                                         "\" stands, not all, and the file of \"" + name + "\" is gone",
                                     "give it back until this database has applied all of them");
    }
    if (as_parts.empty()) return nullptr;
    return std::make_unique<MigrationSet>(made(all_, as_parts));
}

MigrationSet MigrationSet::made(std::vector<std::shared_ptr<const Migration>> all, const std::set<MigrationKey>& as_parts) {
    MigrationSet set;
    std::set<MigrationKey> left_out = as_parts;
    for (const auto& migration : all)
        for (const std::string& name : migration->replaces)
            if (!as_parts.contains(migration->key())) left_out.emplace(migration->app, name);
    set.all_ = std::move(all);
    for (const auto& migration : set.all_)
        if (!left_out.contains(migration->key())) set.migrations_.push_back(migration);
    set.sort();
    set.check_states();
    return set;
}

std::vector<const Migration*> MigrationSet::of_app(std::string_view app) const {
    std::vector<const Migration*> found;
    for (const auto& migration : migrations_)
        if (migration->app == app) found.push_back(migration.get());
    std::sort(found.begin(), found.end(), [](auto* a, auto* b) { return a->name < b->name; });
    return found;
}

const Migration* MigrationSet::find(const MigrationKey& key) const {
    for (const auto& migration : migrations_)
        if (migration->key() == key) return migration.get();
    auto has = [](const std::vector<std::string>& names, const std::string& name) { return std::find(names.begin(), names.end(), name) != names.end(); };
    for (const auto& migration : migrations_)
        if (migration->app == key.first && has(migration->replaces, key.second)) return migration.get();
    for (const auto& squashed : all_)
        if (squashed->key() == key && !squashed->replaces.empty())
            for (const auto& migration : migrations_)
                if (migration->app == key.first && migration->name == squashed->replaces.back()) return migration.get();
    return nullptr;
}

const Migration& MigrationSet::get(std::string_view app, std::string_view beginning) const {
    std::vector<const Migration*> found;
    std::vector<std::string> names;
    for (const Migration* migration : of_app(app)) {
        names.push_back(migration->name);
        if (migration->name == beginning) return *migration;
        if (migration->name.starts_with(beginning)) found.push_back(migration);
    }
    if (found.size() == 1) return *found[0];
    if (found.empty())
        throw MigrationError("the app \"" + std::string(app) + "\" has no migration \"" + std::string(beginning) + "\"",
                             names.empty() ? "it has none at all" : did_you_mean(beginning, names));
    throw MigrationError("several migrations of \"" + std::string(app) + "\" begin with \"" + std::string(beginning) + "\"",
                         found[0]->name + ", " + found[1]->name + " …");
}

const Migration* MigrationSet::last_of(std::string_view app) const {
    auto all = of_app(app);
    return all.empty() ? nullptr : all.back();
}

std::vector<const Migration*> MigrationSet::needed_by(const Migration& migration) const {
    std::vector<const Migration*> needed;
    const Migration* before = nullptr;
    for (const Migration* one : of_app(migration.app))
        if (one->name < migration.name) before = one;
    if (before) needed.push_back(before);
    for (const auto& [app, name] : migration.dependencies) {
        const Migration* other = find({app, name});
        if (!other) refuse_missing(migration.file, app, name, !of_app(app).empty());
        needed.push_back(other);
    }
    return needed;
}

std::vector<const Migration*> MigrationSet::that_need(const Migration& migration) const {
    std::set<const Migration*> found{&migration};
    std::vector<const Migration*> ordered;
    for (const Migration* one : order_) {
        if (one == &migration) continue;
        auto needed = needed_by(*one);
        if (std::none_of(needed.begin(), needed.end(), [&](auto* other) { return found.contains(other); })) continue;
        found.insert(one);
        ordered.push_back(one);
    }
    return ordered;
}

void MigrationSet::sort() {
    enum class Mark { none, open, done };
    std::map<const Migration*, Mark> marks;
    auto visit = [&](auto& self, const Migration* migration) -> void {
        Mark& mark = marks[migration];
        if (mark == Mark::done) return;
        if (mark == Mark::open)
            throw MigrationError(migration->file + ": it depends on itself, by way of others",
                                 "look at the \"dependencies\" of these migrations");
        mark = Mark::open;
        for (const Migration* other : needed_by(*migration)) self(self, other);
        marks[migration] = Mark::done;
        order_.push_back(migration);
    };
    for (const auto& migration : migrations_) visit(visit, migration.get());
}

void MigrationSet::check_states() const {
    ProjectState state;
    for (const Migration* migration : order_) {
        apply_each(*migration, state);
        if (auto broken = broken_relation(state)) throw MigrationError(migration->where(breaking(*migration, order_, *broken)) + ": " + broken->what, broken->hint);
    }
}

ProjectState MigrationSet::state() const {
    ProjectState state;
    for (const Migration* migration : order_) apply_each(*migration, state);
    return state;
}

}  // namespace portico::migrations
