/// A value that depends on conditions: CASE WHEN.
///
///     auto size = when(F(&Post::views) > 1000, "big").when(F(&Post::views) > 100, "middling").otherwise("small");
///     Post::objects.values_list(&Post::title, size)
///     Post::objects.update(F(&Post::status) = when(F(&Post::views) > 0, Status::published).otherwise(Status::draft))
///
/// Values may be fields and expressions of the same model. Without `otherwise` the rest is null.
#pragma once
#include <portico/orm/f.hpp>

namespace portico::orm {

namespace detail {

template <class X> struct CaseValue {
    using type = std::conditional_t<is_text<X> && !is_model<X>, std::string, X>;
};
template <IsExpression X> struct CaseValue<X> {
    using type = NotNull<typename X::ExpressionValue>;
};

ExpressionPtr case_with(const ExpressionPtr& before, ExpressionPtr condition, ExpressionPtr value);
ExpressionPtr case_otherwise(const ExpressionPtr& before, ExpressionPtr value);

}  // namespace detail

template <class M, class V> class Case : public Expr<M, std::optional<V>> {
public:
    using Expr<M, std::optional<V>>::Expr;

    template <class X> Case when(const Condition<M>& condition, const X& value) const {
        return Case(detail::case_with(this->expression(), condition.expression(), detail::operand<M, std::optional<V>>(value)));
    }
    template <class X> Expr<M, V> otherwise(const X& value) const {
        return Expr<M, V>(detail::case_otherwise(this->expression(), detail::operand<M, V>(value)));
    }
};

template <class M, class X> auto when(const Condition<M>& condition, const X& value) {
    using V = typename detail::CaseValue<X>::type;
    return Case<M, V>(detail::case_with(nullptr, condition.expression(), detail::operand<M, std::optional<V>>(value)));
}
/// A boolean field is a condition by itself.
template <detail::IsExpression E, class X>
    requires std::same_as<detail::Plain<typename E::ExpressionValue>, bool>
auto when(const E& flag, const X& value) {
    return when(Condition<typename E::ExpressionModel>(flag), value);
}

}  // namespace portico::orm
