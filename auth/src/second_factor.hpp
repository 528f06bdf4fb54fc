#pragma once
#include <portico/http/response.hpp>
#include <portico/routing/middleware.hpp>

namespace portico {
class Project;
class CheckReport;
}  // namespace portico

namespace portico::auth {

/// Sends those of whom `[auth] second_factor` demands one to where they set it up, or to the second step.
Middleware second_factor();
void check_second_factor(Project& project, CheckReport& report);

Response second_step_view(Request& request);
Response two_factor_view(Request& request);
Response two_factor_setup_view(Request& request);
Response recovery_codes_view(Request& request);
Response two_factor_off_view(Request& request);

}  // namespace portico::auth
