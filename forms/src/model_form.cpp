#include <portico/forms/model_form.hpp>

#include <algorithm>

#include <portico/base/text.hpp>
#include <portico/forms/model_fields.hpp>
#include <portico/orm/constraints.hpp>
#include <portico/orm/related.hpp>
#include <portico/orm/routing.hpp>
#include <portico/orm/saving.hpp>
#include <portico/orm/transaction.hpp>
#include <portico/orm/types.hpp>
#include <portico/project/project.hpp>
#include <portico/storage/storage.hpp>

namespace portico::forms {

namespace {

/// What the form shows first: the key of a reference, the keys of related rows, a file, the value itself.
Value initial_value(const orm::ModelInfo& model, const FieldInfo& info, const orm::Object& object, bool is_change) {
    auto* relation = orm::relation_type(info);
    if (relation && relation->many) {
        List keys;
        if (!is_change) return keys;
        const orm::Results& related = relation->related(info.in(object.object.get()))->load();
        const orm::ModelInfo& target = model.relation(info.name)->target();
        for (const void* row : related.items) keys.emplace_back(target.key_text(row));
        return keys;
    }
    if (!is_change && info.default_value) return *info.default_value;
    if (is_change) model.complete(object.object.get(), &info);
    // Choices go by key, whatever the column refers to.
    const orm::Relation* referring = relation ? model.relation(info.name) : nullptr;
    if (referring && referring->to_field) {
        auto* reference = relation->reference(info.in(object.object.get()));
        return reference->empty() ? Value() : Value(referring->target().key_text(reference->load(relation->target)));
    }
    Value value = info.get(object.object.get()).owned();
    if (orm::is_file(info)) return value.truthy() ? orm::file_value(value.str()) : Value();
    if (is_change) return value;
    // A new row's moments and dates begin empty, not in 1970.
    if (auto* moment = value.as_date_time(); moment && moment->time_since_epoch().count() == 0) return {};
    if (auto* date = value.as_date(); date && !date->ok()) return {};
    return value;
}

std::vector<const FieldInfo*> infos_of(const orm::ModelInfo& model, const std::vector<std::string>& names) {
    std::vector<const FieldInfo*> infos;
    if (names.empty()) {
        for (const auto& info : model.type->fields) infos.push_back(&info);
    }
    for (const auto& name : names) {
        const FieldInfo* info = model.type->find(name);
        if (!info) {
            throw Error("model " + model.name + " has no field \"" + name + "\" for a form",
                        did_you_mean(name, model.type->names()));
        }
        infos.push_back(info);
    }
    return infos;
}

orm::Object draft_of(const orm::ModelInfo& model, const orm::Object& instance) {
    orm::Object draft{model.type, model.type->make()};
    if (instance) model.type->assign(draft.object.get(), instance.object.get());
    return draft;
}

}  // namespace

AnyModelForm::AnyModelForm(const orm::ModelInfo& model, const std::vector<std::string>& names, Submission sent,
                           orm::Object instance, FormOptions options)
    : AnyForm(std::move(sent), std::move(options)), model_(&model), instance_(std::move(instance)),
      draft_(draft_of(model, instance_)), is_change_(instance_ && model.is_saved(instance_.object.get())) {
    for (const FieldInfo* info : infos_of(model, names)) {
        FieldPtr field = make_model_field(model, *info);
        if (!field) continue;
        field->initial = initial_value(model, *info, draft_, is_change_);
        // Another key would be another row.
        if (is_change_ && orm::is_key(*info)) field->disabled = true;
        add(info->key(), std::move(field));
        infos_.push_back(info);
    }
}

void AnyModelForm::put(const FieldInfo& info, const Value& value) {
    void* object = draft_.object.get();
    auto* relation = orm::relation_type(info);
    if (relation && relation->many) return;
    if (orm::is_file(info)) {
        if (value.as_boolean()) info.set(object, Value(""));
        return;  // a new file is stored when the row is saved; the present one stays
    }
    if (!value.is_null() || info.nullable()) return info.set(object, value);
    // Nothing was given for what can't be null: what a new object has.
    auto fresh = model_->type->make();
    info.type->assign(info.in(object), info.in(static_cast<const void*>(fresh.get())));
}

void AnyModelForm::set_cleaned(std::string_view name, Value value) {
    for (const FieldInfo* info : infos_) {
        if (info->key() == name) put(*info, value);
    }
    AnyForm::set_cleaned(name, std::move(value));
}

void AnyModelForm::fill() {
    for (const FieldInfo* info : infos_) {
        const Value* value = cleaned().find(info->key());
        if (!value || find(info->key())->disabled) continue;
        std::vector<Fault> faults;
        if (!collect(faults, [&] { put(*info, *value); })) add_error(info->key(), std::move(faults));
    }
}

void AnyModelForm::post_clean() {
    std::vector<std::string> skip;
    for (const auto& info : model_->type->fields) {
        const Value* value = cleaned().find(info.key());
        bool shown = std::ranges::find(infos_, &info) != infos_.end();
        if (!shown || !value || (value && uploaded_file(*value))) skip.push_back(info.name);
    }
    for (const auto& error : orm::validate(*model_->type, draft_.object.get(), skip)) {
        const FieldInfo* info = model_->type->find(error.field);
        bool shown = info && find(info->key());
        add_error(shown ? info->key() : std::string(), error.message, error.code);
    }
}

bool AnyModelForm::save() {
    bool saved = guarded([&] {
        store_files();
        orm::save_object(*model_->type, draft_.object.get());
        save_many_to_many();
    });
    if (saved && instance_) model_->type->assign(instance_.object.get(), draft_.object.get());
    return saved;
}

bool AnyModelForm::guarded(const std::function<void()>& work) {
    if (!is_valid()) {
        throw Error("a " + model_->name + " form that isn't valid can't be saved", "ask is_valid() first");
    }
    try {
        orm::atomic([&] { work(); }, {.database = orm::home_of(*model_)});
        return true;
    } catch (const orm::StaleObject&) {
        // As long as the form holds the version that was shown: .version().editable(true), and the member among the form's fields.
        add_error({}, "Somebody else has changed this since you opened it. Open it again and make your change anew.", "stale");
        return false;
    } catch (const orm::IntegrityError& error) {
        add_database_error(error);
        return false;
    }
}

void AnyModelForm::store_files() {
    for (const FieldInfo* info : infos_) {
        const Value* value = cleaned().find(info->key());
        const UploadedFile* file = value && orm::is_file(*info) ? uploaded_file(*value) : nullptr;
        if (!file) continue;
        auto* options = dynamic_cast<const orm::ColumnOptions*>(info->extension.get());
        const std::string name = storage_name(options ? options->upload_to : "", file->name());
        info->set(draft_.object.get(), Value(default_storage().save(name, *file)));
    }
}

void AnyModelForm::save_many_to_many() {
    for (const FieldInfo* info : infos_) {
        const orm::Relation* relation = model_->relation(info->name);
        const Value* value = cleaned().find(info->key());
        if (!relation || !relation->to_many() || !value) continue;
        if (is_change_ && !BoundField(*this, field(info->key())).has_changed()) continue;
        std::vector<const void*> rows;
        value->each([&](const Value& row) { return rows.push_back(row.as_struct()->object), true; });
        orm::Step step{&model_->slot, static_cast<std::uint32_t>(relation->offset), false};
        orm::detail::RelationEnd(*model_->type, draft_.object.get(), step).set(rows);
    }
}

void AnyModelForm::add_database_error(const orm::IntegrityError& error) {
    const auto shown = [&](const orm::FieldError& told) {
        const FieldInfo* info = model_->type->find(told.field);
        add_error(info && find(info->key()) ? info->key() : std::string(), told.message, told.code);
    };
    if (auto told = orm::broken_rule(*model_, error)) return shown(*told);
    // SQLite does not tell which reference leads nowhere, but it can be asked again.
    if (error.kind() == orm::IntegrityError::Kind::foreign_key) {
        for (const auto& told : orm::validate(*model_->type, draft_.object.get()))
            if (model_->relation(told.field)) return shown(told);
    }
    add_error({}, "The database refused to save this: " + std::string(error.what()), "database");
}

std::optional<Value> AnyModelForm::attribute(std::string_view name) const {
    if (!find(name) && name == "instance") return draft_.value();
    return AnyForm::attribute(name);
}

std::vector<std::string> member_names(const TypeInfo& type, std::initializer_list<std::size_t> offsets) {
    std::vector<std::string> names;
    for (std::size_t offset : offsets) {
        auto found = std::ranges::find(type.fields, offset, &FieldInfo::offset);
        if (found == type.fields.end()) throw Error("a member that a form of " + type.name + " names is no field of it");
        names.push_back(found->name);
    }
    return names;
}

}  // namespace portico::forms
