/// How far a migration that is not atomic has come.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

#include <portico/migrations/migration.hpp>
#include <portico/orm/connection.hpp>

namespace portico::migrations {

inline constexpr const char* progress_table = "portico_migration_progress";

/// A row of that table, which is made when the first such migration is run. What is written inside of a
/// transaction goes with it.
class KeptProgress final : public Checkpoint {
public:
    KeptProgress(orm::Connection& connection, const Migration& migration, bool backwards);

    /// Makes the row, unless an earlier run has left one.
    void start();
    /// So many operations, in the order of their being done.
    std::size_t done();
    /// Which operation is to be done now; `end` says that it is, and does nothing where another program was faster.
    void begin(std::size_t operation) { now_ = operation; }
    void end();
    bool is_over() override;
    std::string position() override;
    void keep(const std::string& position) override;
    /// The migration has ended.
    void forget();

private:
    std::string where(std::size_t first) const;
    std::vector<Value> key() const;

    orm::Connection& connection_;
    std::string app_, name_, direction_;
    std::size_t now_ = 0;
};

/// "5 of about 12 rows, 41 %"; `of` is 0 or less where nobody knows.
std::string rows_in_words(std::int64_t rows, std::int64_t of);

}  // namespace portico::migrations
