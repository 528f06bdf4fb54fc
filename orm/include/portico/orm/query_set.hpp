/// Rows of a model, found lazily.
///
///     auto posts = Post::objects.filter(F(&Post::status) == Status::published)
///                      .select_related(&Post::author)
///                      .order_by(-F(&Post::published_at));
///     for (const Post& post : posts) …              // one statement, when the loop starts
///     posts.count(), posts.exists(), posts.first()  // std::optional<Post>
///     Post::objects.get(F(&Post::slug) == slug)     // NotFound, MultipleObjects
///
/// A query set is a value: each call gives a new one and asks no database. What it fetched it keeps; calls on it (and its copies)
/// look at the same objects. Iterating a temporary chain is safe.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <typeinfo>
#include <utility>
#include <vector>

#include <portico/orm/aggregates.hpp>
#include <portico/orm/any_query_set.hpp>
#include <portico/orm/chunks.hpp>
#include <portico/orm/conflict.hpp>
#include <portico/orm/detail/from_value.hpp>
#include <portico/orm/detail/operations.hpp>
#include <portico/orm/f.hpp>

namespace portico::orm {

template <class T> class QuerySet : public AnyQuerySet {
public:
    using value_type = T;
    using iterator = detail::ObjectIterator<T>;

    QuerySet() : AnyQuerySet(&type_slot<T>, typeid(T).name()) {}
    /// From one known at run time: its model must be T.
    explicit QuerySet(AnyQuerySet rows) : AnyQuerySet(std::move(rows)) { detail::require_same(query_, &type_slot<T>); }

    /// Rows for which all conditions hold. Conditions of one call speak of the same related row, those of several calls of any.
    template <class... C> QuerySet filter(const C&... conditions) const {
        return typed(narrowed({detail::condition_of<T>(conditions)...}, false));
    }
    template <class... C> QuerySet exclude(const C&... conditions) const {
        return typed(narrowed({detail::condition_of<T>(conditions)...}, true));
    }
    /// By members, F, -F, or names ("-title"); without any: no order.
    template <class... X> QuerySet order_by(const X&... orders) const {
        return typed(ordered({detail::order_of<T>(orders)...}));
    }
    QuerySet reverse() const { return typed(reversed()); }
    QuerySet distinct() const { return typed(AnyQuerySet::distinct()); }
    /// The first, in the query set's order, of the rows with the same values there: each author's newest post.
    template <class X, class... Rest> QuerySet distinct(const X& field, const Rest&... rest) const {
        return typed(distinct_by({detail::field_of_model<T>(field).expression(), detail::field_of_model<T>(rest).expression()...}));
    }
    /// Loads these fields alone, and keys and references; the other members keep their initial values until a template, a form or
    /// JSON asks for them. `save()` writes what was changed, never what was not loaded.
    template <class... X> QuerySet only(const X&... fields) const {
        return typed(partly({detail::field_of_model<T>(fields).expression()...}, false));
    }
    template <class... X> QuerySet defer(const X&... fields) const {
        return typed(partly({detail::field_of_model<T>(fields).expression()...}, true));
    }
    /// Rows of either, of both, of this one alone. The whole may be ordered and sliced, not filtered.
    QuerySet union_(const QuerySet& other) const { return typed(combine(SetOperation::union_, other)); }
    QuerySet union_all(const QuerySet& other) const { return typed(combine(SetOperation::union_all, other)); }
    QuerySet intersection(const QuerySet& other) const { return typed(combine(SetOperation::intersection, other)); }
    QuerySet difference(const QuerySet& other) const { return typed(combine(SetOperation::difference, other)); }
    QuerySet limit(std::uint64_t count) const { return typed(sliced(0, count)); }
    QuerySet offset(std::uint64_t first) const { return typed(sliced(first, std::nullopt)); }
    /// `count` rows from the `first`, which counts from 0.
    QuerySet slice(std::uint64_t first, std::uint64_t count) const { return typed(sliced(first, count)); }
    QuerySet all() const { return typed(fresh()); }
    QuerySet none() const { return typed(AnyQuerySet::none()); }
    /// Rows are locked until the transaction ends, where the database locks rows (SQLite: all, by its one writer). With relations
    /// that select_related brings, their rows too. TransactionError outside of `atomic`.
    template <class... P> QuerySet select_for_update(const RowLock& lock = {}, const P&... of) const {
        return typed(locked(lock, {detail::relation_of<T>(of)...}));
    }
    QuerySet using_database(std::string alias) const { return typed(AnyQuerySet::using_database(std::move(alias))); }
    /// Brings the objects of these foreign keys along in the same statement.
    template <class... P> QuerySet select_related(const P&... relations) const {
        return typed(joined({detail::relation_of<T>(relations)...}));
    }
    /// Brings related rows along, one statement for each relation: many to many, back(…), foreign keys, paths of them.
    template <class... P> QuerySet prefetch_related(const P&... relations) const {
        return typed(prefetched({detail::relation_of<T>(relations)...}));
    }
    /// As above, only the rows of `rows`, in their order.
    template <class P, class R> QuerySet prefetch_related(const P& relation, const QuerySet<R>& rows) const {
        return typed(prefetched({detail::relation_of<T>(relation)}, &rows));
    }
    /// Adds a computed value to each row: `post.annotation("n")`, `{{ post.n }}`.
    template <class V> QuerySet annotate(std::string name, const Expr<T, V>& expression) const {
        return typed(AnyQuerySet::annotate(std::move(name), expression.expression()));
    }

    /// Objects with values computed for each: `for (auto& [author, posts] : Author::objects.annotated(count(F(back(&Post::author)))))`.
    template <class... E> auto annotated(const E&... values) const {
        return paired(detail::field_of_model<T>(values)...);
    }
    /// One field of the rows, for `in`: F(&Author::id).in(Post::objects.filter(…).selecting(&Post::author)).
    template <class X> auto selecting(const X& field) const {
        auto wanted = detail::field_of_model<T>(field);
        using V = typename detail::Selected<typename decltype(wanted)::ExpressionValue>::type;
        return Selection<T, V>(selected(wanted.expression()));
    }
    /// The days (moments) cut off at a unit, each once, in order: an archive's months.
    template <class X, class Unit> std::vector<Date> dates(const X& field, Unit unit, bool descending = false) const {
        std::vector<Date> all;
        for (const List& row : cut_off(field, unit, descending)) all.push_back(detail::day_of(row.front()));
        return all;
    }
    template <class X, class Unit> std::vector<DateTime> datetimes(const X& field, Unit unit, bool descending = false) const {
        std::vector<DateTime> all;
        for (const List& row : cut_off(field, unit, descending)) all.push_back(detail::from_value<DateTime>(row.front()));
        return all;
    }
    /// The rows a chunk at a time, for more than memory holds: a loop over them keeps no more than one chunk. Without an order by
    /// key; else the keys are asked for first. Each chunk is a statement: rows that others change meanwhile are seen as they are.
    ///     Post::objects.all().chunks(500).each([](Post& post) { … });
    Chunks<T> chunks(std::size_t chunk_size = 1000) const { return Chunks<T>(*this, chunk_size); }

    iterator begin() const { return iterator(results().items.data()); }
    iterator end() const { return iterator(results().items.data() + results().items.size()); }
    T& operator[](std::size_t n) const { return *static_cast<T*>(results().items.at(n)); }
    bool empty() const { return !exists(); }
    std::vector<T> to_vector() const { return std::vector<T>(begin(), end()); }
    operator std::vector<T>() const { return to_vector(); }  // NOLINT

    /// The only row (of those for which the conditions hold). Throws NotFound or MultipleObjects.
    template <class... C> T get(const C&... conditions) const {
        auto only = detail::only_of(of(conditions...));
        return std::move(*static_cast<T*>(only->items.front()));
    }
    /// The first in order, by key where there is no order.
    template <class... C> std::optional<T> first(const C&... conditions) const {
        return taken(detail::first_of(of(conditions...), false));
    }
    template <class... C> std::optional<T> last(const C&... conditions) const {
        return taken(detail::first_of(of(conditions...), true));
    }
    /// The one with the greatest value there; `earliest`: the least.
    template <class X> std::optional<T> latest(const X& field) const { return order_by(field).last(); }
    template <class X> std::optional<T> earliest(const X& field) const { return order_by(field).first(); }
    /// By what the model's get_latest_by says.
    std::optional<T> latest() const { return typed(by_latest()).last(); }
    std::optional<T> earliest() const { return typed(by_latest()).first(); }
    template <class... C> bool exists(const C&... conditions) const {
        if constexpr (sizeof...(C) == 0) {
            return AnyQuerySet::exists();
        } else {
            return filter(conditions...).exists();
        }
    }
    bool contains(const T& object) const { return detail::contains(*this, &object); }
    /// Those with these keys, in the order of the keys; keys without a row are left out.
    template <class K> std::vector<T> in_bulk(const std::vector<K>& keys) const {
        std::vector<T> found;
        auto results = detail::in_bulk(*this, std::vector<Value>(keys.begin(), keys.end()));
        for (void* object : results->items) found.push_back(*static_cast<T*>(object));
        return found;
    }

    /// Saves a new row and gives it back with its key.
    T create(T object) const {
        detail::create(*this, &object);
        return object;
    }
    /// The row for which the condition holds, or a new one of these values; `second` says whether it is new.
    std::pair<T, bool> get_or_create(const Condition<T>& condition, T object) const {
        bool created = detail::get_or_create(filter(condition), &object);
        return {std::move(object), created};
    }
    /// The same where the new row's values are those of the condition's == and of the assignments.
    std::pair<T, bool> get_or_create(const Condition<T>& condition, const std::vector<Assignment<T>>& defaults = {}) const {
        T object{};
        bool created = detail::get_or_create(filter(condition), &object, condition.expression(), updates(defaults));
        return {std::move(object), created};
    }
    /// Sets the values in the row for which the condition holds, or makes one.
    std::pair<T, bool> update_or_create(const Condition<T>& condition, const std::vector<Assignment<T>>& values) const {
        T object{};
        bool created = detail::update_or_create(filter(condition), &object, condition.expression(), updates(values));
        return {std::move(object), created};
    }
    /// Inserts many with as few statements as may be; keys are filled in. `ignore_conflicts`: rows that exist are left out.
    void bulk_create(std::vector<T>& objects, bool ignore_conflicts = false) const {
        detail::bulk_create(*this, places_of(objects), ignore_conflicts);
    }
    /// What becomes of rows that exist: `on_conflict(&Post::slug).update(&Post::title, &Post::views)`, `.ignore()`.
    void bulk_create(std::vector<T>& objects, const Conflict<T>& conflict) const {
        detail::bulk_create(*this, places_of(objects), conflict.target, conflict.columns);
    }
    /// Writes these fields of all objects with as few statements as may be; gives the number of rows found. No signals, no auto_now.
    template <class M, class... Rest>
    std::int64_t bulk_update(std::vector<T>& objects, M T::*field, Rest T::*... rest) const {
        return detail::bulk_update(*this, places_of(objects), {detail::member_offset(field), detail::member_offset(rest)...});
    }
    std::vector<T> bulk_create(std::vector<T>&& objects, bool ignore_conflicts = false) const {
        bulk_create(objects, ignore_conflicts);
        return std::move(objects);
    }
    /// Sets these fields in all rows with one statement; gives their number. `save()` is not called, auto_now not set.
    template <class... A> std::int64_t update(const A&... assignments) const {
        static_assert(sizeof...(A) > 0, "portico: update what? update(F(&Post::views) = 0)");
        static_assert((std::same_as<typename A::AssignmentModel, T> && ...),
                      "portico: update assigns to fields of the query set's own model");
        return update_rows({{assignments.field, assignments.value}...});
    }
    /// Deletes all rows and what goes along with them by on_delete. Throws ProtectedError, RestrictedError.
    Deleted delete_() const { return delete_rows(); }

    /// Computes over all rows: one value, or a tuple of several.
    template <class... A> auto aggregate(const A&... aggregates) const {
        List row = AnyQuerySet::aggregate({aggregates.expression()...});
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            if constexpr (sizeof...(A) == 1) {
                return (detail::from_value<typename A::ExpressionValue>(row[I]), ...);
            } else {
                return std::tuple<typename A::ExpressionValue...>(detail::from_value<typename A::ExpressionValue>(row[I])...);
            }
        }(std::index_sequence_for<A...>());
    }
    /// Only these fields: a vector of values, or of tuples for several. With aggregates among them: grouped by the others.
    template <class... X> auto values_list(const X&... fields) const {
        return listed(detail::field_of_model<T>(fields)...);
    }
    using AnyQuerySet::values;
    /// As above, into a struct of one's own: `values<Line>(&Post::title, count(…))` fills Line{title, count}.
    template <class Line, class... X> std::vector<Line> values(const X&... fields) const {
        return lines<Line>(detail::field_of_model<T>(fields)...);
    }

protected:
    static std::vector<FieldUpdate> updates(const std::vector<Assignment<T>>& assignments) {
        std::vector<FieldUpdate> all;
        for (const auto& assignment : assignments) all.push_back({assignment.field, assignment.value});
        return all;
    }

private:
    struct Checked {};
    QuerySet(Checked, AnyQuerySet rows) : AnyQuerySet(std::move(rows)) {}
    static QuerySet typed(AnyQuerySet rows) { return QuerySet(Checked(), std::move(rows)); }
    template <class... C> AnyQuerySet of(const C&... conditions) const {
        return narrowed({detail::condition_of<T>(conditions)...}, false);
    }
    static std::optional<T> taken(const std::shared_ptr<const Results>& results) {
        if (results->items.empty()) return std::nullopt;
        return *static_cast<T*>(results->items.front());
    }
    static std::vector<void*> places_of(std::vector<T>& objects) {
        std::vector<void*> places;
        places.reserve(objects.size());
        for (T& object : objects) places.push_back(&object);
        return places;
    }
    template <class X, class Unit> std::vector<List> cut_off(const X& field, Unit unit, bool descending) const {
        auto wanted = detail::field_of_model<T>(field);
        static_assert(detail::Dated<typename decltype(wanted)::ExpressionValue>, "portico: year, month and their like are for dates and times");
        return moments(trunc_name(unit), wanted.expression(), descending);
    }
    template <class... E> auto paired(const E&... expressions) const {
        using Row = std::tuple<T, typename detail::Selected<typename E::ExpressionValue>::type...>;
        auto rows = with_extras({expressions.expression()...}).fetched();
        std::vector<Row> all;
        for (std::size_t n = 0; n < rows->items.size(); ++n) {
            [&]<std::size_t... I>(std::index_sequence<I...>) {
                all.emplace_back(*static_cast<T*>(rows->items[n]),
                                 detail::from_value<std::tuple_element_t<I + 1, Row>>(detail::extra_of(*this, *rows, n, I))...);
            }(std::index_sequence_for<E...>());
        }
        return all;
    }
    template <class Line, class... E> std::vector<Line> lines(const E&... expressions) const {
        using Row = std::tuple<typename detail::Selected<typename E::ExpressionValue>::type...>;
        static_assert(detail::BraceInitialised<Line, typename detail::Selected<typename E::ExpressionValue>::type...>,
                      "portico: the struct's members don't take these values in this order");
        std::vector<Line> all;
        for (const List& row : AnyQuerySet::values({expressions.expression()...}, true)) {
            [&]<std::size_t... I>(std::index_sequence<I...>) {
                all.push_back(Line{detail::from_value<std::tuple_element_t<I, Row>>(row[I])...});
            }(std::index_sequence_for<E...>());
        }
        return all;
    }
    template <class... E> auto listed(const E&... expressions) const {
        using Row = std::tuple<typename detail::Selected<typename E::ExpressionValue>::type...>;
        constexpr bool single = sizeof...(E) == 1;
        std::vector<std::conditional_t<single, std::tuple_element_t<0, Row>, Row>> all;
        for (const List& row : AnyQuerySet::values({expressions.expression()...}, true)) {
            [&]<std::size_t... I>(std::index_sequence<I...>) {
                all.emplace_back(detail::from_value<std::tuple_element_t<I, Row>>(row[I])...);
            }(std::index_sequence_for<E...>());
        }
        return all;
    }
};

/// `Post::objects`: all rows, as a place to start.
template <class T> class Manager {
public:
    QuerySet<T> all() const { return {}; }
    QuerySet<T> none() const { return all().none(); }
    template <class... C> QuerySet<T> filter(const C&... conditions) const { return all().filter(conditions...); }
    template <class... C> QuerySet<T> exclude(const C&... conditions) const { return all().exclude(conditions...); }
    template <class... X> QuerySet<T> order_by(const X&... orders) const { return all().order_by(orders...); }
    template <class... X> QuerySet<T> distinct(const X&... fields) const { return all().distinct(fields...); }
    template <class... X> QuerySet<T> only(const X&... fields) const { return all().only(fields...); }
    template <class... X> QuerySet<T> defer(const X&... fields) const { return all().defer(fields...); }
    template <class... P> QuerySet<T> select_for_update(const RowLock& lock = {}, const P&... of) const {
        return all().select_for_update(lock, of...);
    }
    template <class... E> auto annotated(const E&... values) const { return all().annotated(values...); }
    template <class X> auto selecting(const X& field) const { return all().selecting(field); }
    template <class X, class Unit> auto dates(const X& field, Unit unit, bool descending = false) const {
        return all().dates(field, unit, descending);
    }
    template <class X, class Unit> auto datetimes(const X& field, Unit unit, bool descending = false) const {
        return all().datetimes(field, unit, descending);
    }
    template <class Line, class... X> std::vector<Line> values(const X&... fields) const {
        return all().template values<Line>(fields...);
    }
    Chunks<T> chunks(std::size_t chunk_size = 1000) const { return all().chunks(chunk_size); }
    template <class X> std::optional<T> latest(const X& field) const { return all().latest(field); }
    template <class X> std::optional<T> earliest(const X& field) const { return all().earliest(field); }
    std::optional<T> latest() const { return all().latest(); }
    std::optional<T> earliest() const { return all().earliest(); }
    QuerySet<T> limit(std::uint64_t count) const { return all().limit(count); }
    QuerySet<T> using_database(std::string alias) const { return all().using_database(std::move(alias)); }
    template <class... P> QuerySet<T> select_related(const P&... relations) const {
        return all().select_related(relations...);
    }
    template <class... P> QuerySet<T> prefetch_related(const P&... relations) const {
        return all().prefetch_related(relations...);
    }
    template <class V> QuerySet<T> annotate(std::string name, const Expr<T, V>& expression) const {
        return all().annotate(std::move(name), expression);
    }
    template <class... C> T get(const C&... conditions) const { return all().get(conditions...); }
    template <class... C> std::optional<T> first(const C&... conditions) const { return all().first(conditions...); }
    template <class... C> std::optional<T> last(const C&... conditions) const { return all().last(conditions...); }
    template <class... C> bool exists(const C&... conditions) const { return all().exists(conditions...); }
    std::int64_t count() const { return all().count(); }
    T create(T object) const { return all().create(std::move(object)); }
    std::pair<T, bool> get_or_create(const Condition<T>& condition, T object) const {
        return all().get_or_create(condition, std::move(object));
    }
    std::pair<T, bool> get_or_create(const Condition<T>& condition, const std::vector<Assignment<T>>& defaults = {}) const {
        return all().get_or_create(condition, defaults);
    }
    std::pair<T, bool> update_or_create(const Condition<T>& condition, const std::vector<Assignment<T>>& values) const {
        return all().update_or_create(condition, values);
    }
    void bulk_create(std::vector<T>& objects, bool ignore_conflicts = false) const {
        all().bulk_create(objects, ignore_conflicts);
    }
    std::vector<T> bulk_create(std::vector<T>&& objects, bool ignore_conflicts = false) const {
        return all().bulk_create(std::move(objects), ignore_conflicts);
    }
    void bulk_create(std::vector<T>& objects, const Conflict<T>& conflict) const { all().bulk_create(objects, conflict); }
    template <class M, class... Rest>
    std::int64_t bulk_update(std::vector<T>& objects, M T::*field, Rest T::*... rest) const {
        return all().bulk_update(objects, field, rest...);
    }
    template <class... A> std::int64_t update(const A&... assignments) const { return all().update(assignments...); }
    Deleted delete_() const { return all().delete_(); }
    template <class... A> auto aggregate(const A&... aggregates) const { return all().aggregate(aggregates...); }
    template <class... X> auto values_list(const X&... fields) const { return all().values_list(fields...); }
    template <class K> std::vector<T> in_bulk(const std::vector<K>& keys) const { return all().in_bulk(keys); }
};

}  // namespace portico::orm
