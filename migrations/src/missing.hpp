#pragma once
#include <iosfwd>
#include <string>
#include <vector>

#include <portico/migrations/executor.hpp>

namespace portico::migrations {

/// What a migration does is unknown where its file is gone: nothing is done to the tables of its app then. Where nothing is to be done, a note.
/// Throws MigrationError.
void refuse_what_is_missing(const Executor& executor, const MigrationSet& set, const std::vector<Step>& plan, std::ostream& out, const std::string& program);

}  // namespace portico::migrations
