#pragma once
#include <string>

#include <portico/migrations/operation.hpp>

namespace portico {
class Project;
}

namespace portico::auth {

/// Makes the rows of django_content_type and the permissions add, change, delete and view of every model that has none yet.
void create_permissions(Project& project);

/// A migration has renamed a model: its content type and permissions go along, and so stay with whoever was given them. Where there are some of the new
/// name already these are left alone.
void rename_content_type(migrations::CodeContext& context, const std::string& app, const std::string& from, const std::string& to);

}  // namespace portico::auth
