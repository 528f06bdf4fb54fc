#pragma once
#include <portico/project/checks.hpp>
#include <portico/routing/middleware.hpp>

namespace portico::auth {

/// Where the setting `closed` is on, whoever is nobody is sent to the login, but for routes with the option `Open`.
Middleware closed_site();
void check_open_routes(Project& project, CheckReport& report);

}  // namespace portico::auth
