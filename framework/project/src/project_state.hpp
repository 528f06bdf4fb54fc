/// What a project holds.
#pragma once
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <typeindex>
#include <unordered_map>
#include <vector>

#include <portico/project/commands.hpp>
#include <portico/project/project.hpp>
#include <portico/project/site.hpp>
#include <portico/routing/middleware.hpp>
#include <portico/routing/router.hpp>

#include "command_line.hpp"
#include "settings_store.hpp"

namespace portico {

/// How requests go: built from what the apps contributed.
struct Routing {
    Router router{};
    std::vector<std::string> middleware{};  // names, outermost first
    Pipeline pipeline{};
    CheckReport report{};  // what was wrong with routes and middleware
};

struct Project::State {
    struct App {
        InstalledApp app;
        std::vector<detail::Contribution> contributions;
    };

    CommandLine command_line{};
    std::unique_ptr<SettingsStore> settings{};
    Resources resources{};
    std::deque<App> apps{};                       // stays in place: contributions refer to it
    std::set<std::string, std::less<>> labels{};  // installed or being installed
    CheckReport report{};                         // what was wrong with apps
    std::unordered_map<std::type_index, std::shared_ptr<void>> services{};
    std::ostream* out = nullptr;
    std::ostream* err = nullptr;
    const Site* site = nullptr;
    std::unique_ptr<Routing> routing{};
    bool completed = false;
    bool started = false;

    /// Built when it is first asked for.
    Routing& routes(const Project& project);
};

std::unique_ptr<Routing> build_routing(const Project& project);

/// The layers of settings for a program started from a command line.
std::unique_ptr<SettingsStore> load_settings(const CommandLine& line, const Site* site, CheckReport report);
/// … and for a project made with options.
std::unique_ptr<SettingsStore> load_settings(const ProjectOptions& options, CheckReport report);

}  // namespace portico
