#pragma once
#include <bit>
#include <cstddef>
#include <optional>
#include <type_traits>

#include <portico/orm/expression.hpp>
#include <portico/orm/relations.hpp>

namespace portico::orm {

template <class T> struct Model;

/// A relation seen from its other end.
template <class C, class M> struct Back {
    static_assert(requires { typename M::Target; }, "portico: back(…) takes a foreign key or a many-to-many member");
    using BackOwner = C;
    M C::*member;
};

/// The rows that refer to this one by that member: `back(&Post::author)` is an author's posts.
template <class C, class M> Back<C, M> back(M C::*member) {
    return {member};
}

}  // namespace portico::orm

namespace portico::orm::detail {

template <class T> inline constexpr bool is_model = std::is_base_of_v<Model<T>, T>;

/// Itanium C++ ABI: a pointer to a data member is its offset.
template <class C, class M> std::uint32_t member_offset(M C::*member) {
    static_assert(sizeof(member) == sizeof(std::ptrdiff_t));
    return static_cast<std::uint32_t>(std::bit_cast<std::ptrdiff_t>(member));
}

ExpressionPtr path_expression(const Step* steps, std::size_t count);

/// The steps of a path while it is walked.
struct Trail {
    Step* steps = nullptr;
    std::size_t count = 0;
};

/// What a path that ends in a relation leads to: rows of T.
template <class T> struct RowsOf {
    using Target = T;
};

template <class M> struct LeafOf {
    using type = M;
};
template <class M>
    requires requires { typename M::Target; }
struct LeafOf<M> {
    using type = RowsOf<typename M::Target>;
};

template <class V> inline constexpr bool IsRelation = requires { typename V::Target; };

template <class Reached> struct Walked {
    using type = Reached;
};

/// What is read over a relation that may lead nowhere may be null.
template <class V> struct Nullable {
    using type = std::optional<V>;
};
template <class V> struct Nullable<std::optional<V>> {
    using type = std::optional<V>;
};
template <class V>
    requires IsRelation<V>
struct Nullable<V> {
    using type = V;
};
template <class Reached> Walked<typename Nullable<Reached>::type> nullable(Walked<Reached>) {
    return {};
}
template <class M> inline constexpr bool may_lead_nowhere = requires(M member) { member.has_value(); } || requires { typename M::ManyTarget; };

template <class Here, class C, class M, class... Rest> auto walk(Trail& trail, M C::*member, Rest... rest);
template <class Here, class C, class M, class... Rest> auto walk(Trail& trail, Back<C, M> back, Rest... rest);

/// Members of an embedded struct: one step with the sum of the offsets.
template <class Here, class C, class M, class... Rest>
auto walk_inside(Trail& trail, M C::*member, Rest... rest) {
    static_assert(std::is_same_v<Here, C>, "portico: this path goes on with a member of another struct than the one it has reached");
    trail.steps[trail.count - 1].offset += member_offset(member);
    if constexpr (sizeof...(Rest) == 0) {
        return Walked<typename LeafOf<M>::type>{};
    } else if constexpr (requires { typename M::Target; }) {
        auto walked = walk<typename M::Target>(trail, rest...);
        if constexpr (may_lead_nowhere<M>) {
            return nullable(walked);
        } else {
            return walked;
        }
    } else {
        static_assert(std::is_class_v<M> && std::is_aggregate_v<M>,
                      "portico: this path goes on after a member that is neither a relation nor an embedded struct");
        ++trail.steps[trail.count - 1].inside;
        return walk_inside<M>(trail, rest...);
    }
}

template <class Here, class C, class M, class... Rest> auto walk(Trail& trail, M C::*member, Rest... rest) {
    static_assert(std::is_same_v<Here, C>, "portico: this path goes on with a member of another model than the one it has reached");
    trail.steps[trail.count++] = {&type_slot<C>, 0, false};
    return walk_inside<C>(trail, member, rest...);
}

template <class Here, class C, class M, class... Rest> auto walk(Trail& trail, Back<C, M> back, Rest... rest) {
    static_assert(std::is_same_v<Here, typename M::Target>, "portico: this path goes back over a relation to another model");
    trail.steps[trail.count++] = {&type_slot<C>, member_offset(back.member), true};
    if constexpr (sizeof...(Rest) == 0) {
        return Walked<RowsOf<C>>{};
    } else {
        return nullable(walk<C>(trail, rest...));
    }
}

}  // namespace portico::orm::detail
