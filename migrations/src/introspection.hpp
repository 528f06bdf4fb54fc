/// The databases' own ways of telling what their tables are.
#pragma once
#include <portico/migrations/introspection.hpp>

namespace portico::migrations::sqlite {
std::vector<LiveTable> live_tables(orm::Connection& connection);
/// Without columns where there is no such table.
LiveTable live_table(orm::Connection& connection, const std::string& name);
std::vector<LiveTable> live_views(orm::Connection& connection);
}

namespace portico::migrations::postgresql {
std::vector<LiveTable> live_tables(orm::Connection& connection);
std::vector<LiveTable> live_views(orm::Connection& connection);
}
