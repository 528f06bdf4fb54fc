/// Migration files on disk.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace portico {
class Project;
}

namespace portico::migrations {

struct Migration;

/// "0003_post_subtitle".
bool is_migration_name(std::string_view name);

/// Where an app's migrations are written. Throws Error where its sources are not known.
std::filesystem::path folder_of(Project& project, const std::string& app);

/// Empty where there is no such file.
std::string read_file(const std::filesystem::path& path);
/// Through a file beside it, so that an interrupted run leaves no half of one. Throws Error.
void write_file(const std::filesystem::path& path, const std::string& text);

/// Writes the migration and names it in `latest`.
void write_migration(Project& project, const Migration& migration);

}  // namespace portico::migrations
