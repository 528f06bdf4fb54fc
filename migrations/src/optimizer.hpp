/// Fewer operations that lead to the same tables.
#pragma once
#include <string>
#include <vector>

#include <portico/migrations/operation.hpp>

namespace portico::migrations {

/// Fields and rules go into the creation of their model, what comes and goes is left out. Nothing is moved over SQL, code or half an
/// operation: what those see stays as it was. `before` is the state that the first of them finds.
std::vector<OperationPointer> optimized(std::vector<OperationPointer> operations, const std::string& app, const ProjectState& before);

/// What nothing is moved over.
bool is_barrier(const Operation& operation);

}  // namespace portico::migrations
