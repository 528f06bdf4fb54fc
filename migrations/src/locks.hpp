/// Who keeps a statement waiting.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <portico/orm/connection.hpp>

namespace portico::migrations {

struct LockHolder {
    std::int64_t process = 0;  // the server's, pg_stat_activity.pid
    std::string user{}, application{}, state{}, query{}, locks{};
    std::int64_t seconds = 0;  // since its transaction began

    /// `process 4711 (psql, user ann, idle in transaction for 12 s: "LOCK TABLE blog_post"), which has ACCESS EXCLUSIVE on "blog_post"`
    std::string str() const;
};

/// Others' sessions that have locks on the tables that the statement names, in the way of it; at most five, the oldest first. PostgreSQL
/// alone tells; of another database there are none.
std::vector<LockHolder> lock_holders(orm::Connection& connection, std::string_view sql);

}  // namespace portico::migrations
