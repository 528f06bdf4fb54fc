/// Values over many rows.
///
///     auto [posts, average] = Post::objects.aggregate(count(&Post::id), avg(&Post::rating));
///     auto written = count(F(back(&Post::author)));
///     Author::objects.filter(written > 3).order_by(-written)
///     for (auto [author, posts] : Author::objects.annotated(written)) …
///     Post::objects.values_list(&Post::status, count(&Post::id))            // by status
///     count(&Post::id).where(F(&Post::featured)), count(&Post::author).distinct()
///     string_agg(&Tag::name, ", ").order_by(&Tag::name), array_agg(&Post::title).order_by(-F(&Post::views))
///
/// Each takes a member, an F or an expression. Over no rows all but count are null: their results are optional.
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
    /// For string_agg and array_agg: by members, F, -F. With `distinct` on PostgreSQL only by the aggregated value itself.
    template <class... X> Aggregate order_by(const X&... orders) const {
        return Aggregate(detail::with_order(this->expression(), {detail::order_of<M>(orders)...}));
    }
};

namespace detail {

template <class R, FieldLike X> auto aggregated(const char* name, const X& given) {
    auto field = as_expression(given);
    return Aggregate<typename decltype(field)::ExpressionModel, R>(aggregate(name, field.expression()));
}
template <FieldLike X> using PlainOf = Plain<typename decltype(as_expression(std::declval<const X&>()))::ExpressionValue>;
template <class V> using SumOf = std::conditional_t<std::is_integral_v<V>, std::int64_t, V>;

}  // namespace detail

/// How many rows have a value there.
template <detail::FieldLike X> auto count(const X& field) { return detail::aggregated<std::int64_t>("count", field); }
template <detail::FieldLike X> auto sum(const X& field) {
    static_assert(detail::Numeric<detail::PlainOf<X>>, "portico: only numbers can be summed up");
    return detail::aggregated<std::optional<detail::SumOf<detail::PlainOf<X>>>>("sum", field);
}
template <detail::FieldLike X> auto avg(const X& field) {
    static_assert(detail::Numeric<detail::PlainOf<X>>, "portico: only numbers have an average");
    return detail::aggregated<std::optional<double>>("avg", field);
}
template <detail::FieldLike X> auto min(const X& field) { return detail::aggregated<std::optional<detail::PlainOf<X>>>("min", field); }
template <detail::FieldLike X> auto max(const X& field) { return detail::aggregated<std::optional<detail::PlainOf<X>>>("max", field); }
/// Of the whole population, or estimated from a sample.
template <detail::FieldLike X> auto stddev(const X& field, bool sample = false) {
    static_assert(detail::Numeric<detail::PlainOf<X>>, "portico: only numbers deviate");
    return detail::aggregated<std::optional<double>>(sample ? "stddev_samp" : "stddev_pop", field);
}
template <detail::FieldLike X> auto variance(const X& field, bool sample = false) {
    static_assert(detail::Numeric<detail::PlainOf<X>>, "portico: only numbers vary");
    return detail::aggregated<std::optional<double>>(sample ? "var_samp" : "var_pop", field);
}
/// All texts behind one another with a separator between, in no certain order unless `order_by` says one.
template <detail::FieldLike X> auto string_agg(const X& field, std::string_view separator) {
    auto text = detail::as_expression(field);
    static_assert(detail::Textual<detail::PlainOf<X>>, "portico: string_agg is for text fields");
    auto made = std::make_shared<Expression>(*aggregate("string_agg", text.expression()));
    made->arguments.push_back(detail::literal(separator));
    return Aggregate<typename decltype(text)::ExpressionModel, std::optional<std::string>>(std::move(made));
}
/// The values of all rows; null where there are none. Texts, numbers and flags.
template <detail::FieldLike X> auto array_agg(const X& field) {
    auto values = detail::as_expression(field);
    using V = typename decltype(values)::ExpressionValue;
    using P = detail::PlainOf<X>;
    static_assert(std::is_arithmetic_v<P> || std::is_same_v<P, std::string>, "portico: array_agg is for texts, numbers and flags");
    using Item = std::conditional_t<std::is_same_v<V, detail::NotNull<V>>, P, std::optional<P>>;
    return Aggregate<typename decltype(values)::ExpressionModel, std::optional<std::vector<Item>>>(aggregate("array_agg", values.expression()));
}
/// The value of one of the rows, no matter which.
template <detail::FieldLike X> auto any_value(const X& field) { return detail::aggregated<std::optional<detail::PlainOf<X>>>("any_value", field); }
/// The bits that all numbers, one of them, or an odd number of them have.
template <detail::FieldLike X> auto bit_and(const X& field) { return detail::aggregated<std::optional<std::int64_t>>("bit_and", field); }
template <detail::FieldLike X> auto bit_or(const X& field) { return detail::aggregated<std::optional<std::int64_t>>("bit_or", field); }
template <detail::FieldLike X> auto bit_xor(const X& field) { return detail::aggregated<std::optional<std::int64_t>>("bit_xor", field); }

/// An annotation of that name, for conditions and orders: `annotation<Author, std::int64_t>("posts") > 3`.
template <class T, class V = Value> Expr<T, V> annotation(std::string name) { return Expr<T, V>(path_named(std::move(name))); }

}  // namespace portico::orm
