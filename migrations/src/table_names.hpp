#pragma once
#include <string>

#include <portico/orm/connection.hpp>

namespace portico::migrations {

/// Is there a table of that name, in whatever case?
bool table_exists(orm::Connection& connection, const std::string& name);

}  // namespace portico::migrations
