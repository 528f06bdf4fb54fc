#include "together.hpp"

#include <algorithm>

#include <portico/fibers/private/loop_context.hpp>

namespace portico::orm::postgresql {

namespace {

/// More go in several goes, over other connections.
constexpr std::size_t most_at_once = 64;

}  // namespace

/// Owned by the fiber that sends it.
struct Batch {
    Together& owner;
    std::uint64_t siblings;
    std::vector<Question*> questions{};
    std::size_t given_up = 0;
    fibers::Fiber* sender = nullptr;
};

void Question::cancel() noexcept {
    if (std::exchange(given_up_, true)) return;
    if (++batch_->given_up == batch_->questions.size()) fibers::cancel(*batch_->sender);
}

std::optional<Answer> Together::ask(const Statement& statement) {
    fibers::check_cancelled();
    Question question(statement);
    Batch& batch = batch_of(fibers::detail::group());
    question.batch_ = &batch;
    batch.questions.push_back(&question);
    fibers::detail::wait_until(question.done_, question.fiber_, question);
    if (question.error) std::rethrow_exception(question.error);
    return std::move(question.answer);
}

Batch& Together::batch_of(std::uint64_t siblings) {
    for (Batch* batch : gathering_)
        if (batch->siblings == siblings && batch->questions.size() < most_at_once) return *batch;
    gathering_.reserve(gathering_.size() + 1);
    auto batch = std::make_unique<Batch>(Batch{*this, siblings});
    batch->questions.reserve(most_at_once);
    batch->sender = &fibers::detail::start(&Together::run, batch.get());
    gathering_.push_back(batch.get());
    return *batch.release();
}

void Together::run(void* data, bool run) {
    std::unique_ptr<Batch> batch(static_cast<Batch*>(data));
    Together& self = batch->owner;
    std::erase(self.gathering_, batch.get());
    try {
        if (run && batch->questions.size() > 1) self.send_(batch->questions);
    } catch (const fibers::Cancelled&) {
        // All have given up, or the loop ends: each of them learns it by itself.
    } catch (const std::exception&) {
        // Each is asked alone, and meets its own error.
    }
    // Who is woken may end what this belongs to: it is not touched any more.
    for (Question* question : batch->questions) {
        question->done_ = true;
        fibers::detail::wake_later(*question->fiber_);
    }
}

}  // namespace portico::orm::postgresql
