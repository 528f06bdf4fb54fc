/// What undoing an operation does, as an operation.
#pragma once
#include <portico/migrations/operation.hpp>

namespace portico::migrations {

/// `before`: the state that it leads back to. Empty where nothing is done to the tables, or where it can't be said.
OperationPointer reverse_of(const Operation& operation, const ProjectState& before, const std::string& app);

}  // namespace portico::migrations
