/// An app's migrations made one line again, where two branches have each added some.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <portico/migrations/executor.hpp>

namespace portico::migrations {

struct Renumbered {
    std::string app{}, from{}, to{};  // names
};

/// Gives the migrations of the branch the numbers behind the other's, and writes `latest`. Which are the branch's git knows while it merges or
/// rebases; `named`, a name or its beginning, says it otherwise, and `with_later` that those behind it of numbers of their own are the branch's too. Nothing where the app has one line. Throws Error where it can't tell.
std::vector<Renumbered> renumber(const std::filesystem::path& folder, const std::string& app, std::string_view named = {}, bool with_later = false);

/// Has the files of a folder depend on the new names.
void follow(const std::filesystem::path& folder, const std::vector<Renumbered>& renumbered);

/// Migrations that the database has applied and that no file is there for, of apps that have migrations.
std::vector<MigrationKey> without_file(const Executor& executor, const MigrationSet& set);

/// Those of them that are there under another number, not applied as such, and which make what the database's tables have: with the names they have now.
std::map<MigrationKey, std::string> renumbered_in(orm::Connection& connection, const Executor& executor, const MigrationSet& set);

}  // namespace portico::migrations
