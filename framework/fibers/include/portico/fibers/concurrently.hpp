#pragma once

#include <portico/fibers/detail/outcome.hpp>

#include <array>
#include <cstddef>
#include <ranges>
#include <span>
#include <tuple>
#include <vector>

namespace portico::fibers {

namespace detail {

struct Part {
    void (*run)(void*);
    void* data;
};

/// Runs all parts, each on a fiber of its own, and returns when all have ended. Throws the first error.
void run_all(std::span<const Part> parts);

template <class Function> struct Call {
    explicit Call(Function& called) : function(called) {}

    Function& function;
    Outcome<Function> outcome;

    Part part() {
        return {[](void* data) {
                    auto& mine = *static_cast<Call*>(data);
                    mine.outcome.run(mine.function);
                },
                this};
    }
};

template <class Iterator, class Function> struct Each {
    Iterator item;
    Function& function;
    Outcome<Function, decltype(*std::declval<Iterator&>())> outcome{};

    Part part() {
        return {[](void* data) {
                    auto& mine = *static_cast<Each*>(data);
                    mine.outcome.run(mine.function, *mine.item);
                },
                this};
    }
};

} // namespace detail

/// Runs the functions at the same time, each on a fiber of its own, and gives all results as a tuple
/// (`std::monostate` for void). The first error cancels the rest, and is thrown when all have ended.
///
///     auto [posts, total] = fibers::concurrently([&] { return page.all(); }, [&] { return query.count(); });
template <class... Functions>
    requires(std::invocable<Functions&> && ...)
auto concurrently(Functions&&... functions) {
    std::tuple<detail::Call<std::remove_reference_t<Functions>>...> calls(functions...);
    return std::apply(
        []<class... Calls>(Calls&... call) {
            std::array<detail::Part, sizeof...(call)> parts{call.part()...};
            detail::run_all(parts);
            return std::tuple<typename decltype(Calls::outcome)::Result...>{call.outcome.take()...};
        },
        calls);
}

/// Calls `function` with every item of a range at the same time; gives the results in the range's order.
///
///     auto worlds = fibers::concurrently(ids, [](int id) { return World::objects.get(id); });
template <std::ranges::forward_range Range, class Function>
    requires std::invocable<Function&, std::ranges::range_reference_t<Range>>
auto concurrently(Range&& range, Function&& function) {
    using Each = detail::Each<std::ranges::iterator_t<Range>, std::remove_reference_t<Function>>;
    std::vector<Each> calls;
    for (auto item = std::ranges::begin(range); item != std::ranges::end(range); ++item)
        calls.push_back(Each{item, function});
    std::vector<detail::Part> parts;
    parts.reserve(calls.size());
    for (Each& call : calls) parts.push_back(call.part());
    detail::run_all(parts);
    if constexpr (!std::is_void_v<std::invoke_result_t<Function&, std::ranges::range_reference_t<Range>>>) {
        std::vector<typename decltype(Each::outcome)::Result> results;
        results.reserve(calls.size());
        for (Each& call : calls) results.push_back(call.outcome.take());
        return results;
    }
}

} // namespace portico::fibers
