#include "census.hpp"

#include "loop_state.hpp"

#include <portico/fibers/event.hpp>

#include <boost/asio/post.hpp>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <cxxabi.h>
#include <iterator>
#include <memory>
#include <mutex>
#include <typeinfo>
#include <utility>

namespace portico::fibers {

namespace detail {
namespace {

struct Census {
    std::mutex guard{};
    std::vector<LoopState*> loops{};
};

Census& census() {
    static Census the_census;
    return the_census;
}

/// "portico::fibers::(anonymous namespace)::Sleeper" without what stands before the last name.
std::string last_name(const std::type_info& type) {
    int status = 0;
    std::unique_ptr<char, decltype(&std::free)> full(abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), &std::free);
    std::string name = status == 0 ? full.get() : type.name();
    const std::size_t arguments = name.find('<');
    name.resize(std::min(arguments, name.size()));
    const std::size_t colon = name.rfind("::");
    return colon == name.npos ? name : name.substr(colon + 2);
}

/// What the loops answer; shared with what is posted to them, which may come too late.
struct Answers {
    std::mutex guard{};
    std::vector<LiveFiber> fibers{};
    std::size_t awaited = 0;
    Event complete{};

    void add(std::vector<LiveFiber> more) {
        std::unique_lock lock{guard};
        std::move(more.begin(), more.end(), std::back_inserter(fibers));
        const bool last = --awaited == 0;
        lock.unlock(); // who waits may go on inside of set(), on this very thread
        if (last) complete.set();
    }
};

void ask(LoopState& loop, const std::shared_ptr<Answers>& answers) {
    boost::asio::post(loop.context, [&loop, answers] {
        std::vector<LiveFiber> fibers;
        loop.list(fibers);
        answers->add(std::move(fibers));
    });
}

} // namespace

void enter_census(LoopState& loop) {
    std::lock_guard lock{census().guard};
    census().loops.push_back(&loop);
}

void leave_census(LoopState& loop) noexcept {
    std::lock_guard lock{census().guard};
    std::erase(census().loops, &loop);
}

std::int64_t coarse_now() noexcept {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return now.tv_sec * 1'000'000'000ll + now.tv_nsec;
}

LiveFiber shown(const Fiber& fiber) {
    LiveFiber one{.id = fiber.id, .cancelled = fiber.cancel_requested};
    one.age = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::nanoseconds(coarse_now() - fiber.began));
    if (fiber.work) one.work = fiber.work->text();
    if (fiber.state == Fiber::State::running)
        one.waits_for = "runs";
    else if (fiber.state == Fiber::State::parked && fiber.waiting)
        one.waits_for = last_name(typeid(*fiber.waiting));
    else
        one.waits_for = "ready";
    return one;
}

} // namespace detail

WorkScope::WorkScope(const Work& work) noexcept {
    if (Fiber* fiber = current()) former_ = std::exchange(fiber->work, &work);
}

WorkScope::~WorkScope() {
    if (Fiber* fiber = current()) fiber->work = former_;
}

std::vector<LiveFiber> live_fibers(std::chrono::milliseconds patience) {
    auto answers = std::make_shared<detail::Answers>();
    {
        std::lock_guard lock{detail::census().guard};
        std::lock_guard counting{answers->guard}; // they may answer at once
        answers->awaited = 1;
        for (detail::LoopState* loop : detail::census().loops) {
            if (loop->told_live.load(std::memory_order_relaxed) == 0) continue;
            detail::ask(*loop, answers);
            ++answers->awaited;
        }
    }
    answers->add({}); // all are asked
    answers->complete.wait_for(patience);
    std::lock_guard lock{answers->guard};
    std::vector<LiveFiber> found = std::move(answers->fibers);
    std::stable_sort(found.begin(), found.end(), [](const LiveFiber& a, const LiveFiber& b) { return a.age > b.age; });
    return found;
}

FiberCounts count_fibers() {
    std::lock_guard lock{detail::census().guard};
    FiberCounts counts;
    for (const detail::LoopState* loop : detail::census().loops) {
        ++counts.loops;
        counts.fibers += loop->told_live.load(std::memory_order_relaxed);
    }
    return counts;
}

} // namespace portico::fibers
