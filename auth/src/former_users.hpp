#pragma once

namespace portico {
class Project;
class CheckReport;
}  // namespace portico

namespace portico::auth {

/// A site whose users are in auth_user got another user model later: nobody could log in any more, and what refers to users would refer to others.
void check_former_users(Project& project, CheckReport& report);

}  // namespace portico::auth
