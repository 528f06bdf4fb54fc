#include <portico/base/error.hpp>
#include <portico/orm/connection.hpp>
#include <portico/orm/id.hpp>
#include <portico/orm/routing.hpp>

#include "batch.hpp"
#include "load.hpp"
#include "select.hpp"

/// Members that `only` or `defer` left out, read after all.
namespace portico::orm::detail {

namespace {

/// The object's row in a batch of its own, so that copies of it that lack the member still don't write it.
std::shared_ptr<Batch> own_row(const ModelInfo& model, const RowLink& row) {
    const Batch& all = *row.batch;
    auto own = std::make_shared<Batch>(model, all.database);
    std::size_t width = model.columns.size(), names = all.annotation_names.size();
    own->rows = 1;
    own->keys = {all.keys[row.row]};
    own->prints.assign(all.prints.begin() + static_cast<std::ptrdiff_t>(row.row * width),
                       all.prints.begin() + static_cast<std::ptrdiff_t>((row.row + 1) * width));
    for (std::size_t i = 0; i < all.to_one.size(); ++i) {
        if (!all.to_one[i].keys.empty()) own->to_one[i].keys = {all.to_one[i].keys[row.row]};
    }
    own->annotation_names = all.annotation_names;
    own->annotations.assign(all.annotations.begin() + static_cast<std::ptrdiff_t>(row.row * names),
                            all.annotations.begin() + static_cast<std::ptrdiff_t>((row.row + 1) * names));
    own->deferred = all.deferred;
    return own;
}

}  // namespace

void load_deferred(const ModelInfo& model, void* object, const Column* column) {
    RowLink row = row_of(model, object);
    if (!row.batch || row.batch->deferred.empty()) return;
    if (column && !row.batch->deferred[column->index]) return;
    Query query = query_of_row(model, row.batch->keys[row.row], routed_from(row.batch->database, row.batch->model));
    for (const Column& one : model.columns) {
        if (row.batch->deferred[one.index] && (!column || column == &one)) query.only.push_back(path_named(one.attribute));
    }
    auto results = fetch(query);
    if (results->items.empty()) throw Error("a " + model.name + " of which only a part was loaded has gone", "load it whole");
    auto own = own_row(model, row);
    for (const Column& one : model.columns) {
        if (!own->deferred[one.index] || (column && column != &one)) continue;
        // What the program has set itself meanwhile stays.
        if (fingerprint(one, object) == own->prints[one.index]) one.set(object, one.value(results->items.front()));
        own->prints[one.index] = fingerprint(one, results->items.front());
        own->deferred[one.index] = false;
    }
    for (const Column* key : model.key) static_cast<KeyMember*>(key->in(object))->link = {own, 0};
}

}  // namespace portico::orm::detail

namespace portico::orm {

void ModelInfo::complete(const void* object, const FieldInfo* field) const {
    auto row = detail::row_of(*this, object);
    if (!row.batch || row.batch->deferred.empty()) return;
    // The object is the program's own, and no const member of a constant: what was left out is put in place.
    void* place = const_cast<void*>(object);
    if (!field) return detail::load_deferred(*this, place);
    for (const Column& column : columns) {
        bool inside = column.offset >= field->offset && column.offset < field->offset + field->type->size;
        if (inside && row.batch->deferred[column.index]) detail::load_deferred(*this, place, &column);
    }
}

}  // namespace portico::orm

namespace portico::orm::detail {

void require_transaction(const Connection& database) {
    if (database.in_atomic()) return;
    throw TransactionError("select_for_update was used outside of a transaction, where its locks would end at once",
                           "put it and what follows into orm::atomic");
}

}  // namespace portico::orm::detail
