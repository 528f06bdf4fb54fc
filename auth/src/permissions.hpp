#pragma once

namespace portico {
class Project;
}

namespace portico::auth {

/// Makes the rows of django_content_type and the permissions add, change, delete and view of every model that has none yet.
void create_permissions(Project& project);

}  // namespace portico::auth
