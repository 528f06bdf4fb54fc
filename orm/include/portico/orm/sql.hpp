/// SQL of one's own, for what query sets can't say.
///
///     struct Line { std::string title{}; std::int64_t comments = 0; };
///     auto lines = orm::sql<Line>("SELECT p.title, count(*) FROM blog_post p JOIN blog_comment c ON c.post_id = p.id "
///                                 "WHERE p.views > {} GROUP BY p.title", 10);
///     orm::sql<std::string>("SELECT title FROM blog_post WHERE id IN ({})", std::vector<int>{1, 2})
///     orm::sql<std::tuple<std::string, int>>("SELECT title, views FROM blog_post")
///     orm::sql<Post>("SELECT * FROM blog_post WHERE views > {}", 10)          // whole objects, by the names of their columns
///     orm::execute_sql("UPDATE blog_post SET views = 0 WHERE id = {}", post.id)
///     Post::objects.filter(raw<Post, bool>("{} % 2 = {}", F(&Post::views), 1))
///
/// The text is a literal and each {} in it a bound parameter, so that nothing that a person has typed becomes SQL. The n-th
/// column fills the n-th member, which converts it; a wrong number of columns is an Error, a value that doesn't fit a DatabaseError.
/// Costly to include: structs are taken apart here.
#pragma once
#include <tuple>
#include <vector>

#include <portico/base/field_types.hpp>
#include <portico/orm/connection.hpp>
#include <portico/orm/functions.hpp>
#include <portico/orm/models.hpp>

namespace portico::orm {

/// A literal that has as many {} as there are values.
template <class... Values> class SqlText {
public:
    template <std::size_t N> consteval SqlText(const char (&literal)[N]) : text(literal, N - 1) {  // NOLINT: a literal converts
        std::size_t gaps = 0;
        for (std::size_t i = 0; i + 1 < N; ++i) gaps += literal[i] == '{' && literal[i + 1] == '}';
        if (gaps != sizeof...(Values)) throw "portico: the text has another number of {} than values were given";
    }
    std::string_view text;
};

namespace detail {

/// A statement with the database's own placeholders; a list stands for as many as it has items.
Statement sql_statement(std::string_view text, const std::vector<Value>& values, const Dialect& dialect);
void run_sql(std::string_view text, const std::vector<Value>& values, const std::string& database,
             const std::function<void(const Row&, const Dialect&)>& each_row);
std::int64_t execute_sql(std::string_view text, const std::vector<Value>& values, const std::string& database);
std::shared_ptr<const Results> sql_objects(const ModelInfo& model, std::string_view text, const std::vector<Value>& values,
                                           const std::string& database);
/// One column into a value of that type.
void read_column(const Row& row, std::size_t column, const FieldType& type, void* into, const Dialect& dialect);
void read_struct(const Row& row, const TypeInfo& type, void* into, const Dialect& dialect);
void require_columns(const Row& row, std::size_t expected);

template <class X> Value sql_value(const X& given) {
    static_assert(!std::is_enum_v<X>, "portico: SQL knows no enums; pass the name, or the number, that is stored");
    if constexpr (requires { given.begin(); given.end(); } && !is_text<X> && !std::same_as<X, Value>) {
        List list;
        for (const auto& item : given) list.push_back(sql_value(item));
        return Value::list(std::move(list));
    } else {
        return literal(given)->value;
    }
}

template <class X> inline constexpr bool is_tuple = false;
template <class... X> inline constexpr bool is_tuple<std::tuple<X...>> = true;

template <class Row_> Row_ read_row(const Row& row, const Dialect& dialect) {
    Row_ made{};
    if constexpr (is_tuple<Row_>) {
        require_columns(row, std::tuple_size_v<Row_>);
        std::apply([&](auto&... part) {
            std::size_t column = 0;
            (read_column(row, column++, field_type<std::remove_cvref_t<decltype(part)>>(), &part, dialect), ...);
        }, made);
    } else if constexpr (DescribedStruct<Row_>) {
        read_struct(row, install_type<Row_>(), &made, dialect);
    } else {
        require_columns(row, 1);
        read_column(row, 0, field_type<Row_>(), &made, dialect);
    }
    return made;
}

}  // namespace detail

/// The rows that a SELECT (or INSERT … RETURNING) gives.
template <class Row_, class... Values>
std::vector<Row_> sql(SqlText<std::type_identity_t<Values>...> text, const Values&... values) {
    std::vector<Row_> rows;
    if constexpr (detail::is_model<Row_>) {
        auto found = detail::sql_objects(model<Row_>(), text.text, {detail::sql_value(values)...}, "default");
        for (void* object : found->items) rows.push_back(*static_cast<Row_*>(object));
    } else {
        detail::run_sql(text.text, {detail::sql_value(values)...}, "default",
                        [&](const Row& row, const Dialect& dialect) { rows.push_back(detail::read_row<Row_>(row, dialect)); });
    }
    return rows;
}
template <class Row_, class Text, class... Values>
    requires std::constructible_from<std::string_view, Text> && (!std::is_array_v<Text>)
std::vector<Row_> sql(const Text&, const Values&...) {
    static_assert(!std::constructible_from<std::string_view, Text>,
                  "portico: sql(…) takes a literal with {} where values stand, so that no text becomes SQL by accident");
    return {};
}

/// Runs a statement; gives the number of rows that it touched.
template <class... Values> std::int64_t execute_sql(SqlText<std::type_identity_t<Values>...> text, const Values&... values) {
    return detail::execute_sql(text.text, {detail::sql_value(values)...}, "default");
}

/// A piece of SQL inside of a query; {} stands for fields of M and values. What it gives may be null.
template <class M, class V, class... Values> auto raw(SqlText<std::type_identity_t<Values>...> text, const Values&... values) {
    return Expr<M, V>(raw_expression(std::string(text.text), {detail::argument<M>(values)...}, detail::kind_of_type<V>()));
}

/// The same as a condition, just as it stands: for rules that the database has already. `post.check("fair", raw_condition<Post>("rating <= 5"))`
template <class M, class... Values> Condition<M> raw_condition(SqlText<std::type_identity_t<Values>...> text, const Values&... values) {
    return Condition<M>(raw_expression(std::string(text.text), {detail::argument<M>(values)...}, Kind::boolean));
}

}  // namespace portico::orm
