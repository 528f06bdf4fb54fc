/// Fields in queries. `F` names one by its member, through relations and embedded structs where need be; it is found by
/// argument-dependent lookup, and a wrong type or another model's member does not compile.
///
///     F(&Post::status) == Status::published
///     F(&Post::author, &Author::name).icontains("ann")               // over a relation
///     F(back(&Post::author), &Post::title).startswith("C++")         // over a relation that points here
///     F(&Post::views) > F(&Post::shares) * 2  &&  !F(&Post::featured)
///     F(&Post::views) = F(&Post::views) + 1                          // for update()
///     -F(&Post::published_at)                                        // for order_by(): descending
///
/// Lookups are Django's: == != < <= > >= in range isnull, contains startswith endswith regex and their i-twins that ignore
/// case, and parts of dates: year() month() day() hour() … date().
#pragma once
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include <portico/orm/detail/literal.hpp>
#include <portico/orm/detail/path.hpp>

namespace portico {
struct Json;
}

namespace portico::orm {

template <class M> class Assignment;
template <class M> class Ordering;
template <class T> class QuerySet;

/// One field of a query set's rows, for `in`: what `QuerySet::selecting` gives.
template <class T, class V> class Selection {
public:
    explicit Selection(ExpressionPtr subquery) : expression_(std::move(subquery)) {}
    const ExpressionPtr& expression() const { return expression_; }

private:
    ExpressionPtr expression_;
};

/// A condition on rows of M: what `filter` and `exclude` take.
template <class M> class Condition {
public:
    using ConditionModel = M;

    explicit Condition(ExpressionPtr expression) : expression_(std::move(expression)) {}
    const ExpressionPtr& expression() const { return expression_; }

    friend Condition operator&&(const Condition& a, const Condition& b) {
        return Condition(all_of({a.expression_, b.expression_}));
    }
    friend Condition operator||(const Condition& a, const Condition& b) {
        return Condition(any_of({a.expression_, b.expression_}));
    }
    /// One of the two, not both.
    friend Condition operator^(const Condition& a, const Condition& b) { return (a && !b) || (!a && b); }
    friend Condition operator!(const Condition& a) { return Condition(negation(a.expression_)); }

private:
    ExpressionPtr expression_;
};

/// A value computed from rows of M: a field, arithmetic, a function.
template <class M, class V> class Expr {
public:
    using ExpressionModel = M;
    using ExpressionValue = V;

    explicit Expr(ExpressionPtr expression) : expression_(std::move(expression)) {}
    const ExpressionPtr& expression() const { return expression_; }

    /// A boolean field is a condition by itself.
    operator Condition<M>() const  // NOLINT
        requires std::same_as<detail::Plain<V>, bool>
    {
        return compared(Lookup::exact, value_of(Value(true)));
    }
    friend Condition<M> operator!(const Expr& field)
        requires std::same_as<detail::Plain<V>, bool>
    {
        return !Condition<M>(field);
    }

    Condition<M> isnull(bool yes = true) const { return compared(Lookup::isnull, value_of(Value(yes))); }
    template <class X> Condition<M> in(std::initializer_list<X> values) const { return among(values); }
    template <class X> Condition<M> in(const std::vector<X>& values) const { return among(values); }
    /// Among the rows of a query set, in one statement: a relation's, or by their keys.
    template <class T> Condition<M> in(const QuerySet<T>& rows) const {
        static_assert(detail::refers_to<V, T>(), "portico: this field does not refer to rows of that query set; name one of their "
                                                 "fields: in(rows.selecting(&T::field))");
        return compared(Lookup::in, rows.as_subquery());
    }
    /// Among the values of one field of a query set: `F(&Tag::name).in(words.selecting(&Word::text))`.
    template <class T, class W> Condition<M> in(const Selection<T, W>& values) const {
        static_assert(detail::comparable<detail::Plain<V>, detail::Plain<W>>(), "portico: the two sides have types that don't compare");
        return compared(Lookup::in, values.expression());
    }
    /// From … to, both included.
    template <class A, class B> Condition<M> range(const A& from, const B& to) const {
        return Condition<M>(compare(Lookup::range, expression_, {operand(from), operand(to)}));
    }

    template <class X> Condition<M> contains(const X& part) const { return text(Lookup::contains, part); }
    template <class X> Condition<M> icontains(const X& part) const { return text(Lookup::icontains, part); }
    template <class X> Condition<M> startswith(const X& part) const { return text(Lookup::startswith, part); }
    template <class X> Condition<M> istartswith(const X& part) const { return text(Lookup::istartswith, part); }
    template <class X> Condition<M> endswith(const X& part) const { return text(Lookup::endswith, part); }
    template <class X> Condition<M> iendswith(const X& part) const { return text(Lookup::iendswith, part); }
    template <class X> Condition<M> iexact(const X& whole) const { return text(Lookup::iexact, whole); }
    template <class X> Condition<M> regex(const X& pattern) const { return text(Lookup::regex, pattern); }
    template <class X> Condition<M> iregex(const X& pattern) const { return text(Lookup::iregex, pattern); }

    // Of moments these are what a clock shows in the current time zone (i18n::current_zone: the project's setting, or what
    // UseTimeZone says), or in the zone of that name: `F(&Event::begins).hour("Asia/Tokyo")`. Days and times have no zone.
    // Years and days are compared as ranges of moments, which an index on the field serves.
    Expr<M, int> year(std::string_view zone = {}) const { return part("year", zone); }
    Expr<M, int> iso_year(std::string_view zone = {}) const { return part("iso_year", zone); }
    Expr<M, int> quarter(std::string_view zone = {}) const { return part("quarter", zone); }
    Expr<M, int> month(std::string_view zone = {}) const { return part("month", zone); }
    Expr<M, int> week(std::string_view zone = {}) const { return part("week", zone); }
    /// 1 for Sunday to 7 for Saturday, as Django counts.
    Expr<M, int> week_day(std::string_view zone = {}) const { return part("week_day", zone); }
    /// 1 for Monday to 7 for Sunday.
    Expr<M, int> iso_week_day(std::string_view zone = {}) const { return part("iso_week_day", zone); }
    Expr<M, int> day(std::string_view zone = {}) const { return part("day", zone); }
    Expr<M, int> hour(std::string_view zone = {}) const { return part("hour", zone); }
    Expr<M, int> minute(std::string_view zone = {}) const { return part("minute", zone); }
    Expr<M, int> second(std::string_view zone = {}) const { return part("second", zone); }
    Expr<M, Date> date(std::string_view zone = {}) const { return Expr<M, Date>(detail::of_moment("date", dated(), zone)); }
    Expr<M, Time> time(std::string_view zone = {}) const { return Expr<M, Time>(detail::of_moment("time", dated(), zone)); }

    /// A value inside of JSON, by key or by place; further calls go deeper. It compares with texts, numbers, flags and null.
    Expr<M, Value> key(std::string_view name) const { return inside(Value(std::string(name))); }
    Expr<M, Value> key(int place) const { return inside(Value(place)); }
    /// Has the JSON object that key, whatever its value?
    Condition<M> has_key(std::string_view name) const { return Condition<M>(function("has_key", {json(), value_of(Value(std::string(name)))})); }

    Ordering<M> asc() const { return Ordering<M>({expression_}); }
    Ordering<M> desc() const { return Ordering<M>({expression_, true}); }
    /// For order_by: descending.
    Ordering<M> operator-() const { return desc(); }

protected:
    Condition<M> compared(Lookup lookup, ExpressionPtr right) const {
        return Condition<M>(compare(lookup, expression_, {std::move(right)}));
    }
    template <class X> ExpressionPtr operand(const X& value) const { return detail::operand<M, V>(value); }

private:
    template <class Values> Condition<M> among(const Values& values) const {
        std::vector<ExpressionPtr> all;
        for (const auto& value : values) all.push_back(operand(value));
        return Condition<M>(compare(Lookup::in, expression_, std::move(all)));
    }
    template <class X> Condition<M> text(Lookup lookup, const X& value) const {
        static_assert(detail::Textual<V>, "portico: contains, startswith and their like are for text fields");
        return compared(lookup, operand(value));
    }
    const ExpressionPtr& dated() const {
        static_assert(detail::Dated<V>, "portico: year, month and their like are for dates and times");
        return expression_;
    }
    Expr<M, int> part(const char* name, std::string_view zone) const { return Expr<M, int>(detail::of_moment(name, dated(), zone)); }
    const ExpressionPtr& json() const {
        static_assert(std::same_as<detail::Plain<V>, Json> || std::same_as<detail::Plain<V>, Value>, "portico: only JSON has keys");
        return expression_;
    }
    Expr<M, Value> inside(Value key) const { return Expr<M, Value>(detail::json_path(json(), std::move(key))); }

    ExpressionPtr expression_;
};

/// A field itself: it can be assigned to as well.
template <class M, class V> class Field : public Expr<M, V> {
public:
    explicit Field(ExpressionPtr path) : Expr<M, V>(std::move(path)) {}
    Field(const Field&) = default;

    /// For `update`: what the field is set to, a value or an expression over the same row.
    template <class X> Assignment<M> operator=(const X& value) const {
        return Assignment<M>(this->expression(), this->operand(value));
    }
    Assignment<M> operator=(const Field& other) const {  // NOLINT: F(a) = F(b) is an assignment of the query's
        return Assignment<M>(this->expression(), other.expression());
    }
};

template <class M> class Assignment {
public:
    using AssignmentModel = M;
    Assignment(ExpressionPtr field, ExpressionPtr value) : field(std::move(field)), value(std::move(value)) {}
    ExpressionPtr field, value;
};

template <class M> class Ordering {
public:
    using OrderingModel = M;
    explicit Ordering(Order order) : order_(std::move(order)) {}
    Ordering nulls_first() const { return with(Order::Nulls::first); }
    Ordering nulls_last() const { return with(Order::Nulls::last); }
    const Order& order() const { return order_; }

private:
    Ordering with(Order::Nulls nulls) const {
        Ordering copy(*this);
        copy.order_.nulls = nulls;
        return copy;
    }
    Order order_;
};

/// A field by its member; further members go on from the relation or the embedded struct before them.
template <class C, class M, class... Rest> auto F(M C::*member, Rest... rest) {
    Step steps[1 + sizeof...(Rest)];
    detail::Trail trail{steps};
    auto walked = detail::walk<C>(trail, member, rest...);
    return Field<C, typename decltype(walked)::type>(detail::path_expression(steps, trail.count));
}

/// A field of the rows that refer to these.
template <class C, class M, class... Rest> auto F(Back<C, M> first, Rest... rest) {
    using Root = typename M::Target;
    Step steps[1 + sizeof...(Rest)];
    detail::Trail trail{steps};
    auto walked = detail::walk<Root>(trail, first, rest...);
    return Field<Root, typename decltype(walked)::type>(detail::path_expression(steps, trail.count));
}

namespace detail {

template <IsExpression L, class X> Condition<typename L::ExpressionModel> comparison(Lookup lookup, const L& left, const X& right) {
    using M = typename L::ExpressionModel;
    return Condition<M>(compare(lookup, left.expression(), {operand<M, typename L::ExpressionValue>(right)}));
}

/// < and its like, under which null is neither more nor less.
template <IsExpression L, class X> auto inequality(Lookup lookup, const L& left, const X& right) {
    static_assert(!is_null<X>, "portico: nothing is less or more than null; use isnull()");
    return comparison(lookup, left, right);
}

template <IsExpression L, class X> auto arithmetic(const char* symbol, const L& left, const X& right) {
    using M = typename L::ExpressionModel;
    using V = typename L::ExpressionValue;
    static_assert(Numeric<V>, "portico: arithmetic is for numbers, dates and durations");
    using R = ArithmeticResult<V, X>;
    return Expr<M, R>(operation(symbol, left.expression(), arithmetic_operand<M, V>(right)));
}

template <class X, IsExpression R> auto arithmetic_of_value(const char* symbol, const X& left, const R& right) {
    static_assert(Numeric<typename R::ExpressionValue>, "portico: arithmetic is for numbers, dates and durations");
    using V = ArithmeticResult<X, R>;
    return Expr<typename R::ExpressionModel, V>(operation(symbol, literal(left), right.expression()));
}

}  // namespace detail

// Operators take the expression by its own type, so that `a == b` of two fields is not ambiguous with its own reversal.
template <detail::IsExpression L, class X> Condition<typename L::ExpressionModel> operator==(const L& left, const X& right) {
    return detail::comparison(Lookup::exact, left, right);
}
template <detail::IsExpression L, class X> Condition<typename L::ExpressionModel> operator!=(const L& left, const X& right) {
    return !detail::comparison(Lookup::exact, left, right);
}
template <detail::IsExpression L, class X> Condition<typename L::ExpressionModel> operator<(const L& left, const X& right) {
    return detail::inequality(Lookup::lt, left, right);
}
template <detail::IsExpression L, class X> Condition<typename L::ExpressionModel> operator<=(const L& left, const X& right) {
    return detail::inequality(Lookup::lte, left, right);
}
template <detail::IsExpression L, class X> Condition<typename L::ExpressionModel> operator>(const L& left, const X& right) {
    return detail::inequality(Lookup::gt, left, right);
}
template <detail::IsExpression L, class X> Condition<typename L::ExpressionModel> operator>=(const L& left, const X& right) {
    return detail::inequality(Lookup::gte, left, right);
}

template <detail::IsExpression L, class X> auto operator+(const L& left, const X& right) {
    return detail::arithmetic("+", left, right);
}
template <detail::IsExpression L, class X> auto operator-(const L& left, const X& right) {
    return detail::arithmetic("-", left, right);
}
template <detail::IsExpression L, class X> auto operator*(const L& left, const X& right) {
    return detail::arithmetic("*", left, right);
}
template <detail::IsExpression L, class X> auto operator/(const L& left, const X& right) {
    return detail::arithmetic("/", left, right);
}
template <detail::IsExpression L, class X> auto operator%(const L& left, const X& right) {
    return detail::arithmetic("%", left, right);
}

/// A value before the symbol: 100 - F(&Post::views).
template <class X, detail::IsExpression R>
    requires(!detail::IsExpression<X> && detail::Numeric<X>)
auto operator+(const X& left, const R& right) {
    return detail::arithmetic_of_value("+", left, right);
}
template <class X, detail::IsExpression R>
    requires(!detail::IsExpression<X> && detail::Numeric<X>)
auto operator-(const X& left, const R& right) {
    return detail::arithmetic_of_value("-", left, right);
}
template <class X, detail::IsExpression R>
    requires(!detail::IsExpression<X> && detail::Numeric<X>)
auto operator*(const X& left, const R& right) {
    return detail::arithmetic_of_value("*", left, right);
}
template <class X, detail::IsExpression R>
    requires(!detail::IsExpression<X> && detail::Numeric<X>)
auto operator/(const X& left, const R& right) {
    return detail::arithmetic_of_value("/", left, right);
}

template <class A, class B>
    requires(!std::same_as<A, B>)
Condition<A> operator&&(const Condition<A>& a, const Condition<B>&) {
    static_assert(std::same_as<A, B>, "portico: conditions on two different models can't be joined; reach the other by a path");
    return a;
}
template <class A, class B>
    requires(!std::same_as<A, B>)
Condition<A> operator||(const Condition<A>& a, const Condition<B>&) {
    static_assert(std::same_as<A, B>, "portico: conditions on two different models can't be joined; reach the other by a path");
    return a;
}

namespace detail {

/// An order from whatever names one: a member, an F, a -F.
template <class T, class X> Order order_of(const X& given) {
    if constexpr (std::is_member_object_pointer_v<X>) {
        return order_of<T>(F(given));
    } else if constexpr (requires { typename X::OrderingModel; }) {
        static_assert(std::same_as<typename X::OrderingModel, T>, "portico: this order is by a field of another model");
        return given.order();
    } else if constexpr (IsExpression<X>) {
        static_assert(std::same_as<typename X::ExpressionModel, T>, "portico: this order is by a field of another model");
        return {given.expression()};
    } else {
        static_assert(std::convertible_to<const X&, std::string_view>,
                      "portico: order by a member (&Post::title), a field F(…) or -F(…), or a name (\"-title\")");
        return order_named(given);
    }
}

/// What a function or an aggregate takes for a field: a member, an F, an expression.
template <class X>
concept FieldLike = IsExpression<X> || std::is_member_object_pointer_v<X> || requires { typename X::BackOwner; };

template <FieldLike X> auto as_expression(const X& given) {
    if constexpr (IsExpression<X>) {
        return given;
    } else {
        return F(given);
    }
}

/// The condition of a model that a filter was given.
template <class T, class X> ExpressionPtr condition_of(const X& given) {
    if constexpr (requires { typename X::AnyModelsCondition; }) {
        return given.expression();
    } else if constexpr (requires { typename X::ConditionModel; }) {
        static_assert(std::same_as<typename X::ConditionModel, T>,
                      "portico: this condition is on another model than the query set's; reach the other by a path");
        return given.expression();
    } else if constexpr (IsExpression<X>) {
        static_assert(std::same_as<typename X::ExpressionModel, T>,
                      "portico: this condition is on another model than the query set's; reach the other by a path");
        static_assert(std::same_as<Plain<typename X::ExpressionValue>, bool>,
                      "portico: only a bool field is a condition by itself; compare this one with something");
        return Condition<T>(given).expression();
    } else {
        static_assert(std::same_as<X, ExpressionPtr>, "portico: filter by conditions: F(&Post::title) == \"x\"");
        return given;
    }
}

/// The path of a relation that select_related or prefetch_related was given.
template <class T, class X> ExpressionPtr relation_of(const X& given) {
    if constexpr (std::is_member_object_pointer_v<X>) {
        return relation_of<T>(F(given));
    } else if constexpr (requires { typename X::BackOwner; }) {
        return relation_of<T>(F(given));
    } else {
        static_assert(std::same_as<typename X::ExpressionModel, T>, "portico: this is a relation of another model");
        static_assert(IsRelation<typename X::ExpressionValue>, "portico: this member is no relation; there is nothing to load");
        return given.expression();
    }
}

}  // namespace detail

}  // namespace portico::orm
