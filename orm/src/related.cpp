#include <portico/orm/related.hpp>

#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/orm/connection.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/orm/routing.hpp>
#include <portico/orm/saving.hpp>
#include <portico/orm/transaction.hpp>
#include <portico/orm/types.hpp>

#include "key_index.hpp"
#include "related_rows.hpp"
#include "through.hpp"

namespace portico::orm {

AnyQuerySet detail_with_source(Query query, std::function<std::shared_ptr<const Results>()> source) {
    AnyQuerySet rows(std::move(query));
    rows.source_ = std::make_shared<const std::function<std::shared_ptr<const Results>()>>(std::move(source));
    return rows;
}

}  // namespace portico::orm

namespace portico::orm::detail {

Query query_of_related(const ModelInfo& model, const void* object, Hop hop) {
    Value key = hop.back ? hop.relation->value_in(object) : model.key_of(object);
    RowLink link = row_of(model, object);
    if (!link.batch || key.is_null()) {
        throw Error("the rows related to a " + model.name + " were asked for before it was saved", "save it first");
    }
    Query query;
    query.type = &hop.reached().slot;
    query.type_name = hop.reached().name.c_str();
    query.database = routed_from(link.batch->database, model);
    query.filters = {compare(Lookup::exact, path_over({hop.relation, !hop.back}), {value_of(std::move(key))})};
    return query;
}

AnyQuerySet related_rows(const ModelInfo& model, const void* object, Hop hop) {
    RowLink link = row_of(model, object);
    return detail_with_source(query_of_related(model, object, hop),
                              [link, hop] { return link.batch->related_rows(link.row, hop); });
}

namespace {

Hop hop_of(const Step& step) {
    const ModelInfo& model = require_model(*step.model, "the model of a relation");
    const Relation* relation = model.relation_at(step.offset);
    if (!relation) throw Error("related(…) names a member of \"" + model.name + "\" that is no relation", "");
    relation->target();
    return {relation, step.back};
}

}  // namespace

RelationEnd::RelationEnd(const TypeInfo& owner_type, const void* owner, const Step& step) {
    const ModelInfo& model = *model_of(owner_type);
    Hop hop = hop_of(step);
    relation_ = hop.relation;
    back_ = hop.back;
    rows_ = std::make_shared<AnyQuerySet>(related_rows(model, owner, hop));
    link_ = row_of(model, owner);
    key_ = back_ ? relation_->value_in(owner) : model.key_of(owner);
    if (!relation_->to_many()) {
        auto copy = owner_type.make();
        owner_type.assign(copy.get(), owner);
        owner_ = std::move(copy);
    }
}

const AnyQuerySet& RelationEnd::rows() const { return *rows_; }

void RelationEnd::changed() const { link_.batch->forget_rows(link_.row, {relation_, back_}); }

namespace {

std::vector<Value> keys_of(const ModelInfo& model, const std::vector<const void*>& objects) {
    std::vector<Value> keys;
    for (const void* object : objects) {
        keys.push_back(model.key_of(object));
        if (keys.back().is_null()) throw Error("a " + model.name + " that was not saved can't be related", "save it first");
    }
    return keys;
}

std::vector<Value> without(const std::vector<Value>& keys, const std::vector<Value>& others) {
    KeyIndex<bool> known;
    for (const Value& key : others) known[key] = true;
    std::vector<Value> rest;
    for (const Value& key : keys) {
        if (!std::exchange(known[key], true)) rest.push_back(key);
    }
    return rest;
}

}  // namespace

void RelationEnd::assign_owner(void* object) const {
    auto* member = static_cast<std::byte*>(object) + relation_->offset;
    relation_type(*relation_->field)->reference(member)->assign_object(owner_, relation_->target_slot);
}

void RelationEnd::refer(const std::vector<const void*>& objects, bool to_owner) const {
    const ModelInfo& model = *relation_->from;
    const auto keys = keys_of(model, objects);
    if (keys.empty()) return;
    if (!to_owner && !relation_->nullable) {
        throw Error("\"" + model.name + "." + relation_->name + "\" can't be null, so no row can be taken away from it",
                    "give the row another " + relation_->name + ", or delete it");
    }
    auto mine = to_owner ? AnyQuerySet(model) : AnyQuerySet(rows_->query());
    among_keys(path_named("pk"), keys, [&](const ExpressionPtr& condition) {
        mine.filter(condition).update_rows({{path_over({relation_, false}), value_of(to_owner ? key_ : Value())}});
    });
}

void RelationEnd::add(const std::vector<const void*>& objects) const {
    if (!relation_->to_many()) {
        refer(objects, true);
    } else {
        Through table(*relation_, back_, key_, link_.batch->database);
        atomic([&] { table.insert(without(keys_of(*table.other, objects), table.keys())); }, {link_.batch->database});
    }
    changed();
}

void RelationEnd::remove(const std::vector<const void*>& objects) const {
    if (!relation_->to_many()) {
        refer(objects, false);
    } else {
        Through table(*relation_, back_, key_, link_.batch->database);
        table.erase(keys_of(*table.other, objects));
    }
    changed();
}

void RelationEnd::set(const std::vector<const void*>& objects) const {
    atomic([&] {
        if (relation_->to_many()) {
            Through table(*relation_, back_, key_, link_.batch->database);
            auto wanted = keys_of(*table.other, objects), there = table.keys();
            table.erase(without(there, wanted));
            table.insert(without(wanted, there));
        } else {
            if (relation_->nullable) clear();
            refer(objects, true);
        }
    }, {link_.batch->database});
    changed();
}

void RelationEnd::set_keys(const std::vector<Value>& wanted) const {
    if (!relation_->to_many()) throw Error("set_keys is for many-to-many relations", "");
    Through table(*relation_, back_, key_, link_.batch->database);
    atomic([&] {
        auto there = table.keys();
        table.erase(without(there, wanted));
        table.insert(without(wanted, there));
    }, {link_.batch->database});
    changed();
}

std::vector<Value> RelationEnd::keys() const {
    if (relation_->to_many()) return Through(*relation_, back_, key_, link_.batch->database).keys();
    std::vector<Value> keys;
    for (void* object : rows_->results().items) keys.push_back(relation_->from->key_of(object));
    return keys;
}

void RelationEnd::clear() const {
    if (relation_->to_many()) {
        Through(*relation_, back_, key_, link_.batch->database).clear();
    } else {
        if (!relation_->nullable) refer({owner_.get()}, false);
        AnyQuerySet(rows_->query()).update_rows({{path_over({relation_, false}), value_of(Value())}});
    }
    changed();
}

void RelationEnd::create(void* object) const {
    const ModelInfo& model = relation_->to_many() ? (back_ ? *relation_->from : relation_->target()) : *relation_->from;
    atomic([&] {
        if (!relation_->to_many()) assign_owner(object);
        save_object(*model.type, object, {.force_insert = true, .database = link_.batch->database});
        if (relation_->to_many()) add({object});
    }, {link_.batch->database});
    changed();
}

}  // namespace portico::orm::detail
