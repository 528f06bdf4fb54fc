/// A PostgreSQL database as the rest of the ORM sees it: each statement outside of transactions on any connection.
#pragma once
#include <memory>

#include "../transport.hpp"
#include "pool.hpp"

namespace portico::orm::postgresql {

class PostgresqlTransport final : public Transport {
public:
    explicit PostgresqlTransport(Location location);
    ~PostgresqlTransport() override;

    Answer query(const Statement& statement) override;
    Answer execute(const Statement& statement) override;
    std::vector<Answer> execute_all(const std::vector<Statement>& statements) override;
    void script(std::string_view sql) override;
    void execute_alone(const std::string& sql, const std::vector<std::pair<std::string, std::string>>& settings) override;
    std::unique_ptr<Session> begin(const BeginOptions& options) override;
    const Dialect& dialect() const noexcept override;
    const std::string& name() const noexcept override { return shared_->location.name; }
    PoolStatistics statistics() const override;
    std::vector<Advice> advice() override;

private:
    Pool::Lease take() const { return Pool::of_this_thread(shared_)->take(); }

    std::shared_ptr<Shared> shared_;
};

}  // namespace portico::orm::postgresql
