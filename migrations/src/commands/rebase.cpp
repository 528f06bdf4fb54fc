// migrate --rebase: one line of migrations again, in the files and in what the databases remember.
#include <map>
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

std::vector<Renumbered> rebase_files(Project& project, const std::optional<std::string>& only, const std::optional<std::string>& named, bool with_later) {
    std::vector<Renumbered> all;
    for (const InstalledApp& app : project.apps()) {
        const auto folder = project.resources().folder(app.label);
        if (!folder || !std::filesystem::is_directory(*folder / "migrations") || (only && *only != app.label)) continue;
        for (Renumbered& one : renumber(*folder / "migrations", app.label, named.value_or(""), with_later)) all.push_back(std::move(one));
    }
    for (const InstalledApp& app : project.apps())
        if (const auto folder = project.resources().folder(app.label)) follow(*folder / "migrations", all);
    return all;
}

/// What the folders of migrations hold, to be put back.
class FilesBefore {
public:
    explicit FilesBefore(Project& project) {
        for (const InstalledApp& app : project.apps())
            if (const auto home = project.resources().folder(app.label); home && std::filesystem::is_directory(*home / "migrations")) {
                folders_.push_back(*home / "migrations");
                for (const auto& path : in(folders_.back())) texts_[path] = read_file(path);
            }
    }
    void put_back() const {
        for (const auto& folder : folders_)
            for (const auto& path : in(folder))
                if (!texts_.contains(path)) std::filesystem::remove(path);
        for (const auto& [path, text] : texts_)
            if (!std::filesystem::exists(path) || read_file(path) != text) write_file(path, text);
    }

private:
    static std::vector<std::filesystem::path> in(const std::filesystem::path& folder) {
        std::vector<std::filesystem::path> found;
        for (const auto& entry : std::filesystem::directory_iterator(folder))
            if (entry.is_regular_file()) found.push_back(entry.path());
        return found;
    }
    std::vector<std::filesystem::path> folders_{};
    std::map<std::filesystem::path, std::string> texts_{};
};

/// The one that was named, and what stands on it: that is not written anywhere, but without it they don't fit one another.
std::vector<Renumbered> rebase_named(Project& project, const std::optional<std::string>& only, const std::string& named) {
    const FilesBefore before(project);
    std::string why;
    for (const bool with_later : {false, true}) {
        const auto renumbered = rebase_files(project, only, named, with_later);
        try {
            MigrationSet::load(project);
            return renumbered;
        } catch (const MigrationError& error) {
            before.put_back();
            if (why.empty()) why = error.what();
        }
    }
    throw Error("behind the others \"" + named + "\" does not fit them: " + why + "; no file was changed", "name the other one, or give the files their numbers by hand");
}

/// What was applied under its old number is not applied again.
void note(Project& project, const std::string& alias, const MigrationSet& set) {
    orm::Connection& connection = project.get<orm::Databases>().connection(alias);
    const Executor executor(connection, set);
    const auto renumbered = renumbered_in(connection, executor, set);
    for (const MigrationKey& key : without_file(executor, set))
        if (!renumbered.contains(key))
            project.out() << "\"" << key.first << "." << key.second << "\" is applied in the database \"" << alias << "\", and no file makes what it made: give its file back\n";
    for (const auto& [key, name] : renumbered) {
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
    const auto renumbered = named ? rebase_named(project, app, *named) : rebase_files(project, app, {}, false);
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
