/// Migrations that a running site does not wait for, in place of those that it would.
///
///     made = safe_series(existing, detect_changes(existing, wanted));
///
/// What can be done step by step is: an index is built concurrently; a check, a condition or a reference is added for new rows and then
/// validated; a field becomes required by way of a check and a backfill. What the running version would miss is split in two: what is to
/// be applied before the new version is deployed, and what after. The rest stays as it is, and plans say what is unsafe about it.
#pragma once
#include <vector>

#include <portico/migrations/migration.hpp>

namespace portico::migrations {

std::vector<Migration> safe_series(const MigrationSet& existing, std::vector<Migration> made);

}  // namespace portico::migrations
