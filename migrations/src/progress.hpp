/// How far a migration that is not atomic has come.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

#include <portico/migrations/migration.hpp>
#include <portico/orm/connection.hpp>

namespace portico::migrations {

inline constexpr const char* progress_table = "portico_migrations_underway";

/// A row of that table, which is made when the first such migration is run. What is written inside of a transaction goes with it. The row knows which
/// operations were done, not only how many: a file that says something else by now does not go on from there.
class KeptProgress final : public Checkpoint {
public:
    KeptProgress(orm::Connection& connection, const Migration& migration, bool backwards);

    /// Makes the row, unless an earlier run has left one: under this name, or under one that the migration had before (a rebase). MigrationError where
    /// that run has done other operations.
    void start();
    /// MigrationError where the operations that were done are not the file's.
    void refuse_other_operations();
    /// So many operations, in the order of their being done; 0 without a row.
    std::size_t done();
    /// Is there a row?
    bool has_begun();
    /// Which operation is to be done now; `end` says that it is, and does nothing where another program was faster.
    void begin(std::size_t operation) { now_ = operation; }
    void end() { move(now_, now_ + 1); }
    /// Of the first so many the last was taken back.
    void take_back(std::size_t operations) { move(operations, operations - 1); }
    bool is_over() override;
    std::string position() override;
    void keep(const std::string& position) override;
    /// The migration has ended.
    void forget();

private:
    void move(std::size_t from, std::size_t to);
    void adopt();
    std::string where(std::size_t first) const;
    std::vector<Value> key() const;
    /// Of the first so many operations.
    std::string digest_of(std::size_t operations) const;

    orm::Connection& connection_;
    const Migration& migration_;
    std::string direction_;
    std::size_t now_ = 0;
};

/// What is kept of the migration, in either direction, is no longer true: it was written down as done, or as undone, by hand.
void forget_progress(orm::Connection& connection, const Migration& migration);

/// "5 of about 12 rows, 41 %"; `of` is 0 or less where nobody knows.
std::string rows_in_words(std::int64_t rows, std::int64_t of);

}  // namespace portico::migrations
