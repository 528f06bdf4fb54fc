#include <portico/orm/detail/operations.hpp>

#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/i18n/current_zone.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/orm/routing.hpp>
#include <portico/orm/saving.hpp>
#include <portico/orm/transaction.hpp>

#include "batch.hpp"
#include "history_keeping.hpp"
#include "key_index.hpp"
#include "route.hpp"
#include "select.hpp"
#include "write.hpp"

namespace portico::orm::detail {

void require_same(const Query& query, const TypeInfo* const* type) {
    if (query.model().type == *type) return;
    throw Error("a query set of \"" + query.model().name + "\" was taken for one of \"" + (*type ? (*type)->name : "?") + "\"", "");
}

std::shared_ptr<const Results> only_of(const AnyQuerySet& rows) {
    Query query = rows.query();
    if (!query.limit || *query.limit > 2) query.limit = 2;
    auto results = fetch(query);
    if (results->items.size() == 1) return results;
    if (results->items.empty()) none_found(rows);
    throw MultipleObjects("more than one " + query.model().name + " matches the query", "narrow the conditions, or use first()");
}

void none_found(const AnyQuerySet& rows) {
    throw NotFound("no " + rows.model().name + " matches the query", "use first(), which gives nothing then");
}

namespace {

void order_by_key(Query& query) {
    bool ordered = query.ordered ? !query.order.empty() : !query.model().ordering.empty();
    if (ordered) return;
    query.ordered = true;
    query.order = {{path_named("pk")}};
}

}  // namespace

std::shared_ptr<const Results> first_of(const AnyQuerySet& rows, bool from_the_end) {
    Query query = rows.query();
    if (from_the_end && query.sliced()) throw Error("last() of a slice is not known", "reverse the order and take first()");
    order_by_key(query);
    query.reversed = query.reversed != from_the_end;
    query.limit = 1;
    return fetch(query);
}

std::shared_ptr<const Results> in_bulk(const AnyQuerySet& rows, const std::vector<Value>& keys) {
    KeyIndex<std::pair<void*, std::shared_ptr<void>>> found;
    const ModelInfo& model = rows.model();
    auto note = [&](const std::shared_ptr<const Results>& results) {
        for (void* object : results->items) found[model.key_of(object)] = {object, results->owner};
    };
    // Beside windows a key of several columns is no one value to be compared.
    if (model.key.size() > 1 && has_windows(rows.query())) note(rows.fetched());
    else among_keys(picking_key(rows.query()), keys, [&](ExpressionPtr condition) { note(rows.filter(std::move(condition)).fetched()); });
    auto ordered = std::make_shared<Results>();
    auto owners = std::make_shared<std::vector<std::shared_ptr<void>>>();
    for (const Value& key : keys) {
        if (auto* object = found.find(key)) {
            ordered->items.push_back(object->first);
            owners->push_back(object->second);
        }
    }
    ordered->owner = owners;
    return ordered;
}

bool contains(const AnyQuerySet& rows, const void* object) {
    Value key = rows.model().key_of(object);
    return !key.is_null() && rows.filter(picked_by(rows.query(), key)).exists();
}

void create(const AnyQuerySet& rows, void* object) {
    save_object(*rows.model().type, object, {.force_insert = true, .database = home_of(rows.query())});
}

namespace {

std::vector<const Column*> columns_at(const ModelInfo& model, const std::vector<std::uint32_t>& offsets) {
    std::vector<const Column*> columns;
    for (std::uint32_t offset : offsets) {
        const Relation* relation = model.relation_at(offset);
        const Column* column = relation ? nullptr : model.column_at(offset);
        if ((!relation || relation->to_many()) && !column)
            throw Error("a member of \"" + model.name + "\" that is no column of its table can't be written with others",
                        "name plain fields and foreign keys");
        if (column) columns.push_back(column);
        else columns.insert(columns.end(), relation->columns.begin(), relation->columns.end());
    }
    return columns;
}

void create_all(const AnyQuerySet& rows, const std::vector<void*>& objects, const OnConflict& conflict) {
    const ModelInfo& model = rows.model();
    const std::string& database = home_of(rows.query());
    for (void* object : objects) prepare_insert(model, object);
    auto insert_all = [&] {
        insert(model, objects, database, conflict);
        attach_saved(model, objects, database);
    };
    if (!model.history) return insert_all();
    atomic([&] {
        insert_all();
        // What a conflict made of a row is not known here.
        if (!conflict.any()) note_created(model, objects, database);
    }, {.database = database});
}

}  // namespace

void bulk_create(const AnyQuerySet& rows, const std::vector<void*>& objects, bool ignore_conflicts) {
    create_all(rows, objects, {.ignore = ignore_conflicts});
}

void bulk_create(const AnyQuerySet& rows, const std::vector<void*>& objects, const std::vector<std::uint32_t>& target,
                 const std::vector<std::uint32_t>& columns) {
    OnConflict conflict{.ignore = columns.empty()};
    for (const Column* column : columns_at(rows.model(), target)) conflict.target.push_back(column->name);
    for (const Column* column : columns_at(rows.model(), columns)) conflict.columns.push_back(column->name);
    create_all(rows, objects, conflict);
}

std::int64_t bulk_update(const AnyQuerySet& rows, const std::vector<void*>& objects, const std::vector<std::uint32_t>& fields) {
    const ModelInfo& model = rows.model();
    const std::string& database = home_of(rows.query());
    if (!model.history) return update_many(model, objects, columns_at(model, fields), database);
    return atomic([&] {
        std::vector<ExpressionPtr> keys;
        for (const void* object : objects) keys.push_back(value_of(model.key_of(object)));
        WatchedRows watched(AnyQuerySet(model).filter(compare(Lookup::in, path_named("pk"), std::move(keys))), database);
        std::int64_t found = update_many(model, objects, columns_at(model, fields), database);
        watched.note();
        return found;
    }, {.database = database});
}

Value extra_of(const AnyQuerySet& rows, const Results& results, std::size_t n, std::size_t extra) {
    RowLink row = row_of(rows.model(), results.items[n]);
    return row.batch->annotation(row.row, "__value" + std::to_string(extra));
}

std::shared_ptr<const Results> neighbour(const TypeInfo& type, const void* object, std::uint32_t field, bool before) {
    const ModelInfo& model = require_model(&type, type.name.c_str());
    const Column* column = model.column_at(field);
    RowLink row = row_of(model, object);
    if (!column || !row.batch) throw Error("the " + model.name + " next to one that was not saved is not known", "save it first");
    Value here = column->value(object).owned();
    if (here.is_null()) throw Error("\"" + model.name + "." + column->attribute + "\" is null, and has no next one", "test it first");
    auto way = before ? Lookup::lt : Lookup::gt;
    auto path = path_named(column->attribute), key = path_named("pk");
    auto among_equals = all_of({compare(Lookup::exact, path, {value_of(here)}), compare(way, key, {value_of(model.key_of(object))})});
    Query query;
    query.type = &model.slot;
    query.database = routed_from(row.batch->database, model);
    query.filters = {any_of({compare(way, path, {value_of(here)}), among_equals})};
    query.ordered = true;
    query.order = {{path, before}, {key, before}};
    query.limit = 1;
    return fetch(query);
}

Date day_of(const Value& value) {
    if (auto* date = value.as_date()) return *date;
    auto* moment = value.as_date_time();
    return moment ? i18n::current_zone().local(*moment).date : Date{};
}

namespace {

bool found(const AnyQuerySet& rows, void* object) {
    Query query = rows.query();
    query.database = home_of(query);  // a replica may not have it yet
    query.limit = 2;
    auto results = fetch(query);
    if (results->items.size() > 1) throw MultipleObjects("more than one " + rows.model().name + " matches the query", "");
    if (results->items.empty()) return false;
    rows.model().type->assign(object, results->items.front());
    return true;
}

/// Another may have created it meanwhile: then its row is the one.
bool create_or_find(const AnyQuerySet& rows, void* object) {
    try {
        atomic([&] { create(rows, object); }, {home_of(rows.query())});
        return true;
    } catch (const IntegrityError&) {
        if (found(rows, object)) return false;
        throw;
    }
}

void assign(const ModelInfo& model, void* object, const ExpressionPtr& field, const Value& value) {
    Route route = route_of(model, *field, nullptr);
    if (route.column && route.hops.empty()) return route.column->set(object, value);
    bool reference = !route.column && route.hops.size() == 1 && !route.hops.front().many();
    if (reference) return route.hops.front().relation->columns.front()->set(object, value);
    throw Error("a new " + model.name + " can't be made from a condition over another model", "give its values one by one");
}

/// The values of a condition's == give those of the new row.
void assign_from(const ModelInfo& model, void* object, const Expression& condition) {
    if (condition.kind == Expression::Kind::all) {
        for (const auto& part : condition.arguments) assign_from(model, object, *part);
    } else if (condition.kind == Expression::Kind::compare && condition.lookup == Lookup::exact &&
               condition.arguments[0]->kind == Expression::Kind::path && condition.arguments[1]->kind == Expression::Kind::value) {
        assign(model, object, condition.arguments[0], condition.arguments[1]->value);
    }
}

void assign_all(const ModelInfo& model, void* object, const std::vector<FieldUpdate>& values) {
    for (const auto& [field, value] : values) {
        if (value->kind != Expression::Kind::value)
            throw Error("a new " + model.name + " can't be made from an expression", "give values, not fields");
        assign(model, object, field, value->value);
    }
}

}  // namespace

bool get_or_create(const AnyQuerySet& rows, void* object) { return !found(rows, object) && create_or_find(rows, object); }

bool get_or_create(const AnyQuerySet& rows, void* object, const ExpressionPtr& condition,
                   const std::vector<FieldUpdate>& defaults) {
    if (found(rows, object)) return false;
    assign_from(rows.model(), object, *condition);
    assign_all(rows.model(), object, defaults);
    return create_or_find(rows, object);
}

bool update_or_create(const AnyQuerySet& rows, void* object, const ExpressionPtr& condition,
                      const std::vector<FieldUpdate>& values) {
    return atomic([&] {
        if (get_or_create(rows, object, condition, values)) return true;
        assign_all(rows.model(), object, values);
        save_object(*rows.model().type, object);
        return false;
    }, {home_of(rows.query())});
}

}  // namespace portico::orm::detail

namespace portico::orm {

std::int64_t AnyQuerySet::update_rows(const std::vector<FieldUpdate>& updates) const {
    std::vector<std::pair<ExpressionPtr, ExpressionPtr>> pairs;
    for (const auto& update : updates) pairs.emplace_back(update.field, update.value);
    if (!model().history || query_.none) return detail::update_rows(query_, pairs);
    const std::string& database = detail::home_of(query_);
    return atomic([&] {
        detail::WatchedRows watched(*this, database);
        std::int64_t found = detail::update_rows(query_, pairs);
        watched.note();
        return found;
    }, {.database = database});
}

}  // namespace portico::orm
