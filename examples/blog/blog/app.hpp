#pragma once
#include <portico/project/app.hpp>

namespace blog {

/// The blog as an app: models, admin, pages, endpoints and the command that makes demo data.
portico::App app();

}  // namespace blog
