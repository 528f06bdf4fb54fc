/// A transaction with a connection of its own.
#pragma once
#include <portico/fibers/mutex.hpp>

#include "../transport.hpp"
#include "pool.hpp"
#include "together.hpp"

namespace portico::orm::postgresql {

/// BEGIN travels with the first statement; a transaction without statements costs no round trip.
class PostgresqlSession final : public Session {
public:
    PostgresqlSession(Pool::Lease lease, const BeginOptions& options);
    ~PostgresqlSession() override;

    Answer run(const Statement& statement) override;
    std::vector<Answer> run_all(const std::vector<Statement>& statements) override;
    void script(std::string_view sql) override;
    void commit() override;
    void rollback() override;
    bool alive() const override;

private:
    std::vector<Answer> run_after_begin(std::vector<const Statement*> statements);
    struct Look;
    std::vector<const Statement*> opening() const;
    void give_back();
    void send(std::span<Question* const> questions);
    void begin();

    Pool::Lease lease_;
    std::vector<Statement> opening_;  // BEGIN, and what else holds for the transaction
    fibers::Mutex turn_;  // fibers that share the transaction go one after the other
    Together together_;   // or, where they ask at the same time, in one round trip
    std::uint64_t begun_by_;
    bool begun_ = false;
    bool ended_ = false;
};

}  // namespace portico::orm::postgresql
