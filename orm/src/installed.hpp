#pragma once
#include <portico/orm/model_info.hpp>

namespace portico::orm::detail {

/// Does the current project have this model? Without a project: yes. Types live longer than projects, and a test may have a project
/// without some of them.
bool is_installed(const ModelInfo& model);

}  // namespace portico::orm::detail
