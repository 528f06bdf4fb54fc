/// Calls what was asked to be called.
#pragma once
#include <portico/orm/model_info.hpp>

namespace portico::orm::detail {

bool has_hooks(const ModelInfo& model, Hooks::Moment moment);
void call_hooks(const ModelInfo& model, Hooks::Moment moment, void* object, bool created = false);

}  // namespace portico::orm::detail
