#pragma once
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <portico/orm/detail/path.hpp>

/// What a field may be compared with, and how that becomes a parameter.
namespace portico {
struct Json;
}

namespace portico::orm {

template <class M> class Condition;
template <class M, class V> class Expr;

}  // namespace portico::orm

namespace portico::orm::detail {

template <class V> struct Bare {
    using type = V;
    using not_null = V;
};
template <class V> struct Bare<std::optional<V>> {
    using type = typename Bare<V>::type;
    using not_null = V;
};
template <class K> struct Bare<Id<K>> {
    using type = K;
    using not_null = Id<K>;
};

/// Without optional, without Id.
template <class V> using Plain = typename Bare<V>::type;
/// Without optional.
template <class V> using NotNull = typename Bare<V>::not_null;

/// May a field of type V be looked for among rows of T: a relation to them, or a value of their key's type?
template <class V, class T> consteval bool refers_to() {
    if constexpr (requires { typename V::Target; }) {
        return std::is_same_v<typename V::Target, T>;
    } else if constexpr (requires { typename decltype(T::id)::Key; }) {
        return std::is_same_v<Plain<V>, typename decltype(T::id)::Key>;
    } else {
        return true;
    }
}

template <class L>
concept IsExpression = requires { typename L::ExpressionModel; };

template <class V> inline constexpr bool is_number = std::is_arithmetic_v<V> && !std::is_same_v<V, bool>;
template <class V> inline constexpr bool is_text = std::is_convertible_v<const V&, std::string_view>;
template <class V>
inline constexpr bool is_date = std::is_same_v<V, Date> || std::is_same_v<V, DateTime>;
template <class V> inline constexpr bool is_duration = std::is_convertible_v<V, Duration>;

template <class V> inline constexpr bool Textual = is_text<Plain<V>> || std::is_same_v<Plain<V>, Value> ||
                                                   requires(const V& v) { v.name; };
template <class V> inline constexpr bool Dated = is_date<Plain<V>> || std::is_same_v<Plain<V>, Time> ||
                                                 std::is_same_v<Plain<V>, Value>;
template <class V> inline constexpr bool Numeric = is_number<Plain<V>> || is_date<Plain<V>> || is_duration<Plain<V>> ||
                                                   std::is_same_v<Plain<V>, Decimal> || std::is_same_v<Plain<V>, Value>;

/// May a field of type V (plain) be compared with an X (plain)?
template <class V, class X> consteval bool comparable() {
    if constexpr (std::is_same_v<X, Value> || std::is_same_v<V, Value> || std::is_same_v<V, X>) {
        return true;
    } else if constexpr (std::is_same_v<X, std::nullopt_t> || std::is_same_v<X, std::nullptr_t>) {
        return true;
    } else if constexpr (IsRelation<V>) {
        using T = typename V::Target;
        if constexpr (IsRelation<X>) return std::is_same_v<T, typename X::Target>;
        return std::is_same_v<X, T> || PlainKey<X> || (is_text<X> && !is_model<X>);
    } else if constexpr (IsRelation<X>) {
        return PlainKey<V>;
    } else if constexpr (std::is_same_v<V, bool> || std::is_same_v<X, bool>) {
        return false;
    } else if constexpr (is_number<V>) {
        return is_number<X>;
    } else if constexpr (is_text<V>) {
        return is_text<X>;
    } else if constexpr (std::is_same_v<V, Decimal>) {
        return std::is_integral_v<X>;
    } else if constexpr (std::is_same_v<V, DateTime>) {
        return std::is_convertible_v<X, DateTime> || std::is_same_v<X, Date>;
    } else if constexpr (std::is_same_v<V, Duration>) {
        return is_duration<X>;
    } else {
        return std::is_convertible_v<X, V> && !std::is_enum_v<V>;
    }
}

template <class X> inline constexpr bool is_null = std::is_same_v<X, std::nullopt_t> || std::is_same_v<X, std::nullptr_t>;
template <class V>
inline constexpr bool may_hold_null = !std::is_same_v<V, NotNull<V>> || IsRelation<V> || std::is_same_v<V, Value>;

ExpressionPtr enumerator(std::int64_t number);
/// The key of a model's object, taken when the query is built.
ExpressionPtr object_literal(const TypeInfo* type, const void* object, const char* type_name);

template <class X> ExpressionPtr literal(const X& value) {
    if constexpr (std::is_same_v<X, std::nullopt_t> || std::is_same_v<X, std::nullptr_t>) {
        return value_of(Value());
    } else if constexpr (std::is_enum_v<X>) {
        return enumerator(static_cast<std::int64_t>(value));
    } else if constexpr (std::is_base_of_v<Reference, X>) {
        return value_of(value.key());
    } else if constexpr (is_model<X>) {
        return object_literal(type_slot<X>, &value, typeid(X).name());
    } else if constexpr (std::is_base_of_v<KeyMember, X>) {
        return literal(value.value());
    } else if constexpr (std::is_same_v<X, Value>) {
        return value_of(value.owned());
    } else if constexpr (std::is_same_v<X, Json>) {
        return literal(value.value);
    } else if constexpr (is_text<X>) {
        return value_of(Value(std::string_view(value)));
    } else if constexpr (requires { value.has_value(); *value; }) {
        return value ? literal(*value) : value_of(Value());
    } else if constexpr (std::is_convertible_v<X, DateTime> && !std::is_same_v<X, Date>) {
        return value_of(Value(DateTime(value)));
    } else if constexpr (is_duration<X>) {
        return value_of(Value(Duration(value)));
    } else if constexpr (requires { value.name; }) {
        return value_of(Value(value.name));
    } else if constexpr (DescribedStruct<X>) {
        return value_of(Value(X(value)));
    } else {
        return value_of(Value(value));
    }
}

/// The right side of a comparison or an assignment with a field of type V of model M.
template <class M, class V, class X> ExpressionPtr operand(const X& value) {
    if constexpr (requires { typename X::OuterValue; }) {
        static_assert(comparable<Plain<V>, Plain<typename X::OuterValue>>(), "portico: the two sides have types that don't compare");
        return value.expression();
    } else if constexpr (IsExpression<X>) {
        static_assert(std::is_same_v<typename X::ExpressionModel, M>,
                      "portico: the two sides are fields of different models; reach the other by a path");
        static_assert(comparable<Plain<V>, Plain<typename X::ExpressionValue>>(),
                      "portico: the two sides have types that don't compare");
        return value.expression();
    } else {
        static_assert(comparable<Plain<V>, Plain<X>>(), "portico: this field does not compare with a value of that type");
        static_assert(!is_null<X> || may_hold_null<V>, "portico: this field is never null; make it std::optional to leave it out");
        return literal(value);
    }
}

template <class M, class V, class X> ExpressionPtr arithmetic_operand(const X& value) {
    if constexpr (IsExpression<X>) {
        static_assert(std::is_same_v<typename X::ExpressionModel, M>,
                      "portico: the two sides are fields of different models; reach the other by a path");
        static_assert(Numeric<typename X::ExpressionValue>, "portico: arithmetic is for numbers, dates and durations");
        return value.expression();
    } else {
        static_assert(Numeric<X>, "portico: arithmetic is for numbers, dates and durations");
        return literal(value);
    }
}

template <class X> struct ValueOf {
    using type = X;
};
template <IsExpression X> struct ValueOf<X> {
    using type = typename X::ExpressionValue;
};

/// What arithmetic of a V with an X gives: two moments a duration, a whole number with a real one a real one; null where one may be.
template <class V, class X> struct Arithmetic {
    using A = Plain<V>;
    using B = Plain<typename ValueOf<X>::type>;
    static constexpr bool null = !std::is_same_v<V, NotNull<V>> || !std::is_same_v<typename ValueOf<X>::type, NotNull<typename ValueOf<X>::type>>;
    static constexpr bool moment = is_date<A> || is_date<B>;
    static constexpr bool real = (std::is_floating_point_v<A> || std::is_floating_point_v<B>) && !moment && !std::is_same_v<A, Duration>;
    using R = std::conditional_t<is_date<A> && is_date<B>, Duration,
              std::conditional_t<real, double,
              std::conditional_t<std::is_same_v<B, Decimal> && is_number<A>, Decimal, std::conditional_t<is_date<B>, B, A>>>>;
    using type = std::conditional_t<null, std::optional<R>, R>;
};

template <class V, class X> using ArithmeticResult = typename Arithmetic<V, X>::type;

}  // namespace portico::orm::detail
