/// Statements that the fibers of one `concurrently` ask for at the same time, sent in one go.
///
/// Who comes first starts a fiber that sends. Its turn is after that of all siblings, so what they ask for first goes together.
/// A sibling that is cancelled stays until its answer is there, since the others' answers come the same way; when all are, the
/// sending fiber is, and has the server stop.
#pragma once
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
    fibers::Fiber* fiber_;
    bool done_ = false;
    bool given_up_ = false;
};

class Together {
public:
    /// Sends the questions and gives those that were done their answers; called on a fiber of its own, with two or more.
    using Send = std::function<void(std::span<Question* const> questions)>;
    explicit Together(Send send) : send_(std::move(send)) {}
    Together(const Together&) = delete;
    Together& operator=(const Together&) = delete;

    /// Waits until the question was sent and answered with those of this fiber's siblings. Nothing where it was not: it had no
    /// company, or that failed as a whole. Throws the statement's own error. Only where `fibers::detail::group()` is not 0.
    std::optional<Answer> ask(const Statement& statement);

private:
    Batch& batch_of(std::uint64_t siblings);
    static void run(void* batch, bool run);

    Send send_;
    std::vector<Batch*> gathering_;  // not sent yet
};

}  // namespace portico::orm::postgresql
