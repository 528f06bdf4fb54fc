#include "settings_layer.hpp"

#include <array>
#include <cstring>
#include <fstream>
#include <sstream>

#include <unistd.h>

#include <portico/base/text.hpp>

namespace portico {

namespace {

constexpr std::array<std::string_view, 3> profile_names{"development", "test", "production"};

void flatten(SettingsLayer& layer, const Map& map, const std::string& prefix) {
    for (const auto& [name, value] : map) {
        std::string key = prefix + name;
        layer.entries.push_back({key, value, "\"" + key + "\" in " + layer.name});
        if (const Map* inner = value.as_map()) flatten(layer, *inner, key + ".");
    }
}

}  // namespace

const SettingEntry* SettingsLayer::find(const std::string& key) const {
    const std::string& wanted = variables ? variable_name(key) : key;
    const SettingEntry* found = nullptr;
    for (const SettingEntry& entry : entries)
        if (entry.key == wanted) found = &entry;
    return found;
}

std::string variable_name(std::string_view key) {
    std::string name = "PORTICO_";
    for (char c : key) {
        if (c == '.' || c == '-')
            name += '_';
        else
            name += (c >= 'a' && c <= 'z') ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return name;
}

SettingsLayer read_environment() {
    SettingsLayer layer{.name = "environment", .variables = true, .text = true};
    for (char** variable = environ; variable && *variable; ++variable) {
        std::string_view text = *variable;
        std::size_t equals = text.find('=');
        if (!text.starts_with("PORTICO_") || equals == text.npos) continue;
        std::string name(text.substr(0, equals));
        layer.entries.push_back({name, Value(text.substr(equals + 1)), "environment variable " + name});
    }
    return layer;
}

SettingsLayer read_assignments(const std::vector<std::string>& assignments, CheckReport& report) {
    SettingsLayer layer{.name = "command line", .text = true};
    for (const std::string& assignment : assignments) {
        std::size_t equals = assignment.find('=');
        if (equals == 0 || equals == std::string::npos) {
            report.error("settings.E004", "--set", "\"" + assignment + "\" is no assignment",
                         "write --set key=value");
            continue;
        }
        std::string key = assignment.substr(0, equals);
        layer.entries.push_back({key, Value(assignment.substr(equals + 1)), "--set " + key});
    }
    return layer;
}

SettingsLayer layer_of(const Map& map, std::string name) {
    SettingsLayer layer{.name = std::move(name)};
    flatten(layer, map, "");
    return layer;
}

std::optional<Profile> profile_named(std::string_view name) {
    for (std::size_t i = 0; i < profile_names.size(); ++i)
        if (profile_names[i] == name) return static_cast<Profile>(i);
    return std::nullopt;
}

std::string_view profile_name(Profile profile) { return profile_names[static_cast<std::size_t>(profile)]; }

}  // namespace portico
