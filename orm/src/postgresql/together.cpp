#include "together.hpp"

#include <algorithm>

#include <portico/fibers/private/loop_context.hpp>

namespace portico::orm::postgresql {

namespace {

/// More go in several goes, over other connections.
constexpr std::size_t most_at_once = 64;
constexpr std::chrono::milliseconds most_cost{2};

}  // namespace

/// Owned by the fiber that sends it.
struct Batch {
    Together& owner;
    Company company;  // its cost is that of all
    std::vector<Question*> questions{};
    std::size_t given_up = 0;
    fibers::Fiber* sender = nullptr;
};

void Question::cancel() noexcept {
    if (std::exchange(given_up_, true)) return;
    if (++batch_->given_up == batch_->questions.size()) fibers::cancel(*batch_->sender);
}

std::optional<Answer> Together::ask(const Statement& statement, const Company& company) {
    fibers::check_cancelled();
    Question question(statement);
    Batch& batch = batch_of(company);
    batch.company.cost += company.cost;
    question.batch_ = &batch;
    batch.questions.push_back(&question);
    fibers::detail::wait_until(question.done_, question.fiber_, question);
    if (question.error) std::rethrow_exception(question.error);
    return std::move(question.answer);
}

Batch& Together::batch_of(const Company& company) {
    for (Batch* batch : gathering_) {
        const bool has_room = batch->questions.size() < most_at_once && batch->company.cost + company.cost <= most_cost;
        if (batch->company.siblings == company.siblings && has_room) return *batch;
    }
    gathering_.reserve(gathering_.size() + 1);
    auto batch = std::make_unique<Batch>(Batch{*this, {.siblings = company.siblings}});
    batch->questions.reserve(most_at_once);
    batch->sender = &fibers::detail::start(&Together::run, batch.get());
    gathering_.push_back(batch.get());
    return *batch.release();
}

void Together::run(void* data, bool run) {
    std::unique_ptr<Batch> batch(static_cast<Batch*>(data));
    Together& self = batch->owner;
    auto close = [&] { std::erase(self.gathering_, batch.get()); };
    try {
        if (run && self.wait_) self.wait_(batch->company);
        close();
        const bool has_company = batch->questions.size() > 1 || batch->company.siblings == 0;
        if (run && has_company) self.send_(batch->questions, batch->company);
    } catch (const fibers::Cancelled&) {
        // All have given up, or the loop ends: each of them learns it by itself. Or it took too long for those who are not to blame.
    } catch (const std::exception&) {
        // Each is asked alone, and meets its own error.
    }
    close();
    // Who is woken may end what this belongs to: it is not touched any more.
    for (Question* question : batch->questions) {
        question->done_ = true;
        if (question->fiber_) fibers::detail::wake_later(*question->fiber_);  // a thread without fibers looks by itself
    }
}

}  // namespace portico::orm::postgresql
