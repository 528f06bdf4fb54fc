#include "builtin_commands.hpp"
#include "core_checks.hpp"

#include <portico/project/app.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/log_settings.hpp>
#include <portico/project/server_settings.hpp>
#include <portico/project/settings_section.hpp>

namespace portico {

App builtin_app() {
    return App("portico")
        .title("Portico")
        .with(settings_section<ServerSettings>("server"))
        .with(settings_section<LogSettings>("log"))
        .with(settings_sections<LoggerSettings>("loggers"))
        .with(log::access)
        .with(log::errors)
        .with(log::database)
        .with(log::server)
        .with(Check{&check_loggers})
        .with(check_command())
        .with(diffsettings_command())
        .with(help_command())
        .with(routes_command())
        .with(runserver_command())
        .with(settings_command())
        .with(version_command());
}

}  // namespace portico
