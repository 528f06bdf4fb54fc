#pragma once
#include "list_query.hpp"
#include "page.hpp"

namespace portico::admin {

/// What may be done with selected rows, for the list's bar.
List action_values(const Visit& visit);
/// Does what the list's form asks for. "Delete selected" asks back first.
Response run_action(const Visit& visit, const ListQuery& query);

}  // namespace portico::admin
