/// Whose turn it is to migrate a SQLite database, across transactions: held by a lock on a file beside it.
#pragma once
#include <optional>
#include <string>

#include <portico/orm/connection.hpp>

namespace portico::migrations::sqlite {

/// Never waits. Ends with the program, however that ends; the file goes with it, or with the next one that has the turn.
class Turn {
public:
    /// Nothing where another program has it. A database that is no file, or one beside which none can be made, is always free: then what is
    /// kept of a migration's progress says that another was there.
    static std::optional<Turn> take(orm::Connection& connection);
    Turn(Turn&& other) noexcept;
    Turn& operator=(Turn&&) = delete;
    ~Turn();

private:
    Turn(std::string file, int lock) : file_(std::move(file)), lock_(lock) {}
    std::string file_;
    int lock_ = -1;
};

}  // namespace portico::migrations::sqlite
