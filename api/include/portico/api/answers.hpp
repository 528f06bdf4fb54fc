/// What an endpoint may give back. A described struct is 200 and its JSON; `std::optional` is 404 when empty; a `Response` is sent as
/// it is; `void` is 204. These say more:
#pragma once
#include <cstdint>
#include <utility>
#include <vector>

namespace portico::api {

/// 201.
template <class T> struct Created {
    T value{};
    Created(T made) : value(std::move(made)) {}  // NOLINT: return the value itself
};

/// 202.
template <class T> struct Accepted {
    T value{};
    Accepted(T taken) : value(std::move(taken)) {}  // NOLINT
};

/// A part of a longer list: the items of this page and the numbers to find the others by.
template <class T> struct Page {
    std::vector<T> items{};
    std::int64_t total = 0;
    std::int64_t page = 0;
    std::int64_t size = 0;
    std::int64_t pages = 0;
};

/// One page of a query set, each row turned into what is shown. `number` counts from 1; a page beyond the end is empty.
template <class QuerySet, class Show> auto page(const QuerySet& rows, std::int64_t number, std::int64_t size, Show show) {
    using Item = decltype(show(*rows.begin()));
    Page<Item> result;
    result.total = static_cast<std::int64_t>(rows.count());
    result.page = number;
    result.size = size;
    result.pages = (result.total + size - 1) / size;
    for (const auto& row : rows.slice(static_cast<std::uint64_t>((number - 1) * size), static_cast<std::uint64_t>(size))) result.items.push_back(show(row));
    return result;
}

}  // namespace portico::api
