#pragma once
#include <string>

#include <portico/orm/model_info.hpp>

namespace portico::orm::detail {

/// Behind all rows of the same parent, where the model keeps their order.
void take_last_place(const ModelInfo& model, void* object, const std::string& database);

}  // namespace portico::orm::detail
