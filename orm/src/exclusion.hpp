#pragma once
#include <portico/orm/model_info.hpp>

namespace portico::orm::detail {

/// Is there another row that the rule keeps this object from? False where the database knows no such rules.
bool is_excluded(const ModelInfo& model, const void* object, const Exclusion& exclusion);

}  // namespace portico::orm::detail
