#pragma once
#include "page.hpp"

#include <portico/orm/any_query_set.hpp>

namespace portico::admin {

/// The page that says what deleting would take along; a POST with "post=yes" deletes.
Response delete_object(const Visit& visit, const orm::Object& object);
/// The same for the rows selected in the list.
Response delete_rows(const Visit& visit, const orm::AnyQuerySet& rows);

}  // namespace portico::admin
