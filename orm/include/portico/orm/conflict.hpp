/// New rows that meet one which is there.
///
///     Post::objects.bulk_create(posts, on_conflict(&Post::slug).update(&Post::title, &Post::views));
///     Post::objects.bulk_create(posts, on_conflict(&Post::slug).ignore());
#pragma once
#include <cstdint>
#include <vector>

#include <portico/orm/detail/path.hpp>

namespace portico::orm {

/// What becomes of new rows that meet one with the same values in unique fields.
template <class T> struct Conflict {
    std::vector<std::uint32_t> target{};   // offsets of the unique fields; empty: whichever
    std::vector<std::uint32_t> columns{};  // those that the row there takes over; empty: it is left alone

    template <class... M> Conflict update(M T::*... fields) const { return {target, {detail::member_offset(fields)...}}; }
    Conflict ignore() const { return {target, {}}; }
};
/// The unique fields that are watched.
template <class T, class M, class... Rest> Conflict<T> on_conflict(M T::*field, Rest T::*... rest) {
    return {{detail::member_offset(field), detail::member_offset(rest)...}, {}};
}

}  // namespace portico::orm
