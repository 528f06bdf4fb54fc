/// Rows of a model that refers to itself, all the way down or up: one statement (a recursive common table expression).
///
///     Category::objects.filter(descendants_of(books, &Category::parent))      // children, their children …
///     Category::objects.filter(ancestors_of(novels, &Category::parent))       // parent, its parent …
///     Post::objects.filter(F(&Post::category).in(Category::objects.filter(descendants_of(books, &Category::parent))))
///
/// The row itself is not among them (unless the data go in a circle, which does no harm).
#pragma once
#include <portico/orm/f.hpp>

namespace portico::orm {

namespace detail {
ExpressionPtr tree_expression(const Step& parent, ExpressionPtr key, const char* direction);
}

template <class T, class M> Condition<T> descendants_of(const T& node, M T::*parent) {
    static_assert(std::same_as<typename M::Target, T>, "portico: a tree is made by a foreign key of a model to itself");
    return Condition<T>(detail::tree_expression({&type_slot<T>, detail::member_offset(parent), false}, detail::literal(node), "descendants"));
}
template <class T, class M> Condition<T> ancestors_of(const T& node, M T::*parent) {
    static_assert(std::same_as<typename M::Target, T>, "portico: a tree is made by a foreign key of a model to itself");
    return Condition<T>(detail::tree_expression({&type_slot<T>, detail::member_offset(parent), false}, detail::literal(node), "ancestors"));
}

}  // namespace portico::orm
