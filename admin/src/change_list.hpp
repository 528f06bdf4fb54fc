#pragma once
#include "page.hpp"

namespace portico::admin {

/// The list of a model's rows; a POST runs an action on those selected.
Response change_list(const Visit& visit);

}  // namespace portico::admin
