#include "shared_reads.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <vector>

#include <portico/fibers/fiber.hpp>
#include <portico/fibers/private/loop_context.hpp>
#include <portico/orm/errors.hpp>

#include "pool.hpp"

namespace portico::orm::postgresql {

namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds longest_with_strangers{200};
/// While a group of strangers waits for the server, those who come join the next: the busier the loop, the larger they get. But the next
/// goes after this time anyway, over another connection, where the server is far away or busy.
constexpr std::chrono::milliseconds longest_before_going{3};

}  // namespace

SharedReads::SharedReads(Pool& pool)
    : pool_(pool), together_([this](std::span<Question* const> questions, const Company& company) { send(questions, company.siblings == 0); },
                               [this](const Company& company) { wait_to_go(company); }),
      patience_(longest_with_strangers) {}

Answer SharedReads::ask(const Statement& statement) {
    if (auto answer = ask_together(statement)) return std::move(*answer);
    return ask_alone(statement);
}

std::optional<Answer> SharedReads::ask_together(const Statement& statement) {
    if (!statement.sql.starts_with("SELECT")) return std::nullopt;
    if (const auto cost = times_.cost_among_strangers(statement.sql)) return together_.ask(statement, {.cost = *cost});
    const auto siblings = fibers::detail::group();
    if (siblings == 0 || times_.is_slow(statement.sql)) return std::nullopt;
    return together_.ask(statement, {.siblings = siblings});
}

Answer SharedReads::ask_alone(const Statement& statement) {
    auto lease = pool_.take();
    measure_lag();
    const auto start = steady_clock::now();
    try {
        Answer answer = lease->run(statement);
        times_.note_alone(statement.sql, taken_since(start));
        lease->require_none_begun(statement.sql);
        return answer;
    } catch (const fibers::Cancelled&) {
        times_.note_at_least(statement.sql, taken_since(start));
        throw;
    } catch (const DatabaseError&) {
        times_.note_failed(statement.sql);
        throw;
    }
}

/// On the stack of a group that is sent.
class SharedReads::Going {
public:
    explicit Going(SharedReads& reads) : reads_(reads), watch_(reads.patience_) { ++reads_.going_; }
    ~Going() {
        --reads_.going_;
        reads_.one_is_back_.notify_one();
    }
    Going(const Going&) = delete;
    Going& operator=(const Going&) = delete;

private:
    SharedReads& reads_;
    Patience::Watch watch_;
};

void SharedReads::wait_to_go(const Company& company) {
    if (company.siblings != 0) return;
    std::unique_lock lock(turn_);
    one_is_back_.wait_for(lock, longest_before_going, [this] { return going_ == 0; });
}

void SharedReads::send(std::span<Question* const> questions, bool strangers) {
    std::optional<Pool::Lease> lease;
    try {
        lease.emplace(pool_.take());
    } catch (const Error&) {  // it would be the same for each alone
        for (Question* question : questions) question->error = std::current_exception();
        return;
    }
    std::vector<const Statement*> statements;
    statements.reserve(questions.size());
    for (const Question* question : questions) statements.push_back(&question->statement);
    measure_lag();
    const auto start = steady_clock::now();
    auto note_times = [&] {
        const auto took = taken_since(start);
        if (statements.size() == 1) return times_.note_alone(statements[0]->sql, took);
        for (const Statement* statement : statements) times_.note_at_least(statement->sql, took);
    };
    std::vector<Answer> answers;
    try {
        std::optional<Going> going;
        if (strangers) going.emplace(*this);
        answers = (*lease)->run_all(statements);
    } catch (const fibers::Cancelled&) {
        note_times();
        throw;
    }
    note_times();
    if ((*lease)->state() != Handle::State::idle) return;  // one has begun a transaction; alone it will be told so
    for (std::size_t i = 0; i < questions.size(); ++i) questions[i]->answer = std::move(answers[i]);
}

/// Who asks is resumed in one of the loop's rounds and sends in another; each makes it wait for the work of others.
steady_clock::duration SharedReads::taken_since(steady_clock::time_point start) const {
    return std::max(steady_clock::now() - start - 2 * lag_, steady_clock::duration::zero());
}

void SharedReads::measure_lag() {
    auto& context = fibers::detail::context(fibers::Loop::current());
    boost::asio::post(context, [pool = pool_.weak_from_this(), start = steady_clock::now()] {
        if (auto mine = pool.lock()) mine->shared_reads().lag_ = steady_clock::now() - start;
    });
}

}  // namespace portico::orm::postgresql
