/// What has to be done to get from one state to the other.
///
///     auto changes = detect_changes(set, state_of_models(project));
///     for (const Migration& migration : changes) to_text(migration)
///
/// Renamed fields and models are found by `.was("old_name")`; without it the old one is removed and the new one added. Run
/// again after the files were written it finds nothing.
#pragma once
#include <string>
#include <vector>

#include <portico/migrations/migration.hpp>
#include <portico/migrations/state.hpp>

namespace portico::migrations {

/// The new migrations, numbered and named, each after those that it depends on. `apps` limits them; empty: all. `name` is used
/// instead of one made from the operations.
std::vector<Migration> detect_changes(const MigrationSet& existing, const ProjectState& wanted,
                                      const std::vector<std::string>& apps = {}, const std::string& name = {});

/// A migration without operations, to be written by hand.
Migration empty_migration(const MigrationSet& existing, const std::string& app, const std::string& name = {});

}  // namespace portico::migrations
