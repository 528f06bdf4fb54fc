#pragma once
#include <string>
#include <vector>

namespace portico {

/// One setting as people are shown it (`settings`, `diffsettings`, the admin): texts, secrets masked.
struct SettingRow {
    /// What one source says of it.
    struct Given {
        std::string place{};  // "settings.toml:3", "environment variable PORTICO_DEBUG"
        std::string value{};
    };
    std::string key{};            // "database.url"
    std::string value{};          // as it is now
    std::string default_value{};  // of the profile
    std::string help{};
    bool changed = false;        // differs from the default
    std::vector<Given> given{};  // the weakest first: the last one won
};

}  // namespace portico
