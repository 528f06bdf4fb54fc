#pragma once
#include <concepts>
#include <string>
#include <type_traits>
#include <utility>

#include <portico/admin/options.hpp>
#include <portico/orm/f.hpp>

namespace portico::admin {

namespace detail {

/// Throws Error for what is computed rather than named.
orm::Path path_of_expression(const orm::Expression& expression);

/// The path that a member, an F or a name stands for; a field of another model does not compile.
template <class T, class X> orm::Path path_of(const X& given) {
    if constexpr (std::is_member_object_pointer_v<X>) {
        return path_of<T>(orm::F(given));
    } else if constexpr (requires { typename X::ExpressionModel; }) {
        static_assert(std::same_as<typename X::ExpressionModel, T>, "portico: this field is of another model than the admin's");
        return path_of_expression(*given.expression());
    } else if constexpr (requires { typename X::BackOwner; }) {
        return path_of<T>(orm::F(given));
    } else {
        static_assert(std::convertible_to<const X&, std::string>,
                      "portico: name fields by members (&Post::title), by F(…) over relations, or by a name (\"title\")");
        return {{}, std::string(given)};
    }
}

template <class F> struct RowFunction : RowFunction<decltype(&F::operator())> {};
template <class R, class T> struct RowFunction<R (*)(const T&)> {
    using Model = T;
    using Result = R;
};
template <class R, class C, class T> struct RowFunction<R (C::*)(const T&) const> : RowFunction<R (*)(const T&)> {};
template <class R, class T> struct RowFunction<R (T::*)() const> : RowFunction<R (*)(const T&)> {};

/// How a function's result is shown, as far as its type tells.
template <class R> constexpr Kind kind_of_result() {
    using X = std::remove_cvref_t<R>;
    if constexpr (std::same_as<X, bool>) return Kind::boolean;
    else if constexpr (std::is_arithmetic_v<X> || std::same_as<X, Decimal>) return Kind::integer;
    else if constexpr (std::same_as<X, DateTime> || std::same_as<X, std::optional<DateTime>>) return Kind::date_time;
    else if constexpr (std::same_as<X, Date> || std::same_as<X, std::optional<Date>>) return Kind::date;
    else return Kind::text;
}

}  // namespace detail

/// A computed column: its heading and a function of the row.
///
///     column("words", &word_count)                                   // std::int64_t word_count(const Post&)
///     column("by", [](const Post& p) { return p.author->name; })
///         .order_by(F(&Post::author, &Author::name)).needs(&Post::author)
template <class T> class Column {
public:
    using ColumnModel = T;
    explicit Column(ListColumn column) : column_(std::move(column)) {}

    /// What a click on its heading sorts by.
    template <class X> Column& order_by(const X& field) { return column_.order = detail::path_of<T>(field), *this; }
    /// Relations that the function reads, so that the list loads them at once.
    template <class... X> Column& needs(const X&... relations) {
        (column_.needs.push_back(detail::path_of<T>(relations)), ...);
        return *this;
    }
    const ListColumn& data() const { return column_; }

private:
    ListColumn column_;
};

template <class Function> auto column(std::string heading, Function function) {
    using T = typename detail::RowFunction<Function>::Model;
    ListColumn made;
    made.label = std::move(heading);
    made.kind = detail::kind_of_result<typename detail::RowFunction<Function>::Result>();
    made.compute = [function](const void* row) {
        const T& object = *static_cast<const T*>(row);
        if constexpr (std::is_member_function_pointer_v<Function>) return Value((object.*function)());
        else return Value(function(object));
    };
    return Column<T>(std::move(made));
}

}  // namespace portico::admin
