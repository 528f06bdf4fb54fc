#pragma once
#include <portico/routing/urls.hpp>

namespace portico::admin {

/// The admin's routes, with Django's paths and names ("admin:index", "admin:login" …).
Urls routes();

}  // namespace portico::admin
