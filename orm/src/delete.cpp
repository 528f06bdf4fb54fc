#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/orm/connection.hpp>
#include <portico/orm/id.hpp>
#include <portico/orm/routing.hpp>
#include <portico/orm/saving.hpp>
#include <portico/orm/transaction.hpp>

#include "history_keeping.hpp"
#include "hooks.hpp"
#include "installed.hpp"
#include "key_index.hpp"
#include "related_rows.hpp"
#include "through.hpp"
#include "write.hpp"

namespace portico::orm {

namespace {

bool is_left_to_database(OnDelete rule) { return rule == do_nothing || !database_rule(rule).empty(); }

/// Follows the relations that point at rows which are to go.
class Collector {
public:
    explicit Collector(std::string database) : database_(std::move(database)) {}

    struct Group {
        const ModelInfo* model = nullptr;
        std::vector<Object> objects{};
        detail::KeyIndex<bool> known{};
    };

    void add(const ModelInfo& model, const std::vector<Object>& objects) {
        std::vector<Value> fresh;
        std::vector<const void*> fresh_objects;
        Group& group = group_of(model);
        for (const Object& object : objects) {
            Value key = model.key_of(object.object.get());
            if (key.is_null() || std::exchange(group.known[key], true)) continue;
            group.objects.push_back(object);
            fresh.push_back(std::move(key));
            fresh_objects.push_back(object.object.get());
        }
        if (fresh.empty()) return;
        for (const Relation* relation : model.incoming) {
            if (detail::is_installed(*relation->from)) follow(*relation, referred(*relation, fresh, fresh_objects));
        }
        for (const Relation& relation : model.relations) {
            if (relation.to_many()) count_between(relation, false, fresh);
        }
    }

    /// Rows that restrict and don't go by another way stay in the way.
    void settle() {
        for (auto& [relation, object] : restricting_) {
            bool goes = false;
            for (Group& group : groups_) {
                auto* known = group.model == relation->from ? group.known.find(group.model->key_of(object.object.get())) : nullptr;
                goes = goes || (known && *known);
            }
            if (!goes) protecting.push_back(object), restricted = true;
        }
    }

    std::vector<Group>& groups() { return groups_; }
    struct Nulled {
        const Relation* relation = nullptr;
        std::vector<Object> objects{};
    };
    struct Between {
        const Relation* relation = nullptr;
        bool back = false;
        std::vector<Value> keys{};
        std::int64_t rows = 0;
    };
    std::vector<Nulled> nulled{};
    std::vector<Between> between{};
    std::vector<Object> protecting{};
    bool restricted = false;

private:
    Group& group_of(const ModelInfo& model) {
        auto found = std::ranges::find(groups_, &model, &Group::model);
        if (found != groups_.end()) return *found;
        Group& made = groups_.emplace_back();
        made.model = &model;
        return made;
    }

    std::vector<Object> referring(const Relation& relation, const std::vector<Value>& keys) {
        std::vector<Object> all;
        detail::among_keys(detail::path_over({&relation, false}), keys, [&](const ExpressionPtr& condition) {
            auto objects = AnyQuerySet(*relation.from).using_database(database_).order_by({}).filter(condition).objects();
            all.insert(all.end(), objects.begin(), objects.end());
        });
        return all;
    }

    static std::vector<Value> referred(const Relation& relation, const std::vector<Value>& keys, const std::vector<const void*>& objects) {
        if (!relation.to_field) return keys;
        std::vector<Value> values;
        for (const void* object : objects) {
            Value value = relation.value_in(object);
            if (!value.is_null()) values.push_back(std::move(value));
        }
        return values;
    }

    void follow(const Relation& relation, const std::vector<Value>& keys) {
        if (relation.to_many()) return count_between(relation, true, keys);
        if (is_left_to_database(relation.on_delete) || keys.empty()) return;
        auto objects = referring(relation, keys);
        if (objects.empty()) return;
        switch (relation.on_delete) {
        case cascade: return add(*relation.from, objects);
        case set_null:
        case set_default: return nulled.push_back({&relation, std::move(objects)});
        case protect: protecting.insert(protecting.end(), objects.begin(), objects.end()); return;
        default:
            for (Object& object : objects) restricting_.emplace_back(&relation, std::move(object));
        }
    }

    void count_between(const Relation& relation, bool back, const std::vector<Value>& keys) {
        // The rows of a model between go by its own foreign keys.
        if (relation.through_model) return;
        std::int64_t rows = 0;
        for (const Value& key : keys)
            rows += static_cast<std::int64_t>(detail::Through(relation, back, key, database_).keys().size());
        if (rows > 0) between.push_back({&relation, back, keys, rows});
    }

    std::string database_;
    std::vector<Group> groups_;
    std::vector<std::pair<const Relation*, Object>> restricting_;
};

Collector collected(const ModelInfo& model, const std::vector<Object>& objects, const std::string& database) {
    Collector collector(database);
    collector.add(model, objects);
    collector.settle();
    return collector;
}

std::vector<Object> borrowed(const ModelInfo& model, const std::vector<void*>& objects) {
    std::vector<Object> all;
    for (void* object : objects) all.push_back({model.type, std::shared_ptr<void>(std::shared_ptr<void>(), object)});
    return all;
}

[[noreturn]] void refuse(const ModelInfo& model, const Collector& collector) {
    std::string names;
    for (std::size_t i = 0; i < collector.protecting.size() && i < 3; ++i) {
        const Object& object = collector.protecting[i];
        names += (i > 0 ? ", " : "") + object.type->name + " \"" + text_of(*object.type, object.object.get()) + "\"";
    }
    if (collector.protecting.size() > 3) names += " and " + std::to_string(collector.protecting.size() - 3) + " more";
    std::string message = "this " + model.name + " can't be deleted: " + names + (collector.protecting.size() > 1 ? " refer" : " refers") + " to it";
    std::string hint = "delete those first, or give them another; on_delete says so in their model";
    if (collector.restricted) throw RestrictedError(message, hint, collector.protecting);
    throw ProtectedError(message, hint, collector.protecting);
}

Deleted carry_out(Collector& collector, const std::string& database) {
    Deleted done;
    for (auto& group : collector.groups()) {
        for (const Object& object : group.objects) detail::call_hooks(*group.model, Hooks::before_delete, object.object.get());
        if (group.model->history) detail::note_deleted(*group.model, group.objects, database);
    }
    auto note = [&](const std::string& label, std::int64_t rows) {
        if (rows == 0) return;
        done.total += rows;
        auto known = std::ranges::find(done.by_model, label, &std::pair<std::string, std::int64_t>::first);
        if (known == done.by_model.end()) {
            done.by_model.emplace_back(label, rows);
        } else {
            known->second += rows;
        }
    };
    for (auto& table : collector.between) {
        for (const Value& key : table.keys) detail::Through(*table.relation, table.back, key, database).clear();
        note(table.relation->through, table.rows);
    }
    for (auto& [relation, objects] : collector.nulled) {
        std::vector<Value> keys;
        for (const Object& object : objects) keys.push_back(relation->from->key_of(object.object.get()));
        const Value instead = relation->on_delete == set_default ? *relation->field->default_value : Value();
        detail::among_keys(path_named("pk"), keys, [&](const ExpressionPtr& condition) {
            AnyQuerySet(*relation->from).using_database(database).filter(condition)
                .update_rows({{detail::path_over({relation, false}), value_of(instead)}});
        });
    }
    for (auto group = collector.groups().rbegin(); group != collector.groups().rend(); ++group) {
        std::vector<Value> keys;
        for (const Object& object : group->objects) keys.push_back(group->model->key_of(object.object.get()));
        note(group->model->label(), detail::delete_keys(*group->model, keys, database));
    }
    for (auto& group : collector.groups()) {
        for (const Object& object : group.objects) detail::call_hooks(*group.model, Hooks::after_delete, object.object.get());
    }
    return done;
}

Deleted delete_collected(const ModelInfo& model, const std::vector<Object>& objects, const std::string& database) {
    return atomic([&] {
        Collector collector = collected(model, objects, database);
        if (!collector.protecting.empty()) refuse(model, collector);
        return carry_out(collector, database);
    }, {database});
}

/// Nothing hangs on these rows: one statement does.
bool stands_alone(const ModelInfo& model) {
    bool referred = std::ranges::any_of(model.incoming, [](const Relation* relation) {
        return detail::is_installed(*relation->from) && (relation->to_many() || !is_left_to_database(relation->on_delete));
    });
    bool watched = detail::has_hooks(model, Hooks::before_delete) || detail::has_hooks(model, Hooks::after_delete);
    return !referred && !watched && !model.history && std::ranges::none_of(model.relations, &Relation::to_many);
}

}  // namespace

Collected collect(const TypeInfo& type, const std::vector<void*>& objects) {
    const ModelInfo& model = require_model(&type, type.name.c_str());
    auto row = objects.empty() ? detail::RowLink{} : detail::row_of(model, objects.front());
    Collector collector = collected(model, borrowed(model, objects), row.batch ? row.batch->database : home_of(model));
    Collected found;
    for (auto& group : collector.groups()) found.objects.insert(found.objects.end(), group.objects.begin(), group.objects.end());
    for (auto& nulled : collector.nulled) found.nulled.insert(found.nulled.end(), nulled.objects.begin(), nulled.objects.end());
    for (auto& table : collector.between) found.between.emplace_back(table.relation->through, table.rows);
    found.protected_by = collector.protecting;
    return found;
}

Deleted delete_objects(const TypeInfo& type, const std::vector<void*>& objects) {
    const ModelInfo& model = require_model(&type, type.name.c_str());
    if (objects.empty()) return {};
    auto row = detail::row_of(model, objects.front());
    if (!row.batch) throw Error("a " + model.name + " that was not saved can't be deleted", "");
    Deleted done = delete_collected(model, borrowed(model, objects), row.batch->database);
    // They are new objects now: saving one would insert it again.
    for (void* object : objects) detail::detach_deleted(model, object);
    return done;
}

Deleted AnyQuerySet::delete_rows() const {
    if (query_.none) return {};
    if (!query_.combined.empty()) throw Error("a union can't be deleted", "delete the query sets that it is made of");
    if (query_.sliced()) throw Error("a query set can't be deleted once it was sliced", "filter first; slices are for reading");
    if (stands_alone(model())) {
        std::int64_t rows = detail::delete_rows(query_);
        Deleted done{rows, {}};
        if (rows > 0) done.by_model.emplace_back(model().label(), rows);
        return done;
    }
    const std::string& home = detail::home_of(query_);
    return delete_collected(model(), using_database(home).objects(), home);
}

ProtectedError::ProtectedError(const std::string& message, std::string hint, std::vector<Object> objects)
    : Error(message, std::move(hint)), objects_(std::move(objects)) {}

}  // namespace portico::orm
