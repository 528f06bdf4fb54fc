#include <portico/admin/app.hpp>

#include "site.hpp"
#include "users.hpp"
#include "views.hpp"

#include <embedded/admin.hpp>
#include <portico/admin/log_entry.hpp>
#include <portico/auth/app.hpp>
#include <portico/migrations/app.hpp>
#include <portico/orm/models.hpp>
#include <portico/project/hooks.hpp>
#include <portico/project/project.hpp>
#include <portico/templates/app.hpp>

namespace portico::admin {

namespace {

/// Makes the site when the app is installed: there its prefix is known.
struct Installation {
    SiteOptions options{};

    void attach(Project& project, const InstalledApp& app) {
        project.require(templates::app());
        project.require(auth::app());
        project.require(migrations::app());
        project.provide(std::make_shared<Site>(options, app.prefix));
    }
};

void check_site(Project& project, CheckReport& report) {
    try {
        project.get<Site>().fill(project);
    } catch (const Error& error) {
        report.error("admin.E001", "admin", error.what(), error.hint());
    }
}

}  // namespace

App app(SiteOptions options) {
    return App("admin")
        .title("Administration")
        .with(embedded::admin)
        .with(Installation{std::move(options)})
        .with(orm::models<LogEntry>())
        .with(auth_models())
        .with(routes())
        .with(Check{check_site});
}

}  // namespace portico::admin
