#include <portico/base/error.hpp>
#include <portico/orm/any_query_set.hpp>
#include <portico/orm/connection.hpp>
#include <portico/orm/detail/operations.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/orm/routing.hpp>

#include "batch.hpp"
#include "load.hpp"
#include "select.hpp"

/// only and defer, distinct by a field, unions, locks, chunks, plans.
namespace portico::orm {

AnyQuerySet AnyQuerySet::partly(Expressions fields, bool defer) const {
    if (fields.size() == 0) throw Error(defer ? "defer() names no field" : "only() names no field", "only(&Post::title)");
    AnyQuerySet next = fresh();
    next.query_.only = fields;
    next.query_.defer = defer;
    return next;
}

AnyQuerySet AnyQuerySet::only(const std::vector<std::string>& names) const {
    AnyQuerySet next = partly({path_named("pk")}, false);
    for (const auto& name : names) next.query_.only.push_back(path_named(name));
    return next;
}

AnyQuerySet AnyQuerySet::defer(const std::vector<std::string>& names) const {
    AnyQuerySet next = fresh();
    next.query_.only.clear();
    next.query_.defer = true;
    for (const auto& name : names) next.query_.only.push_back(path_named(name));
    return next;
}

/// The first row, in the query's order, of those that have the same values: what PostgreSQL calls DISTINCT ON.
AnyQuerySet AnyQuerySet::distinct_by(std::vector<ExpressionPtr> fields) const {
    WindowSpec window;
    window.partition = std::move(fields);
    window.order = query_.ordered ? query_.order : model().ordering;
    for (Order& order : window.order) order.descending = order.descending != query_.reversed;
    if (window.order.empty()) window.order = {{path_named("pk")}};
    auto number = detail::over_window(function("row_number", {}), std::make_shared<const WindowSpec>(std::move(window)));
    return filter(compare(Lookup::exact, std::move(number), {value_of(Value(1))}));
}

AnyQuerySet AnyQuerySet::combine(SetOperation operation, const AnyQuerySet& other) const {
    if (&other.model() != &model()) {
        throw Error("a union of \"" + model().name + "\" and \"" + other.model().name + "\" has no one kind of row",
                    "join query sets of the same model");
    }
    if (other.query_.database != query_.database) throw Error("a union of rows of two databases can't be made by one of them", "");
    AnyQuerySet next = fresh();
    bool whole = query_.sliced() || query_.ordered || query_.distinct || query_.none || !query_.combined.empty();
    if (whole) {
        // The first keeps its own order and slice, as the others do: it stands beside them, in a union that begins with nothing.
        next = AnyQuerySet(model());
        next.query_.database = query_.database;
        next.query_.select_related = query_.select_related;
        next.query_.annotations = query_.annotations;
        next.query_.filters = {any_of({})};
        next.query_.combined.push_back({SetOperation::union_all, std::make_shared<const Query>(query_)});
    }
    next.query_.combined.push_back({operation, std::make_shared<const Query>(other.query_)});
    return next;
}

AnyQuerySet AnyQuerySet::locked(const RowLock& lock, Expressions relations) const {
    if (lock.nowait && lock.skip_locked) throw Error("a lock can't both fail and skip at locked rows", "choose nowait or skip_locked");
    AnyQuerySet next = flagged(&Query::for_update);
    next.query_.lock = lock;
    for (const auto& relation : relations) next.query_.lock_of.push_back({relation->steps, relation->name});
    return next;
}

AnyQuerySet AnyQuerySet::with_extras(Expressions values) const {
    AnyQuerySet next = fresh();
    std::size_t number = 0;
    for (const auto& value : values) next.add_annotation("__value" + std::to_string(number++), value);
    return next;
}

ExpressionPtr AnyQuerySet::selected(ExpressionPtr field) const {
    Query query = query_;
    query.columns = {std::move(field)};
    auto made = std::make_shared<Expression>();
    made->kind = Expression::Kind::subquery;
    made->query = std::make_shared<const Query>(std::move(query));
    return made;
}

std::vector<List> AnyQuerySet::moments(const char* trunc, const ExpressionPtr& field, bool descending) const {
    AnyQuerySet known = filter(compare(Lookup::isnull, field, {value_of(Value(false))}));
    auto cut = function(trunc, {field});
    known.query_.distinct = true;
    known.query_.ordered = true;
    known.query_.order = {{path_named("portico_moment"), descending}};
    known.query_.annotations = {{"portico_moment", cut}};
    known.query_.select_related.clear();
    return known.values(std::vector<ExpressionPtr>{path_named("portico_moment")});
}

std::string AnyQuerySet::explain(const ExplainOptions& options) const {
    Connection& database = detail::reading_connection(query_);
    detail::Output output(database.dialect());
    detail::Layout layout;
    Statement statement;
    statement.sql = database.dialect().explain(options) + output.with_named(detail::Select(query_, output).objects(layout));
    statement.parameters = std::move(output.parameters);
    std::string plan;
    database.query(statement, [&](const Row& row) {
        // The last column is what a person reads; SQLite has numbers before it.
        plan += std::string(row.text(row.columns() - 1)) + "\n";
    });
    return plan;
}

namespace {

/// Rows of the query beyond that key, in the order of keys.
Query after(const Query& query, const Value& last, std::size_t at_once) {
    Query next = query;
    next.ordered = true;
    next.order = {{path_named("pk")}};
    next.limit = at_once;
    if (!last.is_null()) next.filters.push_back(compare(Lookup::gt, detail::picking_key(query), {value_of(last)}));
    return next;
}

/// The keys of all rows in their order; the rows themselves are fetched by them.
std::vector<Value> keys_in_order(const AnyQuerySet& rows) {
    std::vector<ExpressionPtr> columns;
    for (const Column* key : rows.model().key) columns.push_back(path_named(key->attribute));
    std::vector<Value> keys;
    for (List& row : rows.values(std::move(columns))) keys.push_back(row.size() == 1 ? row.front() : Value::list(std::move(row)));
    return keys;
}

}  // namespace

void AnyQuerySet::each_chunk(std::size_t at_once, const std::function<bool(const std::shared_ptr<const Results>&)>& visit) const {
    if (query_.none) return;
    at_once = std::max<std::size_t>(at_once, 1);
    bool by_key = !query_.ordered && model().ordering.empty() && !query_.sliced() && query_.combined.empty() && model().key.size() == 1;
    if (by_key) {
        Value last;
        while (true) {
            auto chunk = detail::fetch(after(query_, last, at_once));
            if (chunk->items.empty() || !visit(chunk) || chunk->items.size() < at_once) return;
            last = model().key_of(chunk->items.back());
        }
    }
    auto keys = keys_in_order(*this);
    AnyQuerySet rows = fresh();
    rows.query_.limit.reset();
    rows.query_.offset = 0;
    rows.query_.combined.clear();
    if (!query_.combined.empty()) rows.query_.filters.clear();
    for (std::size_t from = 0; from < keys.size(); from += at_once) {
        std::vector<Value> some(keys.begin() + static_cast<std::ptrdiff_t>(from),
                                keys.begin() + static_cast<std::ptrdiff_t>(std::min(keys.size(), from + at_once)));
        if (!visit(detail::in_bulk(rows, some))) return;
    }
}

}  // namespace portico::orm
