/// The run-time tree of what stands in a query: fields, values, arithmetic, functions, conditions. `F` (typed) and `named`
/// (text) both build it; the compiler alone reads it.
///
///     filter(F(&Post::author, &Author::name).icontains("ann"))       // typed
///     filter(named("author__name__icontains", "ann"))                // from a URL or the admin
#pragma once
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <portico/base/value.hpp>

namespace portico {
enum class Kind;
}

namespace portico::orm {

struct Expression;
struct Query;
struct WindowSpec;
struct CteSpec;
using ExpressionPtr = std::shared_ptr<const Expression>;

/// One step of a path: a member of a model (through embedded structs), or a relation of another model that points back.
struct Step {
    const TypeInfo* const* model = nullptr;  // whose member it is
    std::uint32_t offset = 0;
    bool back = false;
    std::uint8_t inside = 0;  // how many members of structs `offset` leads into
};

enum class Lookup : std::uint8_t {
    exact, iexact, contains, icontains, startswith, istartswith, endswith, iendswith, regex, iregex,
    in, gt, gte, lt, lte, range, isnull
};

struct Expression {
    enum class Kind : std::uint8_t {
        path,        // steps, or `name` ("author__name")
        value,       // a parameter
        values,      // value: a list, each item of it a parameter; to the right of `in`
        operation,   // name: + - * / %, and & | # << >> on bits
        function,    // name: lower, upper, length, abs, coalesce, now, year, month, day, week_day, hour, minute, second, date, time …
        aggregate,   // name: count, sum, avg, min, max, stddev_pop …; no argument: count(*); a second one: a separator
        compare,     // lookup; arguments: left side, then what it is compared with
        all, any,    // of the arguments: and, or
        negate,
        subquery,    // query
        exists,      // query
        named,       // name: "author__name__icontains"; arguments: the value(s)
        when,        // case: condition, result, condition, result …, otherwise
        outer,       // a path of the query that this one stands in
        constant,    // true or false: value
        window,      // over: the window; arguments: the aggregate or function that is computed over it
        raw,         // name: SQL with {} for each argument; result: what it gives; value: a map of texts where databases differ
        json_key,    // arguments: the JSON, then keys and indexes
        tree,        // steps: a relation of a model to itself; arguments: a key; name: "descendants" or "ancestors"
        cte          // cte: a common table expression; steps: its column, and that which is equal to the argument
    };

    Kind kind = Kind::value;
    Lookup lookup = Lookup::exact;
    bool enumerator = false;  // value: the number of an enum's value, stored by its name
    bool distinct = false;    // aggregates
    std::vector<Step> steps{};
    std::string name{};
    Value value{};
    std::vector<ExpressionPtr> arguments{};
    std::shared_ptr<const Query> query{};
    ExpressionPtr filter{};   // aggregates
    std::shared_ptr<const CteSpec> cte{};
    std::shared_ptr<const WindowSpec> over{};  // windows; aggregates: its order is that of the values
    std::optional<portico::Kind> result{};  // cast, raw: what it gives
};

struct Order {
    enum class Nulls : std::uint8_t { as_database, first, last };
    ExpressionPtr expression{};
    bool descending = false;
    Nulls nulls = Nulls::as_database;
};

/// What a window function looks at: the rows of a partition, in an order, those of a frame around the row itself.
struct WindowSpec {
    std::vector<ExpressionPtr> partition{};
    std::vector<Order> order{};
    std::string frame{};  // "ROWS BETWEEN 1 PRECEDING AND CURRENT ROW"
};

/// A path by name: "title", "author__name", "pk".
ExpressionPtr path_named(std::string name);
/// A condition by name: "title__icontains", "published_at__year__gte", "author".
ExpressionPtr named(std::string lookup, Value value);
/// An order by name: "-published_at", "author__name".
Order order_named(std::string_view name);

ExpressionPtr value_of(Value value);
/// Many values for `in`, which are bound as one.
ExpressionPtr values_of(List values);
ExpressionPtr compare(Lookup lookup, ExpressionPtr left, std::vector<ExpressionPtr> right);
ExpressionPtr all_of(std::vector<ExpressionPtr> conditions);
ExpressionPtr any_of(std::vector<ExpressionPtr> conditions);
ExpressionPtr negation(ExpressionPtr condition);
ExpressionPtr operation(const char* symbol, ExpressionPtr left, ExpressionPtr right);
ExpressionPtr function(const char* name, std::vector<ExpressionPtr> arguments);
ExpressionPtr aggregate(const char* name, ExpressionPtr argument, bool distinct = false);
/// SQL of one's own with {} where an argument stands.
ExpressionPtr raw_expression(std::string sql, std::vector<ExpressionPtr> arguments, portico::Kind result);

namespace detail {
/// A part of a moment in the zone of that name; empty: in the current one.
ExpressionPtr of_moment(const char* name, ExpressionPtr moment, std::string_view zone);
/// An aggregate that takes its values in that order.
ExpressionPtr with_order(const ExpressionPtr& aggregate, std::vector<Order> order);
/// The same with a text for each database.
ExpressionPtr raw_for(std::initializer_list<std::pair<std::string_view, std::string_view>> texts, std::vector<ExpressionPtr> arguments,
                      portico::Kind result);
/// A copy that says of what kind it is.
ExpressionPtr with_result(ExpressionPtr expression, portico::Kind result);
ExpressionPtr over_window(ExpressionPtr computed, std::shared_ptr<const WindowSpec> window);
/// A further key of a JSON value's path.
ExpressionPtr json_path(const ExpressionPtr& json, Value key);
}  // namespace detail


}  // namespace portico::orm
