/// One SELECT from a Query: values and conditions become SQL, parameters are bound in the order of the text.
#pragma once
#include <string>
#include <vector>

#include <portico/orm/connection.hpp>
#include <portico/orm/query.hpp>

#include "joins.hpp"
#include "route.hpp"

namespace portico::orm::detail {

/// A value in SQL, and what it holds.
struct Sql {
    std::string text{};
    ColumnType type{};
    const Column* column = nullptr;
    bool nullable = false;
};

/// What the columns of a result are.
struct Layout {
    struct Objects {
        const ModelInfo* model = nullptr;
        std::size_t first = 0;             // column
        std::size_t parent = 0;            // place in `objects`; the root is its own
        const Relation* relation = nullptr;
    };
    struct Extra {
        std::string name{};
        ColumnType type{};
        const Column* column = nullptr;
    };
    std::vector<Objects> objects{};
    std::vector<Extra> extras{};           // after the objects' columns
};

class Select {
public:
    Select(const Query& query, Output& output, Select* outer = nullptr);

    /// SELECT of whole objects with those of select_related and the annotations.
    std::string objects(Layout& layout);
    /// SELECT of `columns`; grouped where aggregates are among them.
    std::string columns(const std::vector<ExpressionPtr>& columns, Layout& layout);
    /// SELECT of the key, as a subquery (or of the query's own columns).
    std::string keys();
    std::string exists();
    std::string count();
    std::string aggregates(const std::vector<ExpressionPtr>& aggregates, Layout& layout);

    Sql value(const Expression& expression, int group = 0);
    /// WHERE of all filters, empty where there are none; those over aggregates are left for HAVING.
    std::string where();
    const Joins& joins() const { return joins_; }

private:
    friend class Conditions;
    struct PathValue {
        std::vector<Sql> parts{};
        Route route{};
    };

    PathValue path(const Expression& expression, int group);
    PathValue path(const Route& route, int group);
    Sql single(PathValue value) const;
    Sql function(const Expression& expression, int group);
    Sql aggregate(const Expression& expression, int group);
    Sql operation(const Expression& expression, int group);
    Sql choice(const Expression& expression, int group);
    std::string bound(const Expression& value, const ColumnType& type, const Column* column);

    bool is_aggregate(const Expression& expression) const;
    const Annotation& annotation(const std::string& name) const;
    int group_of(const Annotation& annotation) const;
    std::string tail(const std::string& group_by, bool ordered);
    std::string having();
    std::string order();
    void add_order(std::string& text, const Order& order, bool flip);
    void add_term(std::string& text, const std::string& term, bool descending, Order::Nulls nulls);
    std::string select_objects(Layout& layout);
    void add_related(Layout& layout, std::string& text, const std::vector<Hop>& hops, std::vector<Place>& places);
    void add_columns(std::string& text, const Place& place);
    std::string group_keys(const Layout& layout, const std::vector<Place>& places);
    bool grouped() const;

    const Query& query_;
    const ModelInfo& model_;
    Output& output_;
    const Dialect& dialect_;
    Select* outer_;
    Joins joins_;
    Joins* current_;        // where paths are joined: `joins_`, or those of a condition's own subquery
    Place base_;            // where they start
    std::size_t skip_ = 0;  // hops that lead to `base_`
    std::vector<Place> places_{};  // of the selected objects
    std::size_t selected_ = 0;
};

/// What arithmetic and functions give, from their parts.
ColumnType type_of_kind(Kind kind);

}  // namespace portico::orm::detail
