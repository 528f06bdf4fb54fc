#pragma once
#include "page.hpp"

#include <portico/orm/any_query_set.hpp>

namespace portico::admin {

/// The form of a new row.
Response add_page(const Visit& visit);
/// The form of a row that is there; read-only where that is all this person may do.
Response change_page(const Visit& visit, const orm::Object& object);

}  // namespace portico::admin
