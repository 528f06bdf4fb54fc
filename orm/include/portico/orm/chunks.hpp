/// Many objects, of which few are in memory at a time.
///
///     Post::objects.all().chunks(500).each([](Post& post) { … });
#pragma once
#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <portico/orm/any_query_set.hpp>

namespace portico::orm {

/// The objects of a query set, of which one chunk is in memory at a time.
template <class T> class Chunks {
public:
    Chunks(AnyQuerySet rows, std::size_t at_once) : rows_(std::move(rows)), at_once_(at_once) {}
    /// Calls `visit` for each object in order; one that gives false stops.
    template <class Visit> void each(const Visit& visit) const {
        rows_.each_chunk(at_once_, [&](const std::shared_ptr<const Results>& chunk) {
            for (void* object : chunk->items) {
                if constexpr (std::same_as<std::invoke_result_t<const Visit&, T&>, bool>) {
                    if (!visit(*static_cast<T*>(object))) return false;
                } else {
                    visit(*static_cast<T*>(object));
                }
            }
            return true;
        });
    }

private:
    AnyQuerySet rows_;
    std::size_t at_once_;
};

}  // namespace portico::orm
