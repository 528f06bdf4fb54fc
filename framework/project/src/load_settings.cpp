// Which layers a project's settings have, and in which order.
#include <cstdlib>

#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>

#include "project_state.hpp"

namespace portico {

namespace fs = std::filesystem;

namespace {

fs::path find_root(const CommandLine& line, const Site* site) {
    std::error_code error;
    if (line.root) return fs::absolute(*line.root);
    if (const char* root = std::getenv("PORTICO_ROOT"); root && *root) return fs::absolute(root);
    fs::path here = fs::current_path();
    if (site && !site->root.empty() && !fs::exists(here / "settings.toml", error))
        return fs::path(site->root);
    return here;
}

/// The strongest layer that names one; the layers of profiles are not among them yet.
Profile find_profile(const std::vector<SettingsLayer>& layers, Profile otherwise, CheckReport& report) {
    for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
        const SettingEntry* entry = layer->find("profile");
        if (!entry) continue;
        if (auto profile = profile_named(entry->value.str())) return *profile;
        std::vector<std::string> known{"development", "test", "production"};
        std::string hint = did_you_mean(entry->value.str(), known);
        report.error("settings.E008", "profile",
                     "profile \"" + entry->value.str() + "\" (" + entry->place + ") is unknown",
                     hint.empty() ? "development, test or production" : hint);
        return otherwise;
    }
    return otherwise;
}

struct FileLayers {
    std::vector<SettingsLayer> layers{};
    std::vector<SettingsLayer> profiles{};
};

FileLayers read_files(const fs::path& root, const fs::path& settings_file, CheckReport& report) {
    TomlFile toml = read_toml(settings_file, report);
    FileLayers files{.profiles = std::move(toml.profiles)};
    files.layers.push_back(std::move(toml.all));
    files.layers.push_back(read_env_file(root / ".env", report));
    return files;
}

std::unique_ptr<SettingsStore> make_store(FileLayers files, Profile otherwise, fs::path root,
                                          CheckReport report) {
    Profile profile = find_profile(files.layers, otherwise, report);
    if (!files.profiles.empty()) {
        auto index = static_cast<std::size_t>(profile);
        files.layers.insert(files.layers.begin() + 1, std::move(files.profiles[index]));
    }
    // A bad or repeated `profile` was dealt with here; no layer may say it again.
    for (SettingsLayer& layer : files.layers)
        std::erase_if(layer.entries, [&](const SettingEntry& entry) {
            return entry.key == (layer.variables ? "PORTICO_PROFILE" : "profile") &&
                   !profile_named(entry.value.str());
        });
    auto store =
        std::make_unique<SettingsStore>(std::move(files.layers), profile, std::move(root), std::move(report));
    Settings& core = store->core();
    if (core.secret_key.empty() && profile != Profile::production)
        core.secret_key = "insecure-" + text::hex(sha256("portico development key " + core.root.string()));
    return store;
}

}  // namespace

std::unique_ptr<SettingsStore> load_settings(const CommandLine& line, const Site* site, CheckReport report) {
    fs::path root = find_root(line, site);
    fs::path file = line.settings ? fs::absolute(*line.settings) : root / "settings.toml";
    std::error_code error;
    if (line.settings && !fs::exists(file, error))
        report.error("settings.E001", "--settings", "there is no file \"" + file.string() + "\"");
    if (!fs::is_directory(root, error))
        report.error("settings.E001", "root", "the project's folder \"" + root.string() + "\" doesn't exist",
                     "see --root and PORTICO_ROOT");
    FileLayers files = read_files(root, file, report);
    files.layers.push_back(read_environment());
    files.layers.push_back(read_assignments(line.assignments, report));
    if (line.profile) files.layers.back().entries.push_back({"profile", Value(*line.profile), "--profile"});
    return make_store(std::move(files), site && site->release ? Profile::production : Profile::development,
                      root, report);
}

std::unique_ptr<SettingsStore> load_settings(const ProjectOptions& options, CheckReport report) {
    fs::path root = options.root.empty() ? fs::current_path() : fs::absolute(options.root);
    FileLayers files;
    if (options.read_files) files = read_files(root, root / "settings.toml", report);
    if (options.read_environment) files.layers.push_back(read_environment());
    files.layers.push_back(layer_of(options.settings, "ProjectOptions::settings"));
    return make_store(std::move(files), options.profile, root, report);
}

}  // namespace portico
