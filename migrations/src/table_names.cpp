#include "table_names.hpp"

#include <portico/base/text.hpp>
#include <portico/orm/dialect.hpp>

namespace portico::migrations {

bool table_exists(orm::Connection& connection, const std::string& name) {
    bool found = false;
    connection.query({std::string(connection.dialect().table_names_query()), {}},
                     [&](const orm::Row& row) { found = found || text::ascii_iequals(row.text(0), name); });
    return found;
}

}  // namespace portico::migrations
