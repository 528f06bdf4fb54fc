/// Common table expressions: a query with a name, whose rows others look up. Its rows are those of a struct of your own.
///
///     struct Total { std::int64_t author = 0; std::optional<std::int64_t> views{}; };
///
///     auto totals = orm::with<Total>("totals", Post::objects.filter(F(&Post::status) == Status::published))
///                       .column(&Total::author, &Post::author)
///                       .column(&Total::views, sum(&Post::views));
///     auto theirs = totals.where(&Total::author, F(&Author::id));           // of each author the row, or nulls
///     Author::objects.filter(theirs[&Total::views] > 100).order_by(-theirs[&Total::views]).annotated(theirs[&Total::views])
///
/// Recursive: `then` says how further rows come from those before, until there are none.
///
///     auto roots = orm::with<Depth>("depths", Category::objects.filter(F(&Category::parent).isnull()))
///                      .column(&Depth::id, &Category::id).column(&Depth::level, orm::constant<Category>(0));
///     auto parents = roots.where(&Depth::id, F(&Category::parent));         // of each category, its parent's row
///     auto depths = roots.then(Category::objects.all(), &Category::id, parents[&Depth::level] + 1);
///
/// (`descendants_of` and `ancestors_of`, in tree.hpp, are shorter where they do.) With aggregates among the columns rows are
/// grouped by the others, as in values_list. Where several rows fit one, it comes several times, as with relations to many.
#pragma once
#include <portico/orm/query_set.hpp>

namespace portico::orm {

/// What `with` tells the compiler.
struct CteSpec {
    struct Part {
        Query query{};
        std::vector<ExpressionPtr> columns{};
    };
    std::string name{};
    std::vector<std::uint32_t> offsets{};  // of the struct's members, in the order of the columns
    Part first{};
    std::optional<Part> step{};            // what follows from rows of the same name
};

namespace detail {
std::shared_ptr<const CteSpec> cte_with_column(const std::shared_ptr<const CteSpec>& before, std::uint32_t offset, ExpressionPtr column);
std::shared_ptr<const CteSpec> cte_with_step(const std::shared_ptr<const CteSpec>& before, Query query, std::vector<ExpressionPtr> columns);
std::shared_ptr<const CteSpec> new_cte(std::string name, const Query& query);
/// A column of the row whose member at `tie` is equal to `key`.
ExpressionPtr cte_column(std::shared_ptr<const CteSpec> cte, std::uint32_t column, std::uint32_t tie, ExpressionPtr key);
}  // namespace detail

/// The row of a common table expression that belongs to each row of M; its columns are null where there is none.
template <class Line, class M> class CteRow {
public:
    CteRow(std::shared_ptr<const CteSpec> cte, std::uint32_t tie, ExpressionPtr key)
        : cte_(std::move(cte)), key_(std::move(key)), tie_(tie) {}
    template <class V> Expr<M, std::optional<detail::Plain<V>>> operator[](V Line::*column) const {
        return Expr<M, std::optional<detail::Plain<V>>>(detail::cte_column(cte_, detail::member_offset(column), tie_, key_));
    }

private:
    std::shared_ptr<const CteSpec> cte_;
    ExpressionPtr key_;
    std::uint32_t tie_;
};

/// A value: `column` and `then` give new ones. T is the model that it is made from, Line what its rows are.
template <class Line, class T> class With {
public:
    explicit With(std::shared_ptr<const CteSpec> cte) : cte_(std::move(cte)) {}

    template <class V, class X> With column(V Line::*member, const X& value) const {
        auto field = detail::field_of_model<T>(value);
        check<V, decltype(field)>();
        return With(detail::cte_with_column(cte_, detail::member_offset(member), field.expression()));
    }
    /// Rows of another query, or of the same model, that follow from these: `columns` in the order of the first ones.
    template <class R, class... X> With then(const QuerySet<R>& rows, const X&... columns) const {
        return With(detail::cte_with_step(cte_, rows.query(), {detail::field_of_model<R>(columns).expression()...}));
    }
    template <class V, class M, class W> CteRow<Line, M> where(V Line::*member, const Expr<M, W>& key) const {
        static_assert(detail::comparable<detail::Plain<typename detail::Selected<W>::type>, detail::Plain<V>>(),
                      "portico: the two sides have types that don't compare");
        return CteRow<Line, M>(cte_, detail::member_offset(member), key.expression());
    }

private:
    template <class V, class E> static void check() {
        using W = typename detail::Selected<typename E::ExpressionValue>::type;
        static_assert(detail::comparable<detail::Plain<V>, detail::Plain<W>>(), "portico: the struct's member does not take this column's values");
    }
    std::shared_ptr<const CteSpec> cte_;
};

/// `name` is what the SQL calls it; one name stands for one query in a statement.
template <class Line, class T> With<Line, T> with(std::string name, const QuerySet<T>& rows) {
    return With<Line, T>(detail::new_cte(std::move(name), rows.query()));
}
template <class Line, class T> With<Line, T> with(std::string name, const Manager<T>& rows) {
    return with<Line>(std::move(name), rows.all());
}

}  // namespace portico::orm
