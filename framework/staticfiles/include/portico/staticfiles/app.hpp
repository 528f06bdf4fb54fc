#pragma once
#include <filesystem>

#include <portico/base/describe.hpp>
#include <portico/project/app.hpp>

namespace portico::staticfiles {

/// The section [static] of settings.toml.
struct StaticSettings {
    std::filesystem::path root{};  // where collectstatic puts the files, and finds packed ones; empty: nowhere

    static void describe(Describe<StaticSettings>& settings);
};

/// Serves the files in the apps' static/ folders below `static_url`, from the sources or from the program
/// itself; nothing has to be collected. Brings the middleware "static", the service `StaticFiles` and the command
/// `collectstatic`. When `static_url` names another host nothing is served here, only URLs are made.
App app();

}  // namespace portico::staticfiles
