/// Reads outside of transactions that fibers of a loop ask for at the same time: in one round trip over one connection. The fibers of
/// one `concurrently` share what is known to be quick and what is not known at all; strangers, as two requests are, what has been quick
/// often enough.
///
/// To the server they are one transaction, as libpq before 17 sends each Sync by itself and the server answers each by itself. So
/// nobody gets an answer before all are there; where one fails, or keeps strangers waiting, all are undone and asked again, each by itself.
#pragma once
#include <optional>

#include <portico/fibers/condition_variable.hpp>

#include "patience.hpp"
#include "statement_times.hpp"
#include "together.hpp"

namespace portico::orm::postgresql {

class Pool;

class SharedReads {
public:
    explicit SharedReads(Pool& pool);

    /// The answer of a read, asked together with others or alone. Throws what Pool::take and Handle::run do, and TransactionError where
    /// it has begun a transaction.
    Answer ask(const Statement& statement);

private:
    std::optional<Answer> ask_together(const Statement& statement);
    Answer ask_alone(const Statement& statement);
    class Going;
    void wait_to_go(const Company& company);
    void send(std::span<Question* const> questions, bool strangers);
    /// Since then, without what the loop did for others meanwhile; `measure_lag` has to be called at the start.
    std::chrono::steady_clock::duration taken_since(std::chrono::steady_clock::time_point start) const;
    void measure_lag();


    Pool& pool_;
    Together together_;
    StatementTimes times_;
    Patience patience_;
    std::size_t going_ = 0;  // groups of strangers that wait for their answers
    fibers::Mutex turn_;
    fibers::ConditionVariable one_is_back_;
    std::chrono::steady_clock::duration lag_{};  // until the loop comes to who is ready now, as last measured
};

}  // namespace portico::orm::postgresql
