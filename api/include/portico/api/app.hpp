#pragma once
#include <portico/project/app.hpp>

namespace portico::api {

/// /openapi.json and /docs for all endpoints of the project. Installed by itself as soon as an app has endpoints.
App app();

}  // namespace portico::api
