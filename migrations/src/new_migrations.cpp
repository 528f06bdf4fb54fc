// Numbers, names and dependencies of what the autodetector found.
#include <algorithm>
#include <cstdio>

#include <portico/base/text.hpp>

#include "autodetector.hpp"

namespace portico::migrations {

namespace {

std::string app_of(const std::string& label) { return label.substr(0, label.find('.')); }

bool is_word(const std::string& name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    });
}

}  // namespace

void refuse_bad_name(const std::string& name) {
    if (!is_word(name)) throw Error("\"" + name + "\" is no name for a migration", "use letters a-z, digits and _");
}

std::string numbered(int number, const std::string& name) {
    char digits[16];
    std::snprintf(digits, sizeof digits, "%04d_", number);
    return digits + name;
}

/// As Django names them.
std::string name_of(const std::vector<OperationPointer>& operations) {
    constexpr std::size_t longest = 52;
    std::string name;
    for (const OperationPointer& operation : operations) {
        const std::string part = operation->short_name();
        if (!name.empty() && name.size() + 1 + part.size() > longest) return name + "_and_more";
        name += (name.empty() ? "" : "_") + part;
    }
    return name;
}

Migration Autodetector::make(const std::string& app, std::vector<OperationPointer> operations, int number,
                             const std::string& name, bool initial) const {
    Migration migration{.app = app};
    migration.name = numbered(number, !name.empty() ? name : initial ? "initial" : name_of(operations));
    migration.operations = std::move(operations);
    migration.file = app + "/migrations/" + migration.name + ".json";
    return migration;
}

void Autodetector::add_dependencies(Migration& migration, const std::map<std::string, std::string>& new_names) const {
    for (const OperationPointer& operation : migration.operations) {
        for (const std::string& label : operation->needs()) {
            const std::string other = app_of(label);
            if (other == migration.app) continue;
            auto made = new_names.find(other);
            const Migration* last = existing_.last_of(other);
            if (has_news_for(migration.app, label) && made != new_names.end())
                migration.dependencies[other] = made->second;
            else if (last && !migration.dependencies.contains(other))
                migration.dependencies[other] = last->name;
        }
    }
}

std::vector<Migration> Autodetector::write(const std::string& name) {
    if (!name.empty()) refuse_bad_name(name);
    std::vector<Migration> made;
    std::map<std::string, std::string> new_names;
    auto next_number = [&](const std::string& app) {
        const Migration* last = existing_.last_of(app);
        return (last ? last->number() : 0) + 1;
    };
    for (const std::string& app : apps_) {
        auto& changes = changes_[app];
        if (changes.first.empty()) continue;
        made.push_back(make(app, changes.first, next_number(app), name, existing_.last_of(app) == nullptr));
        add_dependencies(made.back(), new_names);
        for (const std::string& other : changes.first_needs_apps)
            if (new_names.contains(other)) made.back().dependencies[other] = new_names.at(other);
        new_names[app] = made.back().name;
    }
    const auto first_names = new_names;
    for (const std::string& app : apps_) {
        auto& changes = changes_[app];
        if (changes.second.empty()) continue;
        made.push_back(make(app, changes.second, next_number(app) + (changes.first.empty() ? 0 : 1), name, false));
        add_dependencies(made.back(), first_names);
        for (const std::string& other : changes.second_needs_apps)
            if (first_names.contains(other)) made.back().dependencies[other] = first_names.at(other);
    }
    return made;
}

Migration empty_migration(const MigrationSet& existing, const std::string& app, const std::string& name) {
    if (!name.empty()) refuse_bad_name(name);
    const Migration* last = existing.last_of(app);
    Migration migration{.app = app};
    migration.name = numbered((last ? last->number() : 0) + 1, name.empty() ? "custom" : name);
    migration.file = app + "/migrations/" + migration.name + ".json";
    return migration;
}

}  // namespace portico::migrations
