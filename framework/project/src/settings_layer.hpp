/// One source of settings with what it gives, before anything is converted.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <portico/base/value.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/settings.hpp>

namespace portico {

struct SettingEntry {
    std::string key{};  // "database.url"; in a layer of variables "PORTICO_DATABASE_URL"
    Value value{};
    std::string place{};  // "settings.toml:3"
};

struct SettingsLayer {
    std::string name{};      // "settings.toml"
    bool variables = false;  // keys are names of variables
    bool text = false;       // all values are text: "8000" may become a number
    bool is_file = false;
    std::vector<SettingEntry> entries{};

    const SettingEntry* find(const std::string& key) const;
};

/// "database.url" → "PORTICO_DATABASE_URL".
std::string variable_name(std::string_view key);

/// The file's layer, then one for the part of that profile. Problems (unreadable, no TOML) go to the report.
struct TomlFile {
    SettingsLayer all{};                    // without the tables of profiles
    std::vector<SettingsLayer> profiles{};  // in the order of the enum
};
TomlFile read_toml(const std::filesystem::path& path, CheckReport& report);

/// NAME=value lines: comments, `export`, quotes, \n in double quotes. A line that is none of this is a
/// problem.
SettingsLayer read_env_file(const std::filesystem::path& path, CheckReport& report);
/// Variables of this process that start with PORTICO_.
SettingsLayer read_environment();
/// key=value of `--set`.
SettingsLayer read_assignments(const std::vector<std::string>& assignments, CheckReport& report);
/// What the program itself gives; nested maps become sections.
SettingsLayer layer_of(const Map& map, std::string name);

std::optional<Profile> profile_named(std::string_view name);
std::string_view profile_name(Profile profile);

}  // namespace portico
