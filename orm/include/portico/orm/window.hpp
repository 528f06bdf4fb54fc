/// Values computed over the rows around a row.
///
///     auto by_author = Window<Post>().partition_by(&Post::author).order_by(-F(&Post::views));
///     Post::objects.values_list(&Post::title, by_author.rank(), by_author.lag(&Post::views))
///     Post::objects.filter(by_author.row_number() <= 3)              // each author's three most read posts
///     by_author.rows(1, 1).over(avg(&Post::views))                   // of the row, the one before and the one after
///
/// A filter may name them: the rows are then computed in a subquery, of all rows that the other filters leave.
#pragma once
#include <portico/orm/aggregates.hpp>

namespace portico::orm {

/// Where a frame ends when it isn't so many rows away: at the partition's own end.
struct Unbounded {};
inline constexpr Unbounded unbounded{};

namespace detail {

/// -1: unbounded.
std::string frame_text(const char* mode, std::int64_t before, std::int64_t after);
inline std::int64_t frame_end(std::int64_t rows) { return rows; }
inline std::int64_t frame_end(Unbounded) { return -1; }

/// What of a window does not depend on its model.
class WindowParts {
protected:
    WindowParts with_partition(std::vector<ExpressionPtr> fields) const;
    WindowParts with_order(std::vector<Order> orders) const;
    WindowParts with_frame(std::string frame) const;
    WindowParts with_exclusion(const char* what) const;
    ExpressionPtr computed(const char* name, std::vector<ExpressionPtr> arguments) const;
    ExpressionPtr computed(ExpressionPtr aggregate) const;

private:
    WindowSpec spec_{};
};

template <class M, FieldLike X> ExpressionPtr window_field(const X& given) {
    auto field = as_expression(given);
    static_assert(std::same_as<typename decltype(field)::ExpressionModel, M>,
                  "portico: this field is of another model than the window's rows");
    return field.expression();
}

}  // namespace detail

template <class M> class Window : private detail::WindowParts {
public:
    template <class... X> Window partition_by(const X&... fields) const {
        return Window(with_partition({detail::window_field<M>(fields)...}));
    }
    template <class... X> Window order_by(const X&... orders) const { return Window(with_order({detail::order_of<M>(orders)...})); }
    /// So many rows before and after the row itself; `unbounded` for all.
    template <class A, class B> Window rows(A before, B after) const {
        return Window(with_frame(detail::frame_text("ROWS", detail::frame_end(before), detail::frame_end(after))));
    }
    /// So many groups of rows that are equal in order.
    template <class A, class B> Window groups(A before, B after) const {
        return Window(with_frame(detail::frame_text("GROUPS", detail::frame_end(before), detail::frame_end(after))));
    }
    /// From the partition's beginning to its end, or to the row itself and its equals.
    Window whole_partition() const { return Window(with_frame(detail::frame_text("RANGE", -1, -1))); }
    Window up_to_here() const { return Window(with_frame(detail::frame_text("RANGE", -1, 0))); }
    /// Leaves out the row itself, its equals, or both.
    Window exclude_current_row() const { return Window(with_exclusion("CURRENT ROW")); }
    Window exclude_group() const { return Window(with_exclusion("GROUP")); }
    Window exclude_ties() const { return Window(with_exclusion("TIES")); }

    Expr<M, std::int64_t> row_number() const { return plain<std::int64_t>("row_number"); }
    Expr<M, std::int64_t> rank() const { return plain<std::int64_t>("rank"); }
    Expr<M, std::int64_t> dense_rank() const { return plain<std::int64_t>("dense_rank"); }
    Expr<M, double> percent_rank() const { return plain<double>("percent_rank"); }
    Expr<M, double> cume_dist() const { return plain<double>("cume_dist"); }
    /// Which of so many equal parts the row is in, from 1.
    Expr<M, std::int64_t> ntile(int parts) const { return Expr<M, std::int64_t>(computed("ntile", {value_of(Value(parts))})); }
    /// The field of the row so many before; null where there is none.
    template <class X> auto lag(const X& field, int by = 1) const { return nullable("lag", field, {value_of(Value(by))}); }
    template <class X> auto lead(const X& field, int by = 1) const { return nullable("lead", field, {value_of(Value(by))}); }
    template <class X> auto first_value(const X& field) const { return nullable("first_value", field, {}); }
    template <class X> auto last_value(const X& field) const { return nullable("last_value", field, {}); }
    template <class X> auto nth_value(const X& field, int n) const { return nullable("nth_value", field, {value_of(Value(n))}); }
    /// An aggregate over the window.
    template <class R> Expr<M, R> over(const Aggregate<M, R>& aggregate) const {
        return Expr<M, R>(computed(aggregate.expression()));
    }

    Window() = default;

private:
    explicit Window(WindowParts parts) : WindowParts(std::move(parts)) {}
    template <class V> Expr<M, V> plain(const char* name) const { return Expr<M, V>(computed(name, {})); }
    template <class X> auto nullable(const char* name, const X& field, std::vector<ExpressionPtr> more) const {
        auto wanted = detail::as_expression(field);
        using E = decltype(wanted);
        static_assert(std::same_as<typename E::ExpressionModel, M>, "portico: this field is of another model than the window's rows");
        more.insert(more.begin(), wanted.expression());
        return Expr<M, std::optional<detail::NotNull<typename E::ExpressionValue>>>(computed(name, std::move(more)));
    }
};

}  // namespace portico::orm
