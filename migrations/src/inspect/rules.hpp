#pragma once
#include "models.hpp"

namespace portico::migrations::inspect {

/// What the table has besides its columns: its name, indexes, checks, comment. Some become options of members.
void add_rules(Struct& model, const Options& options);

}  // namespace portico::migrations::inspect
