#include "files.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <portico/migrations/migration.hpp>
#include <portico/project/project.hpp>
#include <portico/project/resources.hpp>

namespace portico::migrations {

namespace fs = std::filesystem;

bool is_migration_name(std::string_view name) {
    if (name.size() < 6 || name[4] != '_') return false;
    return std::all_of(name.begin(), name.begin() + 4, [](char c) { return c >= '0' && c <= '9'; });
}

fs::path folder_of(Project& project, const std::string& app) {
    if (auto folder = project.resources().folder(app)) return *folder / "migrations";
    throw Error("the source folder of the app \"" + app + "\" is not known, so no migration can be written there",
                "run this in a development build, with portico_site(… APPS " + app + ") in CMakeLists.txt");
}

std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const fs::path& path, const std::string& text) {
    const fs::path draft = path.string() + "~";
    std::ofstream file(draft, std::ios::binary);
    file << text;
    file.close();
    std::error_code error;
    if (file) fs::rename(draft, path, error);
    if (file && !error) return;
    std::error_code ignored;
    fs::remove(draft, ignored);
    throw Error("can't write \"" + path.string() + "\"", "may this user write in that folder, and is there room?");
}

void write_migration(Project& project, const Migration& migration) {
    const fs::path folder = folder_of(project, migration.app);
    std::error_code error;
    fs::create_directories(folder, error);
    const fs::path file = folder / (migration.name + ".json");
    const bool is_new = !fs::exists(file, error);
    write_file(file, to_text(migration));
    try {
        write_file(folder / "latest", migration.name + "\n");
    } catch (const Error&) {
        // One that nothing names would be in the way of the next try.
        if (is_new) fs::remove(file, error);
        throw;
    }
}

}  // namespace portico::migrations
