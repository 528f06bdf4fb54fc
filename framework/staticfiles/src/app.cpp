#include <portico/staticfiles/app.hpp>

#include <portico/project/project.hpp>
#include <portico/project/resources.hpp>
#include <portico/project/settings_section.hpp>
#include <portico/routing/middleware.hpp>
#include <portico/staticfiles/static_files.hpp>

#include "collect.hpp"

namespace portico::staticfiles {

void StaticSettings::describe(Describe<StaticSettings>& settings) {
    settings.field(&StaticSettings::root)
        .help_text("where collectstatic puts static files, and where the site finds packed ones; empty: nowhere");
}

namespace {

Response serve(Request& request, Next next) {
    if (auto answer = Project::current().get<StaticFiles>().serve(request)) return std::move(*answer);
    return next(request);
}

/// Makes the service when the app is installed.
struct Service {
    void attach(Project& project) {
        const Settings& settings = project.settings();
        project.provide(std::make_shared<StaticFiles>(project.resources(), settings.static_url,
                                                      settings.profile == Profile::production,
                                                      project.settings<StaticSettings>().root));
    }
};

}  // namespace

App app() {
    // Static files need neither session nor user.
    return App("staticfiles")
        .title("Static files")
        .with(settings_section<StaticSettings>("static"))
        .with(Service{})
        .with(collect_command())
        .with(Middleware{.name = "static",
                         .handle = serve,
                         .after = {"errors"},
                         .before = {"sessions", "csrf", "authentication", "messages", "locale"}});
}

}  // namespace portico::staticfiles
