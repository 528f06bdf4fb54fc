#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/orm/detail/operations.hpp>
#include <portico/orm/routing.hpp>
#include <portico/orm/saving.hpp>
#include <portico/orm/transaction.hpp>
#include <portico/orm/types.hpp>

#include "batch.hpp"
#include "check_value.hpp"
#include "history_keeping.hpp"
#include "hooks.hpp"
#include "load.hpp"
#include "places.hpp"
#include "select.hpp"
#include "write.hpp"

namespace portico::orm {

namespace {

const ModelInfo& model_for(const TypeInfo& type) { return require_model(&type, type.name.c_str()); }

std::string named_row(const ModelInfo& model, const void* object) { return model.name + " " + model.key_text(object); }

/// A key that is no number is made here.
void make_key(const ModelInfo& model, void* object) {
    if (model.key.size() > 1 || !model.key_of(object).is_null()) return;
    Kind kind = model.key.front()->type.kind;
    if (kind == Kind::uuid) return model.set_key(object, Value(Uuid::v7()));
    if (kind == Kind::integer) return;
    throw Error("a new " + model.name + " has no key", "give \"" + model.key.front()->attribute + "\" a value before saving it");
}

void set_moments(const ModelInfo& model, void* object, bool created) {
    for (const Column& column : model.columns) {
        if (column.options->auto_now || (column.options->auto_now_add && created)) column.set(object, Value(now()));
    }
}

void check_references(const ModelInfo& model, const void* object) {
    for (const Relation& relation : model.relations) {
        if (relation.to_many()) continue;
        auto* member = static_cast<const std::byte*>(object) + relation.offset;
        auto& reference = *relation_type(*relation.field)->reference(const_cast<std::byte*>(member));
        if (reference.refers_to_unsaved()) {
            throw Error("\"" + model.name + "." + relation.name + "\" refers to a " + relation.target_name + " that was not saved",
                        "save it before it is assigned");
        }
        if (reference.empty() && !relation.nullable) {
            throw Error("\"" + model.name + "." + relation.name + "\" is not set",
                        "assign it, or make it an orm::OptionalForeignKey");
        }
    }
}

void check_values(const void* object, const std::vector<const Column*>& columns) {
    for (const Column* column : columns) {
        if (detail::is_checked(*column)) detail::check_value(*column, column->value(object));
    }
}

std::vector<const Column*> all_columns(const ModelInfo& model) {
    std::vector<const Column*> columns;
    for (const Column& column : model.columns) columns.push_back(&column);
    return columns;
}

bool names_fields(const SaveOptions& options) { return !options.only.empty() || !options.only_named.empty(); }

bool is_named(const Column& column, const SaveOptions& options) {
    return std::ranges::find(options.only, column.offset) != options.only.end() ||
           std::ranges::find(options.only_named, column.attribute) != options.only_named.end();
}

std::vector<const Column*> changed_columns(const ModelInfo& model, const void* object, const detail::RowLink& row) {
    std::vector<const Column*> changed;
    std::size_t width = model.columns.size();
    for (const Column& column : model.columns) {
        bool same = row.batch->prints[row.row * width + column.index] == detail::fingerprint(column, object);
        if (!column.primary_key && !column.computed() && !same) changed.push_back(&column);
    }
    return changed;
}

[[noreturn]] void refuse_update(const ModelInfo& model, const void* object, const detail::RowLink& row) {
    if (model.version && AnyQuerySet(detail::query_of_row(model, row.batch->keys[row.row], row.batch->database)).exists()) {
        throw StaleObject(named_row(model, object) + " can't be saved: another has saved it since it was loaded",
                          "refresh_from_db() and make the change again, or show both to the person");
    }
    throw NotFound(named_row(model, object) + " can't be saved: its row has gone",
                   "it was deleted meanwhile; assign a new key to save it as a new row");
}

/// An object whose save was rolled back holds the version that the row did not get.
void put_version_right(const ModelInfo& model, void* object, const detail::RowLink& row) {
    auto& undone = row.batch->undone_versions;
    // The last of several saves was undone first.
    while (!undone.empty()) {
        auto found = std::ranges::find_if(undone, [&](const auto& one) {
            return one.row == row.row && *model.version->value(object).as_integer() == one.written;
        });
        if (found == undone.end()) return;
        model.version->set(object, Value(found->own));
        undone.erase(found);
    }
}

void update_changed(const ModelInfo& model, void* object, const detail::RowLink& row, const SaveOptions& options) {
    put_version_right(model, object, row);
    auto changed = changed_columns(model, object, row);
    if (!changed.empty() || names_fields(options)) {
        set_moments(model, object, false);
        changed = changed_columns(model, object, row);
    }
    if (names_fields(options)) {
        // What is named is written, whatever was loaded: another may have changed it since.
        std::erase_if(changed, [&](const Column* column) { return is_named(*column, options) || !column->options->auto_now; });
        for (const Column& column : model.columns)
            if (!column.primary_key && !column.computed() && is_named(column, options)) changed.push_back(&column);
    }
    if (changed.empty()) return;
    // Nothing is counted up for what can't be saved.
    if (model.version) check_values(object, changed);
    Value version = model.version ? model.version->value(object) : Value();
    if (model.version) {
        model.version->set(object, Value(*version.as_integer() + 1));
        if (std::ranges::find(changed, model.version) == changed.end()) changed.push_back(model.version);
    }
    if (!detail::update(model, object, row.batch->keys[row.row], changed, row.batch->database, version)) {
        if (model.version) model.version->set(object, version);
        refuse_update(model, object, row);
    }
    detail::note_saved(model, object, changed);
}

}  // namespace

namespace {

/// What the database has computed from the values that were saved.
void read_computed(const ModelInfo& model, void* object) {
    std::vector<const Column*> computed;
    for (const Column& column : model.columns)
        if (column.computed()) computed.push_back(&column);
    if (computed.empty()) return;
    Query query = detail::query_of_row(model, model.key_of(object), detail::row_of(model, object).batch->database);
    for (const Column* column : computed) query.only.push_back(path_named(column->attribute));
    auto results = detail::fetch(query);
    if (results->items.empty()) return;
    for (const Column* column : computed) column->set(object, column->value(results->items.front()));
    detail::note_saved(model, object, computed);
}

}  // namespace

namespace {

bool save_row(const ModelInfo& model, void* object, const SaveOptions& options);

std::vector<std::uint64_t> prints_of(const ModelInfo& model, const detail::RowLink& row) {
    auto first = row.batch->prints.begin() + static_cast<std::ptrdiff_t>(row.row * model.columns.size());
    return {first, first + static_cast<std::ptrdiff_t>(model.columns.size())};
}

/// The columns that a save has written since the row's fingerprints were these.
std::vector<bool> written_since(const ModelInfo& model, const detail::RowLink& row, const std::vector<std::uint64_t>& before) {
    std::vector<bool> written;
    const auto now = prints_of(model, row);
    for (std::size_t i = 0; i < now.size(); ++i) written.push_back(now[i] != before[i]);
    return written;
}

/// With what has changed, in one transaction. The row is read as it is now: others may have changed it since it was loaded.
bool save_with_history(const ModelInfo& model, void* object, const SaveOptions& options) {
    auto row = detail::row_of(model, object);
    bool created = options.force_insert || !row.batch;
    const std::string database = !created ? row.batch->database : options.database.empty() ? home_of(model) : options.database;
    return atomic([&] {
        detail::Snapshot before;
        const auto prints = created ? std::vector<std::uint64_t>() : prints_of(model, row);
        if (!created) {
            Query query = detail::query_of_row(model, row.batch->keys[row.row], database);
            query.for_update = true;
            auto results = detail::fetch(query);
            if (!results->items.empty()) before = detail::snapshot_of(model, results->items.front());
        }
        save_row(model, object, options);
        if (created) detail::note_created(model, {object}, database);
        else detail::note_changed(model, object, before, written_since(model, row, prints), database);
        return created;
    }, {.database = database});
}

}  // namespace

bool save_object(const TypeInfo& type, void* object, const SaveOptions& options) {
    const ModelInfo& model = model_for(type);
    return model.history ? save_with_history(model, object, options) : save_row(model, object, options);
}

namespace {

bool save_row(const ModelInfo& model, void* object, const SaveOptions& options) {
    bool created = options.force_insert || !model.is_saved(object);
    detail::call_hooks(model, Hooks::before_save, object, created);
    auto row = detail::row_of(model, object);
    if (!created) {
        check_references(model, object);
        update_changed(model, object, row, options);
    } else {
        const std::string& database = options.database.empty() ? home_of(model) : options.database;
        detail::take_last_place(model, object, database);
        detail::prepare_insert(model, object);
        detail::insert(model, {object}, database);
        detail::attach_saved(model, {object}, database);
    }
    read_computed(model, object);
    detail::call_hooks(model, Hooks::after_save, object, created);
    return created;
}

}  // namespace

std::vector<std::string> changed_fields(const TypeInfo& type, const void* object) {
    const ModelInfo& model = model_for(type);
    auto row = detail::row_of(model, object);
    std::vector<std::string> names;
    for (const Column* column : row.batch ? changed_columns(model, object, row) : all_columns(model))
        names.push_back(column->relation ? column->relation->name : column->attribute);
    return names;
}

void refresh_object(const TypeInfo& type, void* object) {
    const ModelInfo& model = model_for(type);
    auto row = detail::row_of(model, object);
    auto results = detail::fetch(detail::query_of_row(model, model.key_of(object), row.batch ? row.batch->database : std::string()));
    if (results->items.empty()) throw NotFound(named_row(model, object) + " can't be refreshed: its row has gone", "");
    type.assign(object, results->items.front());
}

bool is_saved(const TypeInfo& type, const void* object) { return model_for(type).is_saved(object); }

Value annotation_of(const TypeInfo& type, const void* object, std::string_view name) {
    auto row = detail::row_of(model_for(type), object);
    return row.batch ? row.batch->annotation(row.row, name) : Value();
}

std::string text_of(const TypeInfo& type, const void* object) {
    if (type.display) return type.display(object);
    return type.name + " object (" + model_for(type).key_text(object) + ")";
}

namespace detail {

void make_missing_key(const ModelInfo& model, void* object) { make_key(model, object); }

void prepare_insert(const ModelInfo& model, void* object) {
    check_references(model, object);
    make_key(model, object);
    set_moments(model, object, true);
}

const TypeInfo* installed_slot(const TypeInfo* slot, const char* type_name) { return require_model(slot, type_name).type; }

}  // namespace detail

}  // namespace portico::orm
