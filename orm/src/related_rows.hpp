#pragma once
#include <portico/orm/any_query_set.hpp>

#include "batch.hpp"

namespace portico::orm::detail {

/// The rows related to an object, as a query set that loads for all peers when it is looked at.
AnyQuerySet related_rows(const ModelInfo& model, const void* object, Hop hop);
Query query_of_related(const ModelInfo& model, const void* object, Hop hop);
ExpressionPtr path_over(Hop hop);

}  // namespace portico::orm::detail
