#pragma once
#include <string>
#include <vector>

#include <portico/migrations/autodetector.hpp>
#include <portico/migrations/migration.hpp>

namespace portico::migrations {

/// Puts new migrations into the last ones of their apps, for `makemigrations --update`: `made` becomes what these say then, `replaced`
/// the files that have gone where that gave them another name. Gives the migrations before them. Throws Error where the last one is
/// applied, or others need it.
MigrationSet updated(Project& project, const MigrationSet& all, const std::string& name, std::vector<Migration>& made,
                     std::vector<std::string>& replaced);

}  // namespace portico::migrations
