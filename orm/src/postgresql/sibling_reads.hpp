/// Reads outside of transactions that the fibers of one `concurrently` ask for at the same time: in one round trip over one
/// connection, if they are known to be quick or not known at all.
///
/// To the server they are one transaction, as libpq before 17 sends each Sync by itself and the server answers each by itself. So
/// nobody gets an answer before all are there, and where one fails all are undone and asked again, each by itself.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <unordered_set>

#include "together.hpp"

namespace portico::orm::postgresql {

class Pool;

class SiblingReads {
public:
    explicit SiblingReads(Pool& pool);

    /// Is it a read of a fiber that has siblings?
    static bool wants(const Statement& statement);
    /// The answer, where it was asked together with others.
    std::optional<Answer> ask(const Statement& statement);
    /// How long a statement took by itself. A slow one would keep its siblings waiting, and goes alone from now on.
    void note_alone(const std::string& sql, std::chrono::steady_clock::duration took);

private:
    void send(std::span<Question* const> questions);
    bool is_slow(const std::string& sql) const;
    void mark_slow(const std::string& sql);

    Pool& pool_;
    Together together_;
    std::unordered_set<std::size_t> slow_;  // by the statement's hash
};

}  // namespace portico::orm::postgresql
