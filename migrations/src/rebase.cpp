#include "rebase.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include <portico/base/json.hpp>
#include <portico/base/text.hpp>

#include <portico/migrations/introspection.hpp>

#include "files.hpp"

namespace portico::migrations {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".json" && is_migration_name(entry.path().stem().string())) names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

int number_of(const std::string& name) { return std::stoi(name.substr(0, 4)); }
std::string rest_of(const std::string& name) { return name.substr(4); }

std::string numbered(int number, const std::string& name) {
    char digits[16];
    std::snprintf(digits, sizeof digits, "%04d", number);
    return digits + rest_of(name);
}

/// What a git command prints, line by line; nothing where there is no git or no repository.
std::vector<std::string> git(const fs::path& folder, const std::string& arguments) {
    const std::string command = "git -C '" + text::replace_all(folder.string(), "'", "'\\''") + "' " + arguments + " 2> /dev/null";
    std::string printed;
    if (FILE* pipe = popen(command.c_str(), "r")) {
        char part[4096];
        while (std::size_t size = fread(part, 1, sizeof part, pipe)) printed.append(part, size);
        pclose(pipe);
    }
    std::vector<std::string> lines;
    std::istringstream text(printed);
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
}

/// Files that the branch added: on our side while the other's is merged, on the incoming one while the branch is put onto the other's.
std::set<std::string> added_by_the_branch(const fs::path& folder) {
    auto is_there = [&](const std::string& reference) { return !git(folder, "rev-parse -q --verify " + reference).empty(); };
    std::string range;
    if (is_there("MERGE_HEAD")) range = "MERGE_HEAD...HEAD";
    else if (is_there("REBASE_HEAD")) range = "HEAD...REBASE_HEAD";
    else if (is_there("CHERRY_PICK_HEAD")) range = "CHERRY_PICK_HEAD~1 CHERRY_PICK_HEAD";
    std::set<std::string> names;
    if (range.empty()) return names;
    for (const std::string& line : git(folder, "diff --name-only --relative --diff-filter=A " + range + " -- .")) names.insert(fs::path(line).stem().string());
    return names;
}

std::set<std::string> of_the_branch(const fs::path& folder, const std::string& app, const std::vector<std::string>& names,
                                    const std::vector<std::string>& doubled, std::string_view named, bool with_later) {
    if (!named.empty()) {
        std::set<std::string> found;
        for (const std::string& name : names)
            if (name.starts_with(named)) found.insert(name);
        const std::string first = found.size() == 1 ? *found.begin() : std::string();
        for (const std::string& name : names)
            if (!first.empty() && with_later && number_of(name) > number_of(first) && std::ranges::find(doubled, name) == doubled.end()) found.insert(name);
        if (!first.empty()) return found;
        throw Error((found.empty() ? "no migration of \"" : "several migrations of \"") + app + "\" begin with \"" + std::string(named) + "\"",
                    "those of the same number: " + text::join(doubled, ", "));
    }
    const std::set<std::string> added = added_by_the_branch(folder);
    std::set<std::string> found;
    for (const std::string& name : names)
        if (added.contains(name)) found.insert(name);
    const bool parts = std::any_of(doubled.begin(), doubled.end(), [&](auto& one) { return found.contains(one); }) &&
                       !std::all_of(doubled.begin(), doubled.end(), [&](auto& one) { return found.contains(one); });
    if (parts) return found;
    throw Error("the app \"" + app + "\" has two lines of migrations, and git does not tell which is the branch's: " + text::join(doubled, ", "),
                "name the one that is to come last: migrate " + app + " " + doubled.back() + " --rebase");
}

/// Squashed migrations, by name, and the parts that they stand for: these are in the app's line, and the squashed one beside them.
std::map<std::string, std::vector<std::string>> squashed_in(const fs::path& folder, const std::vector<std::string>& names) {
    std::map<std::string, std::vector<std::string>> found;
    for (const std::string& name : names) {
        try {
            const Value file = parse_json(read_file(folder / (name + ".json")));
            const Value* replaces = file.as_map() ? file.as_map()->find("replaces") : nullptr;
            const List* parts = replaces ? replaces->as_list() : nullptr;
            for (std::size_t i = 0; parts && i < parts->size(); ++i)
                if (std::find(names.begin(), names.end(), (*parts)[i].str()) != names.end()) found[name].push_back((*parts)[i].str());
        } catch (const Error&) {
            // Whoever reads it next says what is wrong with it.
        }
    }
    return found;
}

/// Each name once: that of one may be what another was called. `what` finds what stands before the name, and the name, up to a quote.
std::string with_new_names(const std::string& text, const std::regex& what, const std::vector<Renumbered>& renumbered) {
    std::string changed;
    std::size_t end = 0;
    for (std::sregex_iterator found(text.begin(), text.end(), what), none; found != none; ++found) {
        const auto one = std::ranges::find(renumbered, (*found)[2].str(), &Renumbered::from);
        if (one == renumbered.end()) continue;
        const auto begin = static_cast<std::size_t>(found->position());
        changed += text.substr(end, begin - end) + (*found)[1].str() + one->to + "\"";
        end = begin + static_cast<std::size_t>(found->length());
    }
    return changed + text.substr(end);
}

/// A squashed one has the number of its last part, and names them all.
void renumber_squashed(const fs::path& folder, const std::map<std::string, std::vector<std::string>>& squashed, std::vector<Renumbered>& renumbered) {
    const std::vector<Renumbered> parts = renumbered;
    for (const auto& [name, own] : squashed) {
        const fs::path path = folder / (name + ".json");
        std::string text = read_file(path), to = name;
        static const std::regex list("\"replaces\"\\s*:\\s*\\[[^\\]]*\\]"), part("(\")(\\d{4}_[^\"]*)\"");
        std::smatch found;
        if (std::regex_search(text, found, list)) text.replace(static_cast<std::size_t>(found.position()), static_cast<std::size_t>(found.length()), with_new_names(found.str(), part, parts));
        for (const Renumbered& one : parts)
            if (one.from == own.back()) to = numbered(number_of(one.to), name);
        write_file(path, text);
        if (to == name) continue;
        fs::rename(path, folder / (to + ".json"));
        renumbered.push_back({parts.front().app, name, to});
    }
}

/// The last of the line; where that is part of a squashed one, this.
std::string last_in(const fs::path& folder) {
    const std::vector<std::string> names = names_in(folder);
    std::string last = names.back();
    for (const auto& [name, parts] : squashed_in(folder, names))
        if (number_of(name) == number_of(last)) last = name;
    return last;
}

}  // namespace

std::vector<Renumbered> renumber(const fs::path& folder, const std::string& app, std::string_view named, bool with_later) {
    std::vector<std::string> names = names_in(folder), doubled;
    const auto squashed = squashed_in(folder, names);
    std::erase_if(names, [&](const std::string& name) { return squashed.contains(name); });
    for (std::size_t i = 0; i < names.size(); ++i)
        if ((i > 0 && number_of(names[i - 1]) == number_of(names[i])) || (i + 1 < names.size() && number_of(names[i + 1]) == number_of(names[i])))
            doubled.push_back(names[i]);
    if (doubled.empty()) {
        // One side's migration has gone, or the file was left as git made it.
        if (!names.empty() && read_file(folder / "latest").find("<<<<<<<") != std::string::npos) write_file(folder / "latest", last_in(folder) + "\n");
        return {};
    }
    const std::set<std::string> moved = of_the_branch(folder, app, names, doubled, named, with_later);
    int last = 0;
    for (const std::string& name : names)
        if (!moved.contains(name)) last = std::max(last, number_of(name));
    std::vector<Renumbered> renumbered;
    for (const std::string& name : moved) renumbered.push_back({app, name, numbered(++last, name)});
    for (auto one = renumbered.rbegin(); one != renumbered.rend(); ++one)
        if (one->from != one->to) fs::rename(folder / (one->from + ".json"), folder / (one->to + ".json"));
    renumber_squashed(folder, squashed, renumbered);
    write_file(folder / "latest", last_in(folder) + "\n");
    return renumbered;
}

void follow(const fs::path& folder, const std::vector<Renumbered>& renumbered) {
    if (!fs::is_directory(folder)) return;
    for (const std::string& name : names_in(folder)) {
        const fs::path path = folder / (name + ".json");
        const std::string before = read_file(path);
        std::string after = before;
        std::map<std::string, std::vector<Renumbered>> by_app;
        for (const Renumbered& one : renumbered) by_app[one.app].push_back(one);
        for (const auto& [app, own] : by_app) after = with_new_names(after, std::regex("(\"" + app + "\"\\s*:\\s*\")(\\d{4}_[^\"]*)\""), own);
        if (after != before) write_file(path, after);
    }
}

std::vector<MigrationKey> without_file(const Executor& executor, const MigrationSet& set) {
    std::vector<MigrationKey> found;
    for (const MigrationKey& key : executor.applied())
        if (!set.of_app(key.first).empty() && !set.find(key)) found.push_back(key);
    return found;
}

namespace {

/// The only one that is called alike but for its number.
std::string called_alike(const MigrationKey& key, const Executor& executor, const MigrationSet& set) {
    std::vector<std::string> found;
    if (!is_migration_name(key.second)) return {};
    for (const Migration* migration : executor.unapplied())
        if (migration->app == key.first && rest_of(migration->name) == rest_of(key.second)) found.push_back(migration->name);
    return found.size() == 1 && set.find({key.first, found[0]}) ? found[0] : std::string();
}

/// A file of that name may be another's, written since: then the tables lack what it makes.
bool are_in_tables(orm::Connection& connection, const std::map<MigrationKey, std::string>& renumbered, const Executor& executor, const MigrationSet& set) {
    const auto done = executor.applied();
    ProjectState without, with;
    try {
        for (const Migration* migration : set.in_order()) {
            const bool found = std::ranges::any_of(renumbered, [&](const auto& one) { return one.first.first == migration->app && one.second == migration->name; });
            if (found || done.contains(migration->key())) apply(*migration, with);
        }
        without = executor.applied_state();
    } catch (const Error&) {
        return false;
    }
    const auto live = live_tables(connection);
    const auto known = differences(tables_of(connection, without), live), found = differences(tables_of(connection, with), live);
    return std::ranges::all_of(found, [&](const std::string& one) { return std::ranges::find(known, one) != known.end(); });
}

}  // namespace

std::map<MigrationKey, std::string> renumbered_in(orm::Connection& connection, const Executor& executor, const MigrationSet& set) {
    std::map<MigrationKey, std::string> found;
    for (const MigrationKey& key : without_file(executor, set))
        if (const std::string name = called_alike(key, executor, set); !name.empty()) found.emplace(key, name);
    if (!found.empty() && !are_in_tables(connection, found, executor, set)) found.clear();
    return found;
}

}  // namespace portico::migrations
