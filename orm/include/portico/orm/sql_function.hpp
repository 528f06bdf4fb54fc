/// Functions and lookups of one's own: SQL in the words of each database, by a name in C++ and one in URLs.
///
///     inline const orm::SqlFunction<std::string> red{"SUBSTR({}, 2, 2)"};
///     inline const orm::SqlFunction<bool, 2> within{{.sqlite = "{} GLOB {} || '*'", .postgresql = "starts_with({}, {})"}};
///
///     Event::objects.filter(red(F(&Event::colour)) == "ff");
///     event.field(&Event::colour).lookup("red", red).lookup("within", within);    // in describe
///     events.where("colour__red__gte", "80").where("colour__within", "#ff")         // by name, as filters of the admin and the API do
///
/// A function of one argument goes on with further lookups, one of two and a bool is a condition. Each {} takes one argument: a field,
/// or a bound value. What it gives may be null. The texts are literals, so that nothing that a person has typed becomes SQL.
#pragma once
#include <string_view>
#include <utility>

#include <portico/orm/column_options.hpp>
#include <portico/orm/functions.hpp>

namespace portico::orm {

/// A literal for all databases, or one for each.
struct SqlTexts {
    std::string_view sqlite{}, postgresql{};
};

template <class R, std::size_t Arguments = 1> class SqlFunction {
public:
    template <std::size_t N> consteval SqlFunction(const char (&sql)[N]) : SqlFunction(SqlTexts{{sql, N - 1}, {sql, N - 1}}) {}
    consteval SqlFunction(SqlTexts texts) : texts_(texts) {
        if (gaps(texts.sqlite) != Arguments || gaps(texts.postgresql) != Arguments)
            throw "portico: the text has another number of {} than the function has arguments; SqlFunction<R, 2> has two";
    }

    template <class... X> auto operator()(const X&... arguments) const {
        static_assert(sizeof...(X) == Arguments, "portico: this function takes another number of arguments");
        using M = typename detail::ModelAmong<X...>::type;
        return Expr<M, R>(made({detail::argument<M>(arguments)...}));
    }

    /// For `describe`.
    OwnLookup lookup(std::string name) const {
        static_assert(Arguments == 1 || (Arguments == 2 && std::same_as<R, bool>),
                      "portico: a lookup by name is a function of one argument, or of two that gives a bool");
        return {std::move(name), Arguments == 2, [function = *this](std::vector<ExpressionPtr> arguments) { return function.made(std::move(arguments)); }};
    }

private:
    static consteval std::size_t gaps(std::string_view sql) {
        std::size_t count = 0;
        for (std::size_t i = 0; i + 1 < sql.size(); ++i) count += sql[i] == '{' && sql[i + 1] == '}';
        return count;
    }
    ExpressionPtr made(std::vector<ExpressionPtr> arguments) const {
        return detail::raw_for({{"sqlite", texts_.sqlite}, {"postgresql", texts_.postgresql}}, std::move(arguments), detail::kind_of_type<R>());
    }

    SqlTexts texts_;
};

}  // namespace portico::orm
