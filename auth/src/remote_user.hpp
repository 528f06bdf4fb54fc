#pragma once
#include <portico/routing/middleware.hpp>

namespace portico {
class Project;
class CheckReport;
}  // namespace portico

namespace portico::auth {

/// Logs in whom a trusted proxy says in the header, and logs out again who is no longer said.
Middleware remote_user();
void check_remote_user(Project& project, CheckReport& report);

}  // namespace portico::auth
