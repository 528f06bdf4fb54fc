#include <portico/orm/any_query_set.hpp>

#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/orm/connection.hpp>
#include <portico/orm/detail/operations.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/orm/routing.hpp>

#include "batch.hpp"
#include "convert.hpp"
#include "load.hpp"
#include "loaded_rows.hpp"
#include "select.hpp"

namespace portico::orm {

using detail::Layout;
using detail::LoadedRows;
using detail::Output;
using detail::Select;

Value Object::value() const { return Value(StructRef{&model_of(*type)->slot, object.get(), object}); }

AnyQuerySet::AnyQuerySet(const ModelInfo& model) {
    query_.type = &model.slot;
    query_.type_name = model.name.c_str();
}

AnyQuerySet::AnyQuerySet(const TypeInfo* const* type, const char* type_name) {
    query_.type = type;
    query_.type_name = type_name;
}

AnyQuerySet::AnyQuerySet(Query query) : query_(std::move(query)) {}
AnyQuerySet::AnyQuerySet(const AnyQuerySet&) = default;
AnyQuerySet::AnyQuerySet(AnyQuerySet&&) noexcept = default;
AnyQuerySet& AnyQuerySet::operator=(const AnyQuerySet&) = default;
AnyQuerySet& AnyQuerySet::operator=(AnyQuerySet&&) noexcept = default;
AnyQuerySet::~AnyQuerySet() = default;

void AnyQuerySet::add_filter(ExpressionPtr condition) {
    if (condition->kind == Expression::Kind::all && condition->arguments.empty()) return;
    if (query_.sliced()) throw Error("a query set can't be filtered once it was sliced", "filter first, then slice");
    if (!query_.combined.empty()) throw Error("a union can't be filtered", "filter the query sets that it is made of");
    query_.filters.push_back(std::move(condition));
}

void AnyQuerySet::add_annotation(std::string name, ExpressionPtr expression) {
    if (model().column(name) || model().relation(name)) {
        throw Error("the annotation \"" + name + "\" is called as a field of \"" + model().name + "\" is", "give it another name");
    }
    query_.annotations.push_back({std::move(name), std::move(expression), !query_.filters.empty()});
}

/// Slices of a slice count from its beginning and end where it ends.
void AnyQuerySet::cut(std::uint64_t first, std::optional<std::uint64_t> count) {
    if (query_.limit) {
        std::uint64_t left = *query_.limit > first ? *query_.limit - first : 0;
        count = count ? std::min(*count, left) : left;
    }
    query_.offset += first;
    query_.limit = count;
}

AnyQuerySet AnyQuerySet::fresh() const {
    AnyQuerySet next(*this);
    next.forget();
    return next;
}

AnyQuerySet AnyQuerySet::narrowed(Expressions conditions, bool exclude) const {
    AnyQuerySet next = fresh();
    ExpressionPtr all = conditions.size() == 1 ? *conditions.begin() : all_of(conditions);
    next.add_filter(exclude ? negation(std::move(all)) : std::move(all));
    return next;
}

AnyQuerySet AnyQuerySet::ordered(std::initializer_list<Order> orders) const {
    AnyQuerySet next = fresh();
    next.query_.order = orders;
    next.query_.ordered = true;
    next.query_.reversed = false;
    return next;
}

AnyQuerySet AnyQuerySet::by_latest() const {
    if (model().latest_by.empty())
        throw Error("\"" + model().name + "\" does not say what its latest row goes by",
                    "latest(&" + model().name + "::member), or get_latest_by(…) in its describe");
    AnyQuerySet next = ordered({});
    next.query_.order = model().latest_by;
    return next;
}

AnyQuerySet AnyQuerySet::reversed() const {
    AnyQuerySet next = fresh();
    next.query_.reversed = !next.query_.reversed;
    return next;
}

AnyQuerySet AnyQuerySet::sliced(std::uint64_t first, std::optional<std::uint64_t> count) const {
    AnyQuerySet next = fresh();
    next.cut(first, count);
    return next;
}

AnyQuerySet AnyQuerySet::flagged(bool Query::*flag) const {
    AnyQuerySet next = fresh();
    next.query_.*flag = true;
    return next;
}

AnyQuerySet AnyQuerySet::joined(Expressions relations) const {
    AnyQuerySet next = fresh();
    for (const auto& relation : relations) next.query_.select_related.push_back({relation->steps, relation->name});
    return next;
}

AnyQuerySet AnyQuerySet::prefetched(Expressions relations, const AnyQuerySet* rows) const {
    AnyQuerySet next = fresh();
    auto narrowed = rows ? std::make_shared<const Query>(rows->query_) : nullptr;
    for (const auto& relation : relations) next.query_.prefetch.push_back({{relation->steps, relation->name}, narrowed});
    return next;
}

AnyQuerySet AnyQuerySet::filter(ExpressionPtr condition) const { return narrowed({std::move(condition)}, false); }
AnyQuerySet AnyQuerySet::exclude(ExpressionPtr condition) const { return narrowed({std::move(condition)}, true); }

AnyQuerySet AnyQuerySet::order_by(const std::vector<std::string>& names) const {
    AnyQuerySet next = ordered({});
    for (const auto& name : names) next.query_.order.push_back(order_named(name));
    return next;
}

AnyQuerySet AnyQuerySet::slice(std::uint64_t first, std::uint64_t count) const { return sliced(first, count); }

AnyQuerySet AnyQuerySet::select_related(const std::vector<std::string>& names) const {
    AnyQuerySet next = fresh();
    for (const auto& name : names) next.query_.select_related.push_back({{}, name});
    return next;
}

AnyQuerySet AnyQuerySet::prefetch_related(const std::vector<std::string>& names) const {
    AnyQuerySet next = fresh();
    for (const auto& name : names) next.query_.prefetch.push_back({{{}, name}, nullptr});
    return next;
}

AnyQuerySet AnyQuerySet::annotate(std::string name, ExpressionPtr expression) const {
    AnyQuerySet next = fresh();
    next.add_annotation(std::move(name), std::move(expression));
    return next;
}

AnyQuerySet AnyQuerySet::distinct() const { return flagged(&Query::distinct); }

AnyQuerySet AnyQuerySet::using_database(std::string alias) const {
    AnyQuerySet next = fresh();
    next.query_.database = std::move(alias);
    return next;
}

AnyQuerySet AnyQuerySet::all() const { return *this; }
AnyQuerySet AnyQuerySet::none() const { return flagged(&Query::none); }

const Results& AnyQuerySet::results() const {
    if (!results_) results_ = source_ ? (*source_)() : detail::fetch(query_);
    return *results_;
}

namespace {

Object object_at(const ModelInfo& model, const Results& results, std::size_t i) {
    return {model.type, std::shared_ptr<void>(results.owner, results.items[i])};
}

/// Runs a SELECT and hands out its rows.
template <class Write, class Read> void run(const Query& query, const Write& write, const Read& read) {
    Connection& database = detail::reading_connection(query);
    Output output(database.dialect());
    Layout layout;
    Statement statement;
    statement.sql = output.with_named(write(output, layout));
    statement.parameters = std::move(output.parameters);
    database.query(statement, [&](const Row& row) { read(row, layout, database.dialect()); });
}

List extras_of(const Row& row, const Layout& layout, const Dialect& dialect, bool enumerator_numbers) {
    List values;
    for (std::size_t i = 0; i < layout.extras.size(); ++i) {
        const auto& extra = layout.extras[i];
        Value value = detail::loaded(row, i, extra, dialect);
        if (enumerator_numbers && extra.type.kind == Kind::enumeration && extra.column && !value.is_null())
            value = Value(detail::enumerator_number(*value.as_text(), *extra.column));
        values.push_back(std::move(value));
    }
    return values;
}

}  // namespace

std::vector<Object> AnyQuerySet::objects() const {
    const Results& all = results();
    std::vector<Object> objects;
    for (std::size_t i = 0; i < all.items.size(); ++i) objects.push_back(object_at(model(), all, i));
    return objects;
}

Object AnyQuerySet::first_object() const {
    auto found = results_ ? results_ : detail::first_of(*this, false);
    return found->items.empty() ? Object{} : object_at(model(), *found, 0);
}

std::shared_ptr<const Results> AnyQuerySet::fetched() const { return results(), results_; }

Object AnyQuerySet::find(const Value& key) const { return filter(detail::picked_by(query_, key)).first_object(); }

std::int64_t AnyQuerySet::count() const {
    if (results_) return static_cast<std::int64_t>(results_->items.size());
    if (query_.none) return 0;
    std::int64_t number = 0;
    run(query_, [&](Output& output, Layout&) { return Select(query_, output).count(); },
        [&](const Row& row, const Layout&, const Dialect&) { number = row.integer(0); });
    return number;
}

bool AnyQuerySet::exists() const {
    if (results_) return !results_->items.empty();
    if (query_.none) return false;
    bool found = false;
    run(query_, [&](Output& output, Layout&) { return Select(query_, output).exists(); },
        [&](const Row&, const Layout&, const Dialect&) { found = true; });
    return found;
}

std::vector<List> AnyQuerySet::values(const std::vector<std::string>& names) const {
    std::vector<ExpressionPtr> columns;
    for (const auto& name : names) columns.push_back(path_named(name));
    return values(std::move(columns));
}

std::vector<List> AnyQuerySet::values(std::vector<ExpressionPtr> columns, bool enumerator_numbers) const {
    std::vector<List> all;
    if (query_.none) return all;
    run(query_, [&](Output& output, Layout& layout) { return Select(query_, output).columns(columns, layout); },
        [&](const Row& row, const Layout& layout, const Dialect& dialect) {
            all.push_back(extras_of(row, layout, dialect, enumerator_numbers));
        });
    return all;
}

List AnyQuerySet::aggregate(std::vector<ExpressionPtr> aggregates) const {
    List values(aggregates.size());
    if (query_.none) {
        for (std::size_t i = 0; i < aggregates.size(); ++i) {
            if (aggregates[i]->name == "count") values[i] = Value(0);
        }
        return values;
    }
    run(query_, [&](Output& output, Layout& layout) { return Select(query_, output).aggregates(aggregates, layout); },
        [&](const Row& row, const Layout& layout, const Dialect& dialect) { values = extras_of(row, layout, dialect, true); });
    return values;
}

std::string AnyQuerySet::sql() const {
    Output output(detail::reading_connection(query_).dialect());
    Layout layout;
    return output.with_named(Select(query_, output).objects(layout));
}

ExpressionPtr AnyQuerySet::as_subquery() const {
    auto made = std::make_shared<Expression>();
    made->kind = Expression::Kind::subquery;
    made->query = std::make_shared<const Query>(query_);
    return made;
}

std::optional<Value> AnyQuerySet::attribute(std::string_view name) const {
    if (name == "all") return Value(AnyQuerySet(*this));
    if (name == "count") return Value(count());
    if (name == "exists") return Value(exists());
    if (name == "first") {
        Object object = first_object();
        return object ? object.value() : Value();
    }
    if (name == "last") return LoadedRows(model(), fetched()).attribute(name);
    return std::nullopt;
}

std::optional<Value> AnyQuerySet::at(std::size_t index) const { return LoadedRows(model(), fetched()).at(index); }

bool AnyQuerySet::truthy() const { return !results().items.empty(); }

std::string AnyQuerySet::str() const { return LoadedRows(model(), fetched()).str(); }

bool AnyQuerySet::each(const std::function<bool(const Value&)>& visit) const { return LoadedRows(model(), fetched()).each(visit); }

std::optional<std::size_t> AnyQuerySet::size() const { return results().items.size(); }

}  // namespace portico::orm
