/// One SELECT from a Query: values and conditions become SQL, parameters are bound in the order of the text.
#pragma once
#include <string>
#include <vector>

#include <portico/orm/connection.hpp>
#include <portico/orm/query.hpp>

#include "joins.hpp"
#include "route.hpp"

namespace portico::i18n {
class TimeZone;
}

namespace portico::orm::detail {

/// A value in SQL, and what it holds.
struct Sql {
    std::string text{};
    ColumnType type{};
    const Column* column = nullptr;
    bool nullable = false;
    bool bare = false;   // a column as it stands, whose type the database knows
    bool json = false;   // a value inside of JSON, to be compared
    bool referred = false;  // a foreign key's whose to_field is `column`
};

/// What the columns of a result are.
struct Layout {
    struct Objects {
        const ModelInfo* model = nullptr;
        std::size_t first = 0;             // column
        std::size_t parent = 0;            // place in `objects`; the root is its own
        const Relation* relation = nullptr;
        std::vector<bool> deferred{};      // by the column's index; empty: all columns are there
    };
    struct Extra {
        std::string name{};
        ColumnType type{};
        const Column* column = nullptr;
        bool computed = false;             // by arithmetic or a function of numbers
        bool nullable = true;
    };
    std::vector<Objects> objects{};
    std::vector<Extra> extras{};           // after the objects' columns
    std::size_t columns = 0;               // of the objects
};

/// A common table expression of the statement.
struct NamedQuery {
    std::string name{};
    std::shared_ptr<const CteSpec> spec{};
    bool open = false;    // it is being written
    Layout layout{};      // its columns
    std::string text{};   // "totals"(c1, c2) AS (SELECT …)
};

/// What stands between SELECT and FROM.
struct Item {
    std::string text{};
    std::string name{};  // AS; empty: none
};

class Select {
public:
    Select(const Query& query, Output& output, Select* outer = nullptr);

    /// SELECT of whole objects with those of select_related and the annotations.
    std::string objects(Layout& layout);
    /// SELECT of `columns`; grouped where aggregates are among them.
    std::string columns(const std::vector<ExpressionPtr>& columns, Layout& layout);
    /// SELECT of the key, as a subquery (or of the query's own columns).
    std::string keys(const Column* instead = nullptr);
    std::string exists();
    std::string count();
    std::string aggregates(const std::vector<ExpressionPtr>& aggregates, Layout& layout);

    /// `wanted`: the column that the value is for, which says how an enum or a key is stored.
    Sql value(const Expression& expression, int group = 0, const Column* wanted = nullptr);
    /// WHERE of all filters, empty where there are none; those over aggregates are left for HAVING, those over windows for a
    /// query around this one.
    std::string where();
    /// No filter is left for HAVING or for a query around this one.
    bool all_in_where() const;
    const Joins& joins() const { return joins_; }

private:
    friend class Conditions;
    struct PathValue {
        std::vector<Sql> parts{};
        Route route{};
    };

    PathValue path(const Expression& expression, int group, JsonUse use = JsonUse::compared);
    PathValue path(const Route& route, int group, JsonUse use = JsonUse::compared);
    Sql single(PathValue value) const;
    Sql computed(const Expression& expression, int group, const Column* wanted);
    Sql function(const Expression& expression, int group, const Column* wanted);
    std::vector<Sql> arguments_of(const Expression& expression, int group, const Column* wanted);
    Sql of_moment(const std::string& name, const Sql& moment, const i18n::TimeZone& zone) const;
    i18n::TimeZone zone_of(const Expression& function) const;
    Sql aggregate(const Expression& expression, int group);
    std::string all_parts(const std::vector<Sql>& parts) const;
    std::string collected(const Expression& expression, const std::string& arguments, int group);
    Sql operation(const Expression& expression, int group);
    Sql choice(const Expression& expression, int group, const Column* wanted);
    Sql window(const Expression& expression, int group);
    Sql window_function(const Expression& expression, int group);
    Sql raw(const Expression& expression, int group);
    Sql cte_column(const Expression& expression, int group);
    Sql json_key(const Expression& expression, int group, JsonUse use);
    Sql of_outer(const Expression& field);
    std::string columns_of_order();
    bool orders_by(const Layout& layout) const;
    Sql subquery(const Query& query);
    Sql only_column(const Query& query);
    /// A value that stands by itself.
    Sql literal(const Expression& value, const Column* wanted);
    /// A value beside another, from which the database may know its type; a placeholder as it stands there.
    std::string bound(const Value& value, const Sql& beside);
    std::string placed(std::string placeholder, const Sql& beside) const { return beside.bare ? placeholder : dialect_.typed(placeholder, beside.type); }

    Layout::Extra extra_of(const std::string& name, const Expression& expression, const Sql& sql) const;
    bool is_aggregate(const Expression& expression) const;
    bool is_window(const Expression& expression) const;
    bool any_aggregate() const;
    const Annotation& annotation(const std::string& name) const;
    int group_of(const Annotation& annotation) const;

    std::vector<ExpressionPtr> conditions(bool windows) const;
    bool windowed() const;
    std::string hoisted(const std::string& text);
    std::string assembled(std::vector<Item> items, const std::string& group_by, bool ordered);
    std::string around_windows(std::vector<Item> items, const std::string& group_by, bool ordered);
    template <class Part> std::string combined(const Part& part, bool ordered, Layout& layout);
    std::string order_of_combined(const Layout& layout);

    std::string having();
    std::string lock();
    std::string order();
    void add_order(std::string& text, const Order& order, bool flip);
    void add_term(std::string& text, const std::string& term, bool descending, Order::Nulls nulls);
    std::vector<Item> object_items(Layout& layout);
    void add_related(Layout& layout, std::vector<Item>& items, const std::vector<Hop>& hops);
    void add_columns(Layout& layout, std::vector<Item>& items, const Place& place, const std::vector<Hop>& hops);
    std::vector<bool> deferred_of(const ModelInfo& model, const std::vector<Hop>& hops) const;
    std::string group_keys(const std::vector<Place>& places);

    const Query& query_;
    const ModelInfo& model_;
    Output& output_;
    const Dialect& dialect_;
    Select* outer_;
    Joins joins_;
    std::vector<std::string>* order_columns_ = nullptr;  // where the columns of an ORDER BY are collected
    Joins* current_;        // where paths are joined: `joins_`, or those of a condition's own subquery
    Place base_;            // where they start
    std::size_t skip_ = 0;  // hops that lead to `base_`
    std::vector<Place> places_{};            // of the selected objects
    std::vector<std::vector<Hop>> routes_{}; // that lead to them
    std::vector<Item>* hoisting_ = nullptr;  // set: values are computed in an inner query, whose columns these are
};

/// A result's value. Throws DataError where what was computed is none, or no value of its type: PostgreSQL says so, SQLite does not.
Value loaded(const Row& row, std::size_t column, const Layout::Extra& extra, const Dialect& dialect);
/// Is a window computed for a filter or an annotation?
bool has_windows(const Query& query);
/// The key, for a condition that picks from a query's rows. Beside windows it is written as one, so that the condition stands
/// outside of them: in their WHERE it would change what they look at.
ExpressionPtr picking_key(const Query& query, const std::string& name = "pk");
/// The condition that a row of the query has that key.
ExpressionPtr picked_by(const Query& query, const Value& key);

/// A column's type as nothing but a kind.
ColumnType type_of_kind(Kind kind);
const Value& value_for(const Expression& value, const Column* referred);
/// Of an object in a condition: what a foreign key to that column holds; else its key, or the value as it is.
const Value& value_for(const Expression& value, const Column* referred);
std::optional<DatePart> date_part_named(std::string_view name);
/// A part of a moment, or a moment cut off: year … second, date, time, trunc_….
bool is_calendar(std::string_view name);

}  // namespace portico::orm::detail
