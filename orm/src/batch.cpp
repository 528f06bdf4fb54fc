#include "batch.hpp"

#include <algorithm>
#include <utility>

#include <portico/base/error.hpp>
#include <portico/orm/connection.hpp>
#include <portico/orm/detail/path.hpp>
#include <portico/orm/routing.hpp>
#include <portico/orm/saving.hpp>
#include <portico/orm/types.hpp>

#include "key_index.hpp"
#include "lazy_loading.hpp"
#include "related_rows.hpp"
#include "transaction_state.hpp"

namespace portico::orm::detail {

namespace {

/// Rows of the model that meet the condition, and are of the narrower query.
Query query_where(const ModelInfo& model, ExpressionPtr condition, const Query* narrowed, const std::string& database) {
    Query query;
    if (narrowed) query = *narrowed;
    query.type = &model.slot;
    if (query.database.empty()) query.database = database;
    query.filters.insert(query.filters.begin(), std::move(condition));
    return query;
}

[[noreturn]] void forbid(const ModelInfo& model, const std::string& name, bool many) {
    throw NotLoaded("\"" + model.name + "." + name + "\" was not loaded",
                    std::string("add .") + (many ? "prefetch_related" : "select_related") + "(&" + model.name + "::" + name +
                        ") to the query");
}

}  // namespace

Batch::Batch(const ModelInfo& model, std::string database)
    : model(model), database(std::move(database)), to_one(model.relations.size()) {}

Value Batch::annotation(std::uint32_t row, std::string_view name) const {
    auto found = std::ranges::find(annotation_names, name);
    if (found == annotation_names.end()) return {};
    return annotations[row * annotation_names.size() + static_cast<std::size_t>(found - annotation_names.begin())];
}

bool Batch::has_annotation(std::string_view name) const {
    return std::ranges::find(annotation_names, name) != annotation_names.end();
}

void Batch::load_to_one(std::uint32_t relation, const Query* narrowed) {
    const Relation& followed = model.relations[relation];
    const ModelInfo& target = followed.target();
    std::vector<Value> wanted;
    KeyIndex<bool> seen;
    for (const Value& key : to_one[relation].keys) {
        if (!key.is_null() && !std::exchange(seen[key], true)) wanted.push_back(key);
    }
    KeyIndex<std::shared_ptr<const void>> objects;
    std::shared_ptr<Batch> batch;
    std::size_t statements = 0;
    auto by_key = path_named(followed.to_field ? followed.to_field->attribute : "pk");
    among_keys(by_key, wanted, [&](ExpressionPtr condition) {
        auto results = fetch(query_where(target, std::move(condition), narrowed, routed_from(database, model)));
        batch = ++statements == 1 ? batch_of(target, *results) : nullptr;
        for (void* object : results->items)
            objects[followed.value_in(object)] = std::shared_ptr<const void>(results->owner, object);
    });
    // Another fiber may have loaded them meanwhile, and its objects are referred to.
    ToOne& mine = to_one[relation];
    if (!mine.objects.empty()) return;
    mine.objects.resize(mine.keys.size());
    for (std::size_t row = 0; row < mine.keys.size(); ++row) {
        if (auto* object = mine.keys[row].is_null() ? nullptr : objects.find(mine.keys[row])) mine.objects[row] = *object;
    }
    mine.batch = batch;
}

std::shared_ptr<const void> Batch::related_object(std::uint32_t row, std::uint32_t relation) {
    ToOne& cache = to_one[relation];
    if (cache.objects.empty()) {
        const Relation& followed = model.relations[relation];
        LazyLoading mode = lazy_loading();
        if (mode == LazyLoading::forbid) forbid(model, followed.name, false);
        if (mode == LazyLoading::one) return single_object(followed.target(), cache.keys[row], database, followed);
        load_to_one(relation);
    }
    if (auto object = to_one[relation].objects[row]) return object;
    const Relation& followed = model.relations[relation];
    return single_object(followed.target(), to_one[relation].keys[row], database, followed);
}

namespace {

/// Groups the fetched rows by the row that each belongs to.
class Grouping {
public:
    explicit Grouping(const std::vector<Value>& keys) : groups_(std::make_shared<std::vector<Results>>(keys.size())) {
        for (std::size_t row = 0; row < keys.size(); ++row) index_[keys[row]] = row;
    }
    void add(const Value& key, void* object, const std::shared_ptr<void>& owner) {
        std::size_t* row = index_.find(key);
        if (!row) return;
        Results& group = (*groups_)[*row];
        if (group.items.empty()) {
            group.items.reserve(4);
            group.owner = owner;
        }
        group.items.push_back(object);
    }
    /// They are kept together.
    std::vector<std::shared_ptr<const Results>> take() {
        std::vector<std::shared_ptr<const Results>> rows;
        rows.reserve(groups_->size());
        for (const Results& group : *groups_) rows.emplace_back(groups_, &group);
        return rows;
    }

private:
    KeyIndex<std::size_t> index_;
    std::shared_ptr<std::vector<Results>> groups_;
};

/// Foreign keys that refer to another column don't hold the owner's key.
bool told_by_annotations(Hop hop) { return hop.relation->to_many() || hop.relation->to_field; }

/// The way back to the owner's key.
ExpressionPtr path_to_owner(Hop homewards) {
    const Relation& relation = *homewards.relation;
    if (!relation.to_field) return path_over(homewards);
    std::vector<Step> steps{{&relation.from->slot, static_cast<std::uint32_t>(relation.offset), homewards.back}};
    const ModelInfo& owner = relation.target();
    if (owner.key.size() > 1)
        throw Error("\"" + relation.from->name + "." + relation.name + "\" refers to one column of a model with a key of several",
                    "refer to the key instead, without to_field");
    steps.push_back({&owner.slot, static_cast<std::uint32_t>(owner.key.front()->offset), false});
    return path_expression(steps.data(), steps.size());
}

/// The key of the row that a fetched one belongs to: its foreign key, or what the table between said.
Value owner_key(const Batch& batch, std::size_t row, Hop hop) {
    if (!told_by_annotations(hop)) return batch.to_one[hop.relation->index].keys[row];
    std::size_t parts = batch.annotation_names.size();
    std::size_t width = hop.left().key.size(), first = parts - width;
    if (width == 1) return batch.annotations[row * parts + first];
    List key;
    for (std::size_t i = 0; i < width; ++i) key.push_back(batch.annotations[row * parts + first + i]);
    return Value::list(std::move(key));
}

}  // namespace

void among_keys(const ExpressionPtr& expression, const std::vector<Value>& keys, const std::function<void(ExpressionPtr)>& ask) {
    // Keys of several columns are compared one by one.
    const std::size_t at_once = !keys.empty() && keys.front().as_list() ? 200 : 10'000;
    for (std::size_t from = 0; from < keys.size(); from += at_once) {
        List some(keys.begin() + static_cast<std::ptrdiff_t>(from),
                  keys.begin() + static_cast<std::ptrdiff_t>(std::min(keys.size(), from + at_once)));
        ask(compare(Lookup::in, expression, {values_of(std::move(some))}));
    }
}

Query query_of_row(const ModelInfo& model, const Value& key, const std::string& database) {
    return query_where(model, compare(Lookup::exact, path_named("pk"), {value_of(key)}), nullptr, database);
}

ExpressionPtr path_over(Hop hop) {
    Step step{&hop.relation->from->slot, static_cast<std::uint32_t>(hop.relation->offset), hop.back};
    return path_expression(&step, 1);
}

Batch::ToMany& Batch::load_to_many(Hop hop, const Query* narrowed) {
    const ModelInfo& target = hop.reached();
    Hop homewards{hop.relation, !hop.back};
    auto towards_owner = path_to_owner(homewards);
    Grouping grouping(keys);
    std::shared_ptr<Batch> batch;
    std::size_t statements = 0;
    among_keys(towards_owner, keys, [&](ExpressionPtr condition) {
        Query query = query_where(target, std::move(condition), narrowed, routed_from(database, model));
        if (query.sliced()) throw Error("a prefetch can't take a slice", "slice what you iterate instead");
        if (told_by_annotations(hop)) query.annotations.push_back({"__owner", towards_owner, true});
        auto results = fetch(query);
        batch = batch_of(target, *results);
        for (std::size_t i = 0; i < results->items.size(); ++i)
            grouping.add(owner_key(*batch, i, hop), results->items[i], results->owner);
        if (++statements > 1) batch = nullptr;
    });
    auto known = std::ranges::find(to_many, hop, &ToMany::hop);
    ToMany& made = known == to_many.end() ? to_many.emplace_back() : *known;
    made.hop = hop;
    made.rows = grouping.take();
    made.batch = batch;
    return made;
}

std::shared_ptr<const Results> Batch::loaded_rows(std::uint32_t row, Hop hop) const {
    auto known = std::ranges::find(to_many, hop, &ToMany::hop);
    return known == to_many.end() ? nullptr : known->rows[row];
}

std::shared_ptr<const Results> Batch::related_rows(std::uint32_t row, Hop hop) {
    if (auto rows = loaded_rows(row, hop)) return rows;
    LazyLoading mode = lazy_loading();
    if (mode == LazyLoading::forbid) forbid(model, hop.back ? hop.relation->related_name : hop.relation->name, true);
    auto known = std::ranges::find(to_many, hop, &ToMany::hop);
    if (mode == LazyLoading::one || known != to_many.end()) {
        auto of_this_row = compare(Lookup::exact, path_to_owner({hop.relation, !hop.back}), {value_of(keys[row])});
        return fetch(query_where(hop.reached(), std::move(of_this_row), nullptr, routed_from(database, model)));
    }
    return load_to_many(hop).rows[row];
}

void Batch::forget_rows(std::uint32_t row, Hop hop) {
    auto known = std::ranges::find(to_many, hop, &ToMany::hop);
    if (known != to_many.end()) known->rows[row] = nullptr;
}

void Batch::keep_rows(std::uint32_t row, Hop hop, std::shared_ptr<const Results> results) {
    auto known = std::ranges::find(to_many, hop, &ToMany::hop);
    ToMany& made = known == to_many.end() ? to_many.emplace_back() : *known;
    made.hop = hop;
    made.rows.resize(rows);
    made.rows[row] = std::move(results);
}

std::string key_text(const Value& key) {
    if (!key.as_list()) return key.str();
    std::string text;
    for (const Value& part : *key.as_list()) text += part.str() + '\x1f';
    return text;
}

RowLink row_of(const ModelInfo& model, const void* object) {
    const Column& key = *model.key.front();
    RowLink link = static_cast<const KeyMember*>(key.in(object))->link;
    while (link.batch && !link.batch->undone && link.batch->former.batch) link = RowLink(link.batch->former);
    return link.batch && link.batch->undone ? RowLink() : link;
}

void attach(const ModelInfo& model, void* object, const std::shared_ptr<Batch>& batch, std::uint32_t row) {
    for (const Column* key : model.key) static_cast<KeyMember*>(key->in(object))->link = {batch, row};
    batch->keys.push_back(model.key_of(object));
    for (const Column& column : model.columns) batch->prints.push_back(fingerprint(column, object));
    for (const Relation& relation : model.relations) {
        auto& type = *relation_type(*relation.field);
        void* member = static_cast<std::byte*>(object) + relation.offset;
        auto index = static_cast<std::uint32_t>(relation.index);
        if (type.many) {
            *type.related(member) = {{batch, row}, index};
        } else {
            Reference& reference = *type.reference(member);
            Value key = relation.to_field ? relation.value_of(object) : reference.key();
            batch->to_one[index].keys.push_back(key);
            reference.attach({batch, row}, index, std::move(key));
        }
    }
}

void detach_deleted(const ModelInfo& model, void* object) {
    RowLink link;
    const RowLink row = row_of(model, object);
    if (const auto transaction = row.batch ? open_transaction(connection(row.batch->database)) : nullptr) {
        auto gone = std::make_shared<Batch>(model, row.batch->database);
        gone->former = row;
        gone->undone = true;
        transaction->add_undo([gone] { gone->undone = false; });
        link = {gone, 0};
    }
    for (const Column* key : model.key) static_cast<KeyMember*>(key->in(object))->link = link;
}

void note_saved(const ModelInfo& model, void* object, const std::vector<const Column*>& columns) {
    RowLink row = row_of(model, object);
    if (!row.batch) return;
    const auto transaction = open_transaction(connection(row.batch->database));
    std::vector<std::pair<std::size_t, std::uint64_t>> before;
    for (const Column* column : columns) {
        const std::size_t place = row.row * model.columns.size() + column->index;
        const std::uint64_t print = std::exchange(row.batch->prints[place], fingerprint(*column, object));
        if (transaction) before.emplace_back(place, print);
    }
    if (!transaction) return;
    const bool counted = model.version && std::ranges::find(columns, model.version) != columns.end();
    const std::int64_t version = counted ? *model.version->value(object).as_integer() : 0;
    transaction->add_undo([batch = row.batch, row = row.row, before = std::move(before), counted, version] {
        for (auto [place, print] : before) batch->prints[place] = print;
        if (counted) batch->undone_versions.push_back({row, version, version - 1});
    });
}

void attach_saved(const ModelInfo& model, const std::vector<void*>& objects, const std::string& database) {
    auto batch = std::make_shared<Batch>(model, database);
    batch->keys.reserve(objects.size());
    batch->prints.reserve(objects.size() * model.columns.size());
    for (void* object : objects) {
        if (!model.key_of(object).is_null()) attach(model, object, batch, batch->rows++);
    }
    if (const auto transaction = open_transaction(connection(database))) transaction->add_undo([batch] { batch->undone = true; });
}

}  // namespace portico::orm::detail
