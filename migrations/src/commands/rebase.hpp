#pragma once
#include <optional>
#include <string>

namespace portico {
class Project;
}

namespace portico::migrations {

/// `migrate --rebase`; `named` is the migration of `app` that is to come last.
int rebase_migrations(Project& project, const std::optional<std::string>& app, const std::optional<std::string>& named);

}  // namespace portico::migrations
