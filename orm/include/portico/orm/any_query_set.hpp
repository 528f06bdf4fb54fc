/// A query set whose model is known while the program runs: what the admin, forms and filters from URLs work with, and what
/// QuerySet<T> adds its types to.
///
///     orm::AnyQuerySet rows(orm::model<Post>());
///     rows.where("author__name__icontains", "ann").order_by({"-published_at"}).slice(0, 20)
///     for (auto& row : rows.objects()) row.type->str(row.object.get())
///
/// A value: each call gives a new one and asks no database. The rows are fetched when they are first looked at and kept.
/// In templates it is a list; it has `count`, `exists`, `first`, `last` and `all`.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/value.hpp>
#include <portico/orm/detail/reference.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/query.hpp>

namespace portico::orm {

/// An object whose type is known at run time.
struct Object {
    const TypeInfo* type = nullptr;
    std::shared_ptr<void> object{};

    explicit operator bool() const { return object != nullptr; }
    /// As templates see it.
    Value value() const;
};

struct FieldUpdate {
    ExpressionPtr field{}, value{};
};

/// What went, by the models' labels ("blog.Comment": 3).
struct Deleted {
    std::int64_t total = 0;
    std::vector<std::pair<std::string, std::int64_t>> by_model{};
};

class AnyQuerySet : public Dynamic {
public:
    explicit AnyQuerySet(const ModelInfo& model);
    explicit AnyQuerySet(Query query);
    AnyQuerySet(const AnyQuerySet& other);
    AnyQuerySet(AnyQuerySet&& other) noexcept;
    AnyQuerySet& operator=(const AnyQuerySet& other);
    AnyQuerySet& operator=(AnyQuerySet&& other) noexcept;
    ~AnyQuerySet() override;

    const ModelInfo& model() const { return query_.model(); }
    const Query& query() const { return query_; }

    /// Rows for which the condition holds; `exclude`: those for which it doesn't.
    AnyQuerySet filter(ExpressionPtr condition) const;
    AnyQuerySet exclude(ExpressionPtr condition) const;
    /// By name: `where("status", "draft")`, `where("author__name__icontains", "ann")`. Unknown names: Error with the nearest.
    AnyQuerySet where(std::string lookup, Value value) const { return filter(named(std::move(lookup), std::move(value))); }
    AnyQuerySet order_by(const std::vector<std::string>& names) const;
    AnyQuerySet slice(std::uint64_t first, std::uint64_t count) const;
    AnyQuerySet select_related(const std::vector<std::string>& names) const;
    AnyQuerySet prefetch_related(const std::vector<std::string>& names) const;
    AnyQuerySet annotate(std::string name, ExpressionPtr expression) const;
    AnyQuerySet distinct() const;
    /// Only these fields are loaded (or, with `defer`, all but these); keys and references always are.
    AnyQuerySet only(const std::vector<std::string>& names) const;
    AnyQuerySet defer(const std::vector<std::string>& names) const;
    /// Together with the rows of another query set of the same model. Only order and slice may follow.
    AnyQuerySet combine(SetOperation operation, const AnyQuerySet& other) const;
    AnyQuerySet using_database(std::string alias) const;
    AnyQuerySet all() const;
    AnyQuerySet none() const;

    std::int64_t count() const;
    bool exists() const;
    /// Fetches.
    const Results& results() const;
    std::shared_ptr<const Results> fetched() const;
    std::vector<Object> objects() const;
    Object first_object() const;
    /// The row with that key, as `ModelInfo::parse_key` reads it; empty where there is none.
    Object find(const Value& key) const;
    /// The columns' values of each row: "title", "author__name".
    std::vector<List> values(const std::vector<std::string>& names) const;
    std::vector<List> values(std::vector<ExpressionPtr> columns, bool enumerator_numbers = false) const;
    /// One row of aggregates over all of these rows.
    List aggregate(std::vector<ExpressionPtr> aggregates) const;
    std::int64_t update_rows(const std::vector<FieldUpdate>& updates) const;
    Deleted delete_rows() const;
    /// The SQL, with placeholders: for people.
    std::string sql() const;
    /// How the database would run it, in its own words; `analyze` runs it, `format` is "json" and its like, where there are such.
    std::string explain(const ExplainOptions& options = {}) const;
    /// Hands out the objects, `at_once` at a time: of a great many rows not all are kept. Stops when `visit` gives false.
    void each_chunk(std::size_t at_once, const std::function<bool(const std::shared_ptr<const Results>&)>& visit) const;

    // In templates
    std::optional<Value> attribute(std::string_view name) const override;
    std::optional<Value> at(std::size_t index) const override;
    bool truthy() const override;
    std::string str() const override;
    bool each(const std::function<bool(const Value&)>& visit) const override;
    std::optional<std::size_t> size() const override;

    ExpressionPtr as_subquery() const;

protected:
    AnyQuerySet(const TypeInfo* const* type, const char* type_name);
    // What QuerySet<T> is written on, so that little is left to compile for each T.
    using Expressions = std::initializer_list<ExpressionPtr>;
    AnyQuerySet narrowed(Expressions conditions, bool exclude) const;
    AnyQuerySet ordered(std::initializer_list<Order> orders) const;
    AnyQuerySet reversed() const;
    AnyQuerySet by_latest() const;
    AnyQuerySet sliced(std::uint64_t first, std::optional<std::uint64_t> count) const;
    AnyQuerySet flagged(bool Query::*flag) const;
    AnyQuerySet joined(Expressions relations) const;
    AnyQuerySet prefetched(Expressions relations, const AnyQuerySet* rows = nullptr) const;
    AnyQuerySet partly(Expressions fields, bool defer) const;
    AnyQuerySet distinct_by(std::vector<ExpressionPtr> fields) const;
    AnyQuerySet locked(const RowLock& lock, Expressions relations) const;
    AnyQuerySet with_extras(Expressions values) const;
    ExpressionPtr selected(ExpressionPtr field) const;
    std::vector<List> moments(const char* trunc, const ExpressionPtr& field, bool descending) const;
    AnyQuerySet fresh() const;

    void add_filter(ExpressionPtr condition);
    void add_annotation(std::string name, ExpressionPtr expression);
    void cut(std::uint64_t first, std::optional<std::uint64_t> count);
    /// A query of its own: what it fetched before does not count.
    void forget() {
        results_.reset();
        source_.reset();
    }

    void copy_from(const AnyQuerySet& other) { *this = other; }

    Query query_;
    mutable std::shared_ptr<const Results> results_{};
    /// Where the rows come from in place of the query, as long as it is not changed: those related to an object.
    std::shared_ptr<const std::function<std::shared_ptr<const Results>()>> source_{};

    friend AnyQuerySet detail_with_source(Query query, std::function<std::shared_ptr<const Results>()> source);
};

}  // namespace portico::orm
