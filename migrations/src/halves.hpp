#pragma once
#include <portico/migrations/migration.hpp>

namespace portico::migrations {

/// Both halves of an operation, with nothing but other halves between them, are the whole of it, whichever comes first. It is done where the first
/// stands: there it is known what the tables are. `lines` of the migration go with its operations.
void join_halves(Migration& migration);

}  // namespace portico::migrations
