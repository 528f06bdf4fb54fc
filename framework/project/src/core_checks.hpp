#pragma once
#include <portico/project/checks.hpp>
#include <portico/project/settings.hpp>

namespace portico {

/// What must hold wherever the program runs.
void check_settings(const Settings& settings, CheckReport& report);
/// What must hold on a production site: `check --deploy`.
void check_deployment(const Settings& settings, CheckReport& report);

}  // namespace portico
