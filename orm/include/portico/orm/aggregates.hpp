/// Values over many rows.
///
///     auto [posts, average] = Post::objects.aggregate(count(F(&Post::id)), avg(F(&Post::rating)));
///     Author::objects.annotate("posts", count(F(back(&Post::author))))      // author.annotation("posts")
///     Post::objects.values_list(&Post::status, count(F(&Post::id)))         // by status
#pragma once
#include <optional>

#include <portico/orm/f.hpp>

namespace portico::orm {

template <class M, class R> class Aggregate : public Expr<M, R> {
public:
    using Expr<M, R>::Expr;
    /// Only of those rows for which the condition holds.
    Aggregate where(const Condition<M>& condition) const {
        auto copy = std::make_shared<Expression>(*this->expression());
        copy->filter = condition.expression();
        return Aggregate(std::move(copy));
    }
    Aggregate distinct() const {
        auto copy = std::make_shared<Expression>(*this->expression());
        copy->distinct = true;
        return Aggregate(std::move(copy));
    }
};

/// How many rows have a value there.
template <class M, class V> Aggregate<M, std::int64_t> count(const Expr<M, V>& field) {
    return Aggregate<M, std::int64_t>(aggregate("count", field.expression()));
}
template <class M, class V> auto sum(const Expr<M, V>& field) {
    static_assert(detail::Numeric<V>, "portico: only numbers can be summed up");
    using X = detail::Plain<V>;
    using R = std::optional<std::conditional_t<std::is_integral_v<X>, std::int64_t, X>>;
    return Aggregate<M, R>(aggregate("sum", field.expression()));
}
template <class M, class V> auto avg(const Expr<M, V>& field) {
    static_assert(detail::Numeric<V>, "portico: only numbers have an average");
    return Aggregate<M, std::optional<double>>(aggregate("avg", field.expression()));
}
template <class M, class V> auto min(const Expr<M, V>& field) {
    return Aggregate<M, std::optional<detail::Plain<V>>>(aggregate("min", field.expression()));
}
template <class M, class V> auto max(const Expr<M, V>& field) {
    return Aggregate<M, std::optional<detail::Plain<V>>>(aggregate("max", field.expression()));
}

/// An annotation of that name, for conditions and orders: `annotation<Author>("posts") > 3`.
template <class T> Expr<T, Value> annotation(std::string name) { return Expr<T, Value>(path_named(std::move(name))); }

}  // namespace portico::orm
