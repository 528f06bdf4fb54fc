#include "sibling_reads.hpp"

#include <functional>
#include <vector>

#include <portico/fibers/private/loop_context.hpp>
#include <portico/orm/errors.hpp>

#include "pool.hpp"

namespace portico::orm::postgresql {

namespace {

using std::chrono::steady_clock;

/// What takes longer, a whole group or a statement alone, is slow.
constexpr std::chrono::milliseconds quick{20};
constexpr std::size_t most_slow = 2000;

}  // namespace

SiblingReads::SiblingReads(Pool& pool)
    : pool_(pool), together_([this](std::span<Question* const> questions) { send(questions); }) {}

bool SiblingReads::wants(const Statement& statement) {
    return fibers::detail::group() != 0 && statement.sql.starts_with("SELECT");
}

std::optional<Answer> SiblingReads::ask(const Statement& statement) {
    if (is_slow(statement.sql)) return std::nullopt;
    return together_.ask(statement);
}

void SiblingReads::send(std::span<Question* const> questions) {
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
    const auto start = steady_clock::now();
    auto answers = (*lease)->run_all(statements);
    if (steady_clock::now() - start > quick)
        for (const Statement* statement : statements) mark_slow(statement->sql);
    if ((*lease)->state() != Handle::State::idle) return;  // one has begun a transaction; alone it will be told so
    for (std::size_t i = 0; i < questions.size(); ++i) questions[i]->answer = std::move(answers[i]);
}

void SiblingReads::note_alone(const std::string& sql, steady_clock::duration took) {
    if (took > quick)
        mark_slow(sql);
    else if (!slow_.empty())
        slow_.erase(std::hash<std::string>()(sql));
}

bool SiblingReads::is_slow(const std::string& sql) const { return !slow_.empty() && slow_.contains(std::hash<std::string>()(sql)); }

void SiblingReads::mark_slow(const std::string& sql) {
    if (slow_.size() >= most_slow) slow_.clear();
    slow_.insert(std::hash<std::string>()(sql));
}

}  // namespace portico::orm::postgresql
