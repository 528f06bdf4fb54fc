#pragma once
#include <portico/project/commands.hpp>

namespace portico::staticfiles {

/// `collectstatic`.
Command collect_command();

}  // namespace portico::staticfiles
