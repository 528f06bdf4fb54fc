/// The ORM as an app: the settings section `[database]`, the service `Databases`, its checks and which status its errors become.
///
/// `orm::models<…>()` brings it along: a site need not install it.
#pragma once
#include <portico/project/app.hpp>

namespace portico::orm {

App app();

}  // namespace portico::orm
