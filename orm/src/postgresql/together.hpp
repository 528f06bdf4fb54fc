/// Statements that fibers ask for at the same time, sent in one go: those of one `concurrently`, or of strangers.
///
/// Who comes first starts a fiber that sends. Its turn is after that of all who can run, so what they ask for first goes together.
/// One that is cancelled stays until its answer is there, since the others' answers come the same way; when all are, the
/// sending fiber is, and has the server stop.
#pragma once
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <portico/fibers/fiber.hpp>

#include "../rows.hpp"

namespace portico::orm::postgresql {

struct Batch;

/// On the stack of the fiber that asks. Gets an answer or an error; without either it was not done, and may be asked alone.
class Question final : public fibers::Waiting {
public:
    explicit Question(const Statement& statement) : statement(statement), fiber_(fibers::current()) {}

    const Statement& statement;
    std::optional<Answer> answer{};
    std::exception_ptr error{};

    void cancel() noexcept override;

private:
    friend class Together;
    Batch* batch_ = nullptr;
    fibers::Fiber* fiber_;  // null outside of fibers
    bool done_ = false;
    bool given_up_ = false;
};

/// Whose statements one goes with.
struct Company {
    std::uint64_t siblings = 0;                  // `fibers::detail::group()`, or 0: whoever else says so
    std::chrono::steady_clock::duration cost{};  // what it keeps the others waiting
};

class Together {
public:
    /// Sends the questions and gives those that were done their answers; called on a fiber of its own, with two or more siblings, or
    /// strangers.
    using Send = std::function<void(std::span<Question* const> questions, const Company& company)>;
    /// Called before, on the same fiber: while it waits others may join.
    using Wait = std::function<void(const Company& company)>;
    explicit Together(Send send, Wait wait = {}) : send_(std::move(send)), wait_(std::move(wait)) {}
    Together(const Together&) = delete;
    Together& operator=(const Together&) = delete;

    /// Waits until the question was sent and answered with those of its company. Nothing where it was not: it had none, or that
    /// failed as a whole. Throws the statement's own error.
    std::optional<Answer> ask(const Statement& statement, const Company& company);

private:
    Batch& batch_of(const Company& company);
    static void run(void* batch, bool run);

    Send send_;
    Wait wait_;
    std::vector<Batch*> gathering_;  // not sent yet
};

}  // namespace portico::orm::postgresql
