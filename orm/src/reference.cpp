#include <portico/orm/detail/reference.hpp>
#include <portico/orm/routing.hpp>

#include <portico/base/error.hpp>
#include <portico/fibers/local.hpp>
#include <portico/orm/saving.hpp>
#include <portico/project/project.hpp>

#include "batch.hpp"
#include "lazy_loading.hpp"

namespace portico::orm {

namespace {
fibers::Local<LazyLoading*> chosen_mode;
}

LazyLoadingScope::LazyLoadingScope(LazyLoading mode) : former_(chosen_mode.value_or(nullptr)), mode_(mode) {
    chosen_mode.set(&mode_);
}

LazyLoadingScope::~LazyLoadingScope() {
    if (former_) {
        chosen_mode.set(former_);
    } else {
        chosen_mode.reset();
    }
}

}  // namespace portico::orm

namespace portico::orm::detail {

LazyLoading lazy_loading() {
    if (LazyLoading* mode = chosen_mode.value_or(nullptr)) return *mode;
    Project* project = Project::current_or_null();
    return project && project->has_app("orm") ? project->settings<OrmSettings>().lazy_loading : LazyLoading::peers;
}

std::shared_ptr<const void> single_object(const ModelInfo& target, const Value& key, const std::string& database,
                                          const Relation& relation) {
    Query query;
    query.type = &target.slot;
    query.database = routed_from(database, *relation.from);
    query.filters = {compare(Lookup::exact, path_named(relation.to_field ? relation.to_field->attribute : "pk"), {value_of(key)})};
    auto results = fetch(query);
    if (!results->items.empty()) return {results->owner, results->items.front()};
    throw NotFound("\"" + relation.from->name + "." + relation.name + "\" refers to " + target.name + " " + key_text(key) +
                       ", which does not exist",
                   "the row was deleted past the ORM, or the key never was one");
}

bool Reference::is_loaded() const {
    if (object_ || !link_.batch) return object_ != nullptr;
    const auto& objects = link_.batch->to_one[relation_].objects;
    return !objects.empty() && objects[link_.row] != nullptr;
}

void Reference::clear() {
    key_ = {};
    object_.reset();
    link_ = {};
}

void Reference::assign_key(Value key) {
    clear();
    key_ = std::move(key);
}

void Reference::assign_object(std::shared_ptr<const void> object, const TypeInfo* const* target) {
    clear();
    key_ = require_model(*target, "the target of a foreign key").key_of(object.get());
    object_ = std::move(object);
}

void Reference::attach(RowLink link, std::uint32_t relation, Value key) {
    link_ = std::move(link);
    relation_ = relation;
    key_ = std::move(key);
}

const void* Reference::load(const TypeInfo* const* target) const {
    if (object_) return object_.get();
    const ModelInfo& model = require_model(*target, "the target of a foreign key");
    if (key_.is_null()) {
        std::string name = link_.batch ? link_.batch->model.name + "." + link_.batch->model.relations[relation_].name : model.name;
        throw Error("the reference \"" + name + "\" is null and was read", "test it first: if (post.reviewer) …");
    }
    if (link_.batch) {
        object_ = link_.batch->related_object(link_.row, relation_);
        return object_.get();
    }
    auto results = fetch(query_of_row(model, key_, {}));
    if (results->items.empty()) {
        throw NotFound("there is no " + model.name + " " + key_text(key_) + ", to which a foreign key refers",
                       "save it first, or correct the key");
    }
    object_ = std::shared_ptr<const void>(results->owner, results->items.front());
    return object_.get();
}

const Results& RelatedSet::load() const {
    if (!link.batch) {
        throw Error("a many-to-many member was read of an object that was not saved", "save it first; then add to related(…)");
    }
    Hop hop{&link.batch->model.relations[relation], false};
    auto rows = link.batch->related_rows(link.row, hop);
    // Held by the batch, which this member holds.
    if (!link.batch->loaded_rows(link.row, hop)) link.batch->keep_rows(link.row, hop, rows);
    return *link.batch->loaded_rows(link.row, hop);
}

}  // namespace portico::orm::detail
