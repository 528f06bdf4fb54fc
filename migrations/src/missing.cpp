#include "missing.hpp"

#include <algorithm>
#include <ostream>

#include <portico/base/text.hpp>
#include <portico/orm/databases.hpp>
#include <portico/project/project.hpp>

#include "rebase.hpp"

namespace portico::migrations {

std::map<std::string, std::vector<std::string>> apps_without_files(Project& project, const std::string& database, const Executor& executor, const MigrationSet& set) {
    std::map<std::string, std::vector<std::string>> found;
    for (const auto& [app, name] : executor.applied())
        if (project.has_app(app) && set.of_app(app).empty() && project.get<orm::Databases>().holds_app(database, app)) found[app].push_back(name);
    return found;
}

void refuse_apps_without_files(Project& project, const std::string& database, const Executor& executor, const MigrationSet& set, const std::string& app) {
    for (const auto& [lost, names] : apps_without_files(project, database, executor, set)) {
        if (!app.empty() && app != lost) continue;
        throw MigrationError("the database has applied migrations of the app \"" + lost + "\" (" + text::join(names, ", ") + "), and there is no file of any",
                             "give " + lost + "/migrations back, or take the version of the program that has them; \"migrate " + lost + " --prune\" forgets them, and leaves the tables");
    }
}

void refuse_what_is_missing(orm::Connection& connection, const Executor& executor, const MigrationSet& set, const std::vector<Step>& plan, std::ostream& out, const std::string& program) {
    const auto renumbered = renumbered_in(connection, executor, set);
    for (const MigrationKey& key : without_file(executor, set)) {
        const std::string told = "the database has applied \"" + key.first + "." + key.second + "\", and there is no such migration";
        const auto name = renumbered.find(key);
        const std::string hint = name == renumbered.end() ? "give its file back, or take the version of the program that has it; migrate --prune forgets what nobody will need again"
                                                          : "it seems to be " + name->second + " now, which makes what the tables have: run \"" + program + " migrate --rebase\", which notes that";
        if (std::any_of(plan.begin(), plan.end(), [&](const Step& step) { return step.migration->app == key.first; })) throw MigrationError(told, hint);
        out << "Note: " << told << " (" << hint << ")\n";
    }
}

std::string all_without_files(Project& project, const std::string& database) {
    const MigrationSet set = MigrationSet::load(project);
    const Executor executor(project.get<orm::Databases>().connection(database), set);
    std::vector<std::string> labels;
    for (const auto& [app, names] : apps_without_files(project, database, executor, set))
        for (const std::string& name : names) labels.push_back(app + "." + name);
    for (const auto& [app, name] : without_file(executor, set)) labels.push_back(app + "." + name);
    return text::join(labels, ", ");
}

}  // namespace portico::migrations
