#pragma once
#include <portico/project/checks.hpp>
#include <portico/project/settings.hpp>

namespace portico {

class Project;

/// What must hold wherever the program runs.
void check_settings(const Settings& settings, CheckReport& report);
/// What must hold on a production site: `check --deploy`.
void check_deployment(const Settings& settings, CheckReport& report);
/// Levels are given to loggers that are there.
void check_loggers(Project& project, CheckReport& report);

}  // namespace portico
