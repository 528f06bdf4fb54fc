/// What a table has that no migration made, when it is to be built anew.
#pragma once
#include <string>
#include <vector>

#include <portico/orm/connection.hpp>

namespace portico::migrations::sqlite {

/// A table as the migrations make it.
struct TableText {
    std::string table{};
    std::string create{};
    std::vector<std::string> indexes{};
};

/// The SQL of triggers and indexes that somebody has made by hand, to be run when the table was built anew. Throws Error naming all else that would
/// be lost: columns, checks, collations and the like, and indexes of columns that go. `before` is what the migrations know, `after` what is built.
std::vector<std::string> kept_by_hand(orm::Connection& connection, const TableText& before, const TableText& after);

}  // namespace portico::migrations::sqlite
