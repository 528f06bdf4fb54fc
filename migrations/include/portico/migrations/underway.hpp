/// Migrations that are applied bit by bit, in whatever process, or that were stopped in the middle.
///
///     for (const Underway& one : underway(connection)) log << one.str() << "\n";
///     // blog.0003_fill: operation 2, 12000 of about 30000 rows, 40 %
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include <portico/orm/connection.hpp>

namespace portico::migrations {

struct Underway {
    std::string app{}, name{};
    bool backwards = false;
    std::int64_t operation = 1;  // the one that is in work, from 1
    std::int64_t rows = 0;       // that a backfill has changed
    std::int64_t of = 0;         // about so many there were when it began; 0 where nobody has counted

    bool has_begun() const { return operation > 1 || rows > 0; }
    std::string state() const;  // "operation 2, 12000 of about 30000 rows, 40 %"
    std::string str() const;
};

/// In that database. A migration that is one transaction is never among them.
std::vector<Underway> underway(orm::Connection& connection);

}  // namespace portico::migrations
