/// Queries inside of queries.
///
///     auto theirs = F(&Post::author) == outer(F(&Author::id));                 // a field of the query around it
///     Author::objects.filter(exists(Post::objects.filter(theirs, F(&Post::views) > 100)))
///     auto newest = subquery<Author>(Post::objects.filter(theirs).order_by(-F(&Post::id)), &Post::title);
///     Author::objects.values_list(&Author::name, newest)                       // std::optional<std::string>
///
/// `F(&Post::author).in(Author::objects.filter(…))` and `in(rows.selecting(&T::field))` need nothing of this.
#pragma once
#include <portico/orm/query_set.hpp>

namespace portico::orm {

/// A field of the query that this one stands in.
template <class M, class V> class Outer {
public:
    using OuterModel = M;
    using OuterValue = V;
    explicit Outer(ExpressionPtr expression) : expression_(std::move(expression)) {}
    const ExpressionPtr& expression() const { return expression_; }

private:
    ExpressionPtr expression_;
};

namespace detail {
ExpressionPtr outer_expression(ExpressionPtr field);
ExpressionPtr exists_expression(const AnyQuerySet& rows);
ExpressionPtr scalar_subquery(const AnyQuerySet& rows, ExpressionPtr field);
}  // namespace detail

template <class M, class V> Outer<M, V> outer(const Expr<M, V>& field) {
    return Outer<M, V>(detail::outer_expression(field.expression()));
}

/// Is there such a row? A condition on whichever model it is used with.
class Exists {
public:
    using AnyModelsCondition = void;
    explicit Exists(ExpressionPtr expression) : expression_(std::move(expression)) {}
    const ExpressionPtr& expression() const { return expression_; }
    template <class M> operator Condition<M>() const { return Condition<M>(expression_); }  // NOLINT
    friend Exists operator!(const Exists& a) { return Exists(negation(a.expression_)); }

private:
    ExpressionPtr expression_;
};

inline Exists exists(const AnyQuerySet& rows) { return Exists(detail::exists_expression(rows)); }

/// The field of the first row, null where there is none. `M` is the model of the query around it.
template <class M, class T, class X> auto subquery(const QuerySet<T>& rows, const X& field) {
    auto wanted = detail::field_of_model<T>(field);
    using V = typename detail::Selected<typename decltype(wanted)::ExpressionValue>::type;
    return Expr<M, std::optional<detail::NotNull<V>>>(detail::scalar_subquery(rows, wanted.expression()));
}

}  // namespace portico::orm
