#pragma once
#include <portico/project/commands.hpp>

namespace portico::migrations {

Command makemigrations_command();
Command migrate_command();
Command showmigrations_command();
Command sqlmigrate_command();
Command inspectdb_command();
Command flush_command();
Command sqlflush_command();
Command sqlsequencereset_command();
Command squashmigrations_command();
Command optimizemigration_command();

}  // namespace portico::migrations
