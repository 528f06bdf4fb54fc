#include <portico/orm/history.hpp>

#include <embedded/history.hpp>

#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/base/json_value.hpp>
#include <portico/fibers/local.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/orm/models.hpp>
#include <portico/orm/routing.hpp>

#include "batch.hpp"
#include "history_keeping.hpp"
#include "key_index.hpp"

namespace portico::orm {

namespace {

struct Actor {
    std::function<std::string()> who;
};
fibers::Local<std::shared_ptr<Actor>> actor;

std::string who_acts() {
    auto* acting = actor.get();
    return acting && (*acting)->who ? (*acting)->who() : std::string();
}

}  // namespace

struct ActingAs::Scope {
    std::shared_ptr<Actor> acting;
    fibers::Local<std::shared_ptr<Actor>>::Scope scope;
};

ActingAs::ActingAs(std::string who) : ActingAs([who = std::move(who)] { return who; }) {}
ActingAs::ActingAs(std::function<std::string()> who) {
    auto acting = std::make_shared<Actor>(Actor{std::move(who)});
    scope_.reset(new Scope{acting, {actor, acting}});
}
// A fiber that outlives the scope finds nobody, not what the function referred to.
ActingAs::~ActingAs() { scope_->acting->who = nullptr; }

void Change::describe(Describe<Change>& change) {
    change.field(&Change::who).max_length(150).blank();
    change.field(&Change::model).max_length(150);
    change.field(&Change::object_key).max_length(100);
    change.field(&Change::object_text).max_length(200).blank();
    change.ordering(-F(&Change::id));
    change.index(&Change::model, &Change::object_key);
    change.display(&Change::object_text);
    change.personal();
}

std::vector<FieldChange> Change::fields() const {
    std::vector<FieldChange> all;
    const Map* map = values.value.as_map();
    if (!map) return all;
    for (const auto& [name, ends] : *map) all.push_back({name, ends.at(0).value_or(Value()).owned(), ends.at(1).value_or(Value()).owned()});
    // In the model's order: PostgreSQL keeps JSON's keys in one of its own.
    const ModelInfo* info = find_model(model);
    auto place = [&](const FieldChange& field) {
        const Column* column = info ? info->column(field.name) : nullptr;
        return column ? column->index : all.size();
    };
    std::ranges::stable_sort(all, {}, place);
    return all;
}

QuerySet<Change> history_of(const TypeInfo& type, const void* object) {
    const ModelInfo& model = require_model(&type, type.name.c_str());
    return Change::objects.filter(F(&Change::model) == model.label(), F(&Change::object_key) == model.key_text(object));
}

void undo_changes(const TypeInfo& type, void* object, const Change& back_to) {
    const ModelInfo& model = require_model(&type, type.name.c_str());
    for (const Change& change : history_of(type, object).filter(F(&Change::id) >= back_to.id.value())) {
        for (const FieldChange& field : change.fields()) {
            const Column* column = model.column(field.name);
            if (column && !column->primary_key && !column->computed()) column->set(object, field.before);
        }
    }
}

App history() { return App("history").with(models<Change>()).with(embedded::history); }

namespace detail {

namespace {

/// At most 200 characters: no UTF-8 sequence is cut.
std::string shortened(std::string text) {
    if (text.size() <= 200) return text;
    std::size_t end = 197;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return text.substr(0, end) + "…";
}

Change entry(const ModelInfo& model, const void* object, ChangeKind kind) {
    return {.at = now(), .who = who_acts(), .kind = kind, .model = model.label(), .object_key = model.key_text(object),
            .object_text = shortened(text_of(*model.type, object))};
}

/// Of those fields that differ; a side that is empty counts as null.
Map differences(const ModelInfo& model, const Snapshot& before, const Snapshot& after, const std::vector<bool>& written = {}) {
    Map map;
    for (const Column& column : model.columns) {
        if (column.primary_key || (!written.empty() && !written[column.index])) continue;
        const Value from = before.empty() ? Value() : before[column.index], to = after.empty() ? Value() : after[column.index];
        // 2.5 and 2.50 are one price.
        if (from != to) map.set(column.attribute, Value(List{json_value(from), json_value(to)}));
    }
    return map;
}

void keep(std::vector<Change> changes, const std::string& database) {
    if (!changes.empty()) Change::objects.using_database(database).bulk_create(changes);
}

}  // namespace

Snapshot snapshot_of(const ModelInfo& model, const void* object) {
    Snapshot all;
    for (const Column& column : model.columns) all.push_back(column.value(object).owned());
    return all;
}

void note_created(const ModelInfo& model, const std::vector<void*>& objects, const std::string& database) {
    std::vector<Change> changes;
    for (const void* object : objects) {
        if (model.key_of(object).is_null()) continue;
        Change change = entry(model, object, ChangeKind::created);
        change.values.value = differences(model, {}, snapshot_of(model, object));
        changes.push_back(std::move(change));
    }
    keep(std::move(changes), database);
}

void note_changed(const ModelInfo& model, const void* object, const Snapshot& before, const std::vector<bool>& written,
                  const std::string& database) {
    Map map = differences(model, before, snapshot_of(model, object), written);
    if (map.empty()) return;
    Change change = entry(model, object, ChangeKind::changed);
    change.values.value = std::move(map);
    keep({std::move(change)}, database);
}

void note_deleted(const ModelInfo& model, const std::vector<Object>& objects, const std::string& database) {
    std::vector<Change> changes;
    for (const Object& object : objects) {
        Change change = entry(model, object.object.get(), ChangeKind::deleted);
        change.values.value = differences(model, snapshot_of(model, object.object.get()), {});
        changes.push_back(std::move(change));
    }
    keep(std::move(changes), database);
}

WatchedRows::WatchedRows(const AnyQuerySet& rows, std::string database) : model_(rows.model()), database_(std::move(database)) {
    KeyIndex<bool> known;
    std::vector<Value> keys;
    auto found = rows.using_database(database_).fetched();
    for (const void* object : found->items) {
        Value key = model_.key_of(object);
        if (!std::exchange(known[key], true)) keys.push_back(std::move(key));
    }
    // By their keys, as rows of groups and of DISTINCT can't be locked: nobody changes them between this look and the update.
    among_keys(path_named("pk"), keys, [&](ExpressionPtr condition) {
        Query query = AnyQuerySet(model_).using_database(database_).order_by({"pk"}).filter(std::move(condition)).query();
        query.for_update = true;
        const auto locked = fetch(query);
        for (const void* object : locked->items) {
            keys_.push_back(model_.key_of(object));
            before_.push_back(snapshot_of(model_, object));
        }
    });
}

void WatchedRows::note() const {
    if (keys_.empty()) return;
    auto after = in_bulk(AnyQuerySet(model_).using_database(database_), keys_);
    KeyIndex<std::size_t> places;
    for (std::size_t i = 0; i < keys_.size(); ++i) places[keys_[i]] = i;
    std::vector<Change> changes;
    for (const void* object : after->items) {
        Map map = differences(model_, before_[*places.find(model_.key_of(object))], snapshot_of(model_, object));
        if (map.empty()) continue;
        Change change = entry(model_, object, ChangeKind::changed);
        change.values.value = std::move(map);
        changes.push_back(std::move(change));
    }
    keep(std::move(changes), database_);
}

}  // namespace detail

}  // namespace portico::orm
