#pragma once
#include <portico/project/app.hpp>

namespace portico::staticfiles {

/// Serves the files in the apps' static/ folders below `static_url`, from the sources or from the program
/// itself; nothing has to be collected. Brings the middleware "static" and the service `StaticFiles`. When
/// `static_url` names another host nothing is served here, only URLs are made.
App app();

}  // namespace portico::staticfiles
