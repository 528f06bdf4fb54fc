/// Functions in queries, over fields, values and one another. Names and meanings are Django's (django.db.models.functions).
///
///     Post::objects.filter(lower(F(&Post::title)) == "hello")
///     Post::objects.order_by(coalesce(F(&Post::rating), Decimal(0)).desc())
///     Post::objects.values_list(trunc(F(&Post::published_at), DateUnit::month), count(F(&Post::id)))
///     Post::objects.update(F(&Post::slug) = left(concat(F(&Post::title), "-", F(&Post::id)), 50))
///
/// The first argument is a field, a member (`lower(&Post::title)`) or an expression; further ones may be values. Null gives null,
/// but to coalesce, concat (an empty text), greatest and least (looked past). A field of a wrong type does not compile.
#pragma once
#include <portico/base/json.hpp>
#include <portico/base/type_info.hpp>
#include <portico/orm/aggregates.hpp>

namespace portico::orm {

/// A moment or a day cut off: the first of its year, quarter, month, week (Monday) …
enum class DateUnit { year, quarter, month, week, day, hour, minute, second };
const char* trunc_name(DateUnit unit);

namespace detail {

template <class V> consteval Kind kind_of_type() {
    using P = Plain<V>;
    if constexpr (std::same_as<P, bool>) return Kind::boolean;
    else if constexpr (std::is_integral_v<P>) return Kind::integer;
    else if constexpr (std::is_floating_point_v<P>) return Kind::floating;
    else if constexpr (std::same_as<P, Decimal>) return Kind::decimal;
    else if constexpr (std::same_as<P, Date>) return Kind::date;
    else if constexpr (std::same_as<P, Time>) return Kind::time;
    else if constexpr (std::same_as<P, DateTime>) return Kind::date_time;
    else if constexpr (std::same_as<P, Duration>) return Kind::duration;
    else if constexpr (std::same_as<P, Uuid>) return Kind::uuid;
    else if constexpr (std::same_as<P, Bytes>) return Kind::bytes;
    else if constexpr (std::same_as<P, Json> || std::same_as<P, Value>) return Kind::json;
    else {
        static_assert(std::same_as<P, std::string>, "portico: a value of this type can't be computed by the database");
        return Kind::text;
    }
}

template <class V> inline constexpr bool may_be_null = !std::is_same_v<V, NotNull<V>>;
/// R, null where V may be.
template <class V, class R> using Like = std::conditional_t<may_be_null<V>, std::optional<R>, R>;

/// The model that a function's arguments are of: that of the first field among them.
template <class First, class... Rest> struct ModelAmong : ModelAmong<Rest...> {};
template <FieldLike First, class... Rest> struct ModelAmong<First, Rest...> {
    using type = typename decltype(as_expression(std::declval<First>()))::ExpressionModel;
};

template <class M, class X> ExpressionPtr argument(const X& given) {
    if constexpr (FieldLike<X>) {
        using E = decltype(as_expression(given));
        static_assert(std::same_as<typename E::ExpressionModel, M>,
                      "portico: a function takes fields of one model; reach the other by a path");
        return as_expression(given).expression();
    } else {
        return literal(given);
    }
}

template <class R, class First, class... Rest> auto computed(const char* name, const First& first, const Rest&... rest) {
    using M = typename ModelAmong<First, Rest...>::type;
    return Expr<M, R>(function(name, {argument<M>(first), argument<M>(rest)...}));
}

template <class X> using ValueIn = typename decltype(as_expression(std::declval<const X&>()))::ExpressionValue;

template <class R, FieldLike X, class... Rest> auto of_text(const char* name, const X& text, const Rest&... rest) {
    static_assert(Textual<ValueIn<X>>, "portico: this function is for text fields");
    return computed<Like<ValueIn<X>, R>>(name, text, rest...);
}
template <class R, FieldLike X, class... Rest> auto of_number(const char* name, const X& number, const Rest&... rest) {
    using P = Plain<ValueIn<X>>;
    static_assert(is_number<P> || std::same_as<P, Decimal> || std::same_as<P, Value>, "portico: this function is for numbers");
    return computed<Like<ValueIn<X>, R>>(name, number, rest...);
}
template <FieldLike X> auto bits(const char* symbol, const X& number, std::int64_t by) {
    static_assert(std::is_integral_v<Plain<ValueIn<X>>>, "portico: only whole numbers have bits");
    auto field = as_expression(number);
    using E = decltype(field);
    return Expr<typename E::ExpressionModel, typename E::ExpressionValue>(operation(symbol, field.expression(), literal(by)));
}

template <class X> struct GivenValue {
    using type = X;
};
template <FieldLike X> struct GivenValue<X> {
    using type = ValueIn<X>;
};

/// One of several values that compare with one another: null only where all of them may be.
template <FieldLike X, class... Rest> auto chosen(const char* name, const X& first, const Rest&... rest) {
    using V = ValueIn<X>;
    static_assert((comparable<Plain<V>, Plain<typename GivenValue<Rest>::type>>() && ...),
                  "portico: the values of this function have types that don't compare");
    constexpr bool null = may_be_null<V> && (may_be_null<typename GivenValue<Rest>::type> && ...);
    return computed<std::conditional_t<null, std::optional<Plain<V>>, Plain<V>>>(name, first, rest...);
}

}  // namespace detail

// Texts
template <detail::FieldLike X> auto lower(const X& text) { return detail::of_text<std::string>("lower", text); }
template <detail::FieldLike X> auto upper(const X& text) { return detail::of_text<std::string>("upper", text); }
/// In characters.
template <detail::FieldLike X> auto length(const X& text) { return detail::of_text<std::int64_t>("length", text); }
template <detail::FieldLike X> auto trim(const X& text) { return detail::of_text<std::string>("trim", text); }
template <detail::FieldLike X> auto ltrim(const X& text) { return detail::of_text<std::string>("ltrim", text); }
template <detail::FieldLike X> auto rtrim(const X& text) { return detail::of_text<std::string>("rtrim", text); }
template <detail::FieldLike X> auto reverse(const X& text) { return detail::of_text<std::string>("reverse", text); }
template <detail::FieldLike X> auto left(const X& text, int count) { return detail::of_text<std::string>("left", text, count); }
template <detail::FieldLike X> auto right(const X& text, int count) { return detail::of_text<std::string>("right", text, count); }
/// From the `first` character, which is 1.
template <detail::FieldLike X> auto substr(const X& text, int first) { return detail::of_text<std::string>("substr", text, first); }
template <detail::FieldLike X> auto substr(const X& text, int first, int count) {
    return detail::of_text<std::string>("substr", text, first, count);
}
template <detail::FieldLike X, class A, class B> auto replace(const X& text, const A& what, const B& by) {
    return detail::of_text<std::string>("replace", text, what, by);
}
template <detail::FieldLike X> auto lpad(const X& text, int width, std::string_view fill = " ") {
    return detail::of_text<std::string>("lpad", text, width, fill);
}
template <detail::FieldLike X> auto rpad(const X& text, int width, std::string_view fill = " ") {
    return detail::of_text<std::string>("rpad", text, width, fill);
}
template <detail::FieldLike X> auto repeat(const X& text, int times) { return detail::of_text<std::string>("repeat", text, times); }
/// Where the part begins, from 1; 0 where it isn't.
template <detail::FieldLike X, class A> auto strindex(const X& text, const A& part) {
    return detail::of_text<std::int64_t>("strindex", text, part);
}
template <detail::FieldLike X> auto md5(const X& text) { return detail::of_text<std::string>("md5", text); }
template <detail::FieldLike X> auto sha1(const X& text) { return detail::of_text<std::string>("sha1", text); }
template <detail::FieldLike X> auto sha224(const X& text) { return detail::of_text<std::string>("sha224", text); }
template <detail::FieldLike X> auto sha384(const X& text) { return detail::of_text<std::string>("sha384", text); }
template <detail::FieldLike X> auto sha512(const X& text) { return detail::of_text<std::string>("sha512", text); }
template <detail::FieldLike X> auto sha256(const X& text) { return detail::of_text<std::string>("sha256", text); }
template <detail::FieldLike X> auto ord(const X& text) { return detail::of_text<std::int64_t>("ord", text); }
template <detail::FieldLike X> auto chr(const X& number) { return detail::of_number<std::string>("chr", number); }
/// Compared and ordered by the database's rules of that name: `order_by(collate(&Post::title, "NOCASE"))`.
template <detail::FieldLike X> auto collate(const X& text, std::string_view rules) {
    return detail::of_text<std::string>("collate", text, rules);
}
/// All texts behind one another, at least one of them a field; null counts as "".
template <class... X>
    requires(sizeof...(X) > 1 && (detail::FieldLike<X> || ...))
auto concat(const X&... texts) {
    return detail::computed<std::string>("concat", texts...);
}

// Numbers
template <detail::FieldLike X> auto abs(const X& number) { return detail::of_number<detail::Plain<detail::ValueIn<X>>>("abs", number); }
template <detail::FieldLike X> auto sign(const X& number) { return detail::of_number<std::int64_t>("sign", number); }
template <detail::FieldLike X> auto ceil(const X& number) { return detail::of_number<double>("ceil", number); }
template <detail::FieldLike X> auto floor(const X& number) { return detail::of_number<double>("floor", number); }
template <detail::FieldLike X> auto round(const X& number, int places = 0) {
    return detail::of_number<detail::Plain<detail::ValueIn<X>>>("round", number, places);
}
template <detail::FieldLike X, class Y> auto mod(const X& number, const Y& by) {
    return detail::of_number<detail::Plain<detail::ValueIn<X>>>("mod", number, by);
}
template <detail::FieldLike X, class Y> auto power(const X& number, const Y& exponent) {
    return detail::of_number<double>("power", number, exponent);
}
template <detail::FieldLike X> auto sqrt(const X& number) { return detail::of_number<double>("sqrt", number); }
template <detail::FieldLike X> auto exp(const X& number) { return detail::of_number<double>("exp", number); }
template <detail::FieldLike X> auto ln(const X& number) { return detail::of_number<double>("ln", number); }
/// To that base.
template <detail::FieldLike X> auto log(double base, const X& number) { return detail::of_number<double>("log", number, base); }
template <detail::FieldLike X> auto sin(const X& angle) { return detail::of_number<double>("sin", angle); }
template <detail::FieldLike X> auto cos(const X& angle) { return detail::of_number<double>("cos", angle); }
template <detail::FieldLike X> auto tan(const X& angle) { return detail::of_number<double>("tan", angle); }
template <detail::FieldLike X> auto cot(const X& angle) { return detail::of_number<double>("cot", angle); }
template <detail::FieldLike X> auto asin(const X& number) { return detail::of_number<double>("asin", number); }
template <detail::FieldLike X> auto acos(const X& number) { return detail::of_number<double>("acos", number); }
template <detail::FieldLike X> auto atan(const X& number) { return detail::of_number<double>("atan", number); }
template <detail::FieldLike X, class Y> auto atan2(const X& y, const Y& x) { return detail::of_number<double>("atan2", y, x); }
template <detail::FieldLike X> auto degrees(const X& angle) { return detail::of_number<double>("degrees", angle); }
template <detail::FieldLike X> auto radians(const X& angle) { return detail::of_number<double>("radians", angle); }
/// Between 0 and 1, for each row another.
template <class M> Expr<M, double> random() { return Expr<M, double>(function("random_number", {})); }

// Bits
template <detail::FieldLike X> auto bit_and(const X& number, std::int64_t bits) { return detail::bits("&", number, bits); }
template <detail::FieldLike X> auto bit_or(const X& number, std::int64_t bits) { return detail::bits("|", number, bits); }
template <detail::FieldLike X> auto bit_xor(const X& number, std::int64_t bits) { return detail::bits("#", number, bits); }
template <detail::FieldLike X> auto bit_shift_left(const X& number, std::int64_t by) { return detail::bits("<<", number, by); }
template <detail::FieldLike X> auto bit_shift_right(const X& number, std::int64_t by) { return detail::bits(">>", number, by); }

// Comparison
/// The first that isn't null; never null where the last can't be.
template <detail::FieldLike X, class... Rest>
    requires(sizeof...(Rest) > 0)
auto coalesce(const X& field, const Rest&... others) {
    return detail::chosen("coalesce", field, others...);
}
/// Nulls are looked past: null where all are.
template <detail::FieldLike X, class... Rest>
    requires(sizeof...(Rest) > 0)
auto greatest(const X& field, const Rest&... others) {
    return detail::chosen("greatest", field, others...);
}
template <detail::FieldLike X, class... Rest>
    requires(sizeof...(Rest) > 0)
auto least(const X& field, const Rest&... others) {
    return detail::chosen("least", field, others...);
}
/// Null where the two are equal.
template <detail::FieldLike X, class Y> auto nullif(const X& field, const Y& other) {
    auto made = detail::chosen("nullif", field, other);
    using E = decltype(made);
    return Expr<typename E::ExpressionModel, std::optional<detail::Plain<typename E::ExpressionValue>>>(made.expression());
}
/// As another type: `cast<std::string>(F(&Post::views))`.
template <class R, detail::FieldLike X> auto cast(const X& field) {
    auto made = detail::as_expression(field);
    using E = decltype(made);
    return Expr<typename E::ExpressionModel, detail::Like<typename E::ExpressionValue, R>>(
        detail::with_result(function("cast", {made.expression()}), detail::kind_of_type<R>()));
}
/// A value where a field is asked for: `constant<Post>("x")`.
template <class M, class V> auto constant(const V& value) {
    using R = std::conditional_t<detail::is_text<V>, std::string, V>;
    return Expr<M, R>(detail::literal(value));
}

// Moments
template <class M> Expr<M, DateTime> now() { return Expr<M, DateTime>(function("now", {})); }
/// A moment stays a moment, a day a day. Moments are cut off as a clock shows them in the current time zone, or in that of the
/// given name: `trunc(&Event::begins, DateUnit::day, "Asia/Tokyo")` is when that day began in Tokyo.
template <detail::FieldLike X> auto trunc(const X& moment, DateUnit unit, std::string_view zone = {}) {
    auto field = detail::as_expression(moment);
    using E = decltype(field);
    static_assert(detail::Dated<typename E::ExpressionValue>, "portico: year, month and their like are for dates and times");
    return E(detail::of_moment(trunc_name(unit), field.expression(), zone));
}

// JSON
/// `json_object("title", F(&Post::title), "by", F(&Post::author, &Author::name))`
template <class... X>
    requires(sizeof...(X) > 1 && sizeof...(X) % 2 == 0 && (detail::FieldLike<X> || ...))
auto json_object(const X&... keys_and_values) {
    return detail::computed<Json>("json_object", keys_and_values...);
}
template <class... X>
    requires(detail::FieldLike<X> || ...)
auto json_array(const X&... values) {
    return detail::computed<Json>("json_array", values...);
}

}  // namespace portico::orm
