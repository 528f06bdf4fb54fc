#include <portico/forms/inline_form_set.hpp>

#include <algorithm>

#include <portico/forms/model_fields.hpp>
#include <portico/orm/saving.hpp>

namespace portico::forms {

struct AnyInlineFormSet::Rows {
    const orm::Relation* relation = nullptr;
    orm::Object parent{};
    std::vector<orm::Object> present{};  // as the database has them

    orm::Object find(const std::string& key) const {
        for (const auto& row : present) {
            if (relation->from->key_text(row.object.get()) == key) return row;
        }
        return {};
    }
};

namespace {

constexpr const char* key_name = "id";

std::vector<orm::Object> rows_of(const orm::Relation& relation, const orm::Object& parent,
                                 const std::vector<std::string>& ordering) {
    const orm::ModelInfo& target = relation.target();
    if (!parent || !target.is_saved(parent.object.get())) return {};
    auto rows = orm::AnyQuerySet(*relation.from).where(relation.name, relation.value_in(parent.object.get()));
    return (ordering.empty() ? rows : rows.order_by(ordering)).objects();
}

std::vector<std::string> names_without(const orm::Relation& relation, std::vector<std::string> names) {
    if (!names.empty()) return names;
    for (const auto& info : relation.from->type->fields) {
        if (info.name != relation.name && info.editable) names.push_back(info.name);
    }
    return names;
}

/// The row's key travels with its form: rows that others add or delete meanwhile shift no places.
void add_key(AnyModelForm& form, const orm::Object& row, bool is_extra) {
    auto key = std::make_shared<CharField>(std::make_shared<HiddenInput>());
    key->required = !is_extra;
    key->disabled = false;
    if (row) key->initial = form.model().key_text(row.object.get());
    form.add(key_name, std::move(key));
}

/// What is wrong with a form whose row is not among the parent's: it was deleted meanwhile, or never belonged here.
class GoneForm : public AnyModelForm {
public:
    using AnyModelForm::AnyModelForm;

protected:
    void clean() override {
        add_error({}, "This row was deleted in the meantime. Leave it out, or add it again.", "gone");
    }
};

}  // namespace

AnyInlineFormSet::AnyInlineFormSet(const orm::Relation& relation, orm::Object parent, const std::vector<std::string>& names,
                                   Submission sent, FormSetOptions options, const std::vector<std::string>& ordering)
    : AnyInlineFormSet(std::make_shared<Rows>(Rows{&relation, parent, rows_of(relation, parent, ordering)}), names,
                       std::move(sent), std::move(options)) {}

AnyInlineFormSet::AnyInlineFormSet(std::shared_ptr<Rows> rows, const std::vector<std::string>& names, Submission sent,
                                   FormSetOptions options)
    : AnyFormSet(
          [rows, all = names_without(*rows->relation, names)](std::optional<std::size_t> place, Submission data,
                                                              FormOptions form_options) -> std::unique_ptr<AnyForm> {
              const orm::ModelInfo& model = *rows->relation->from;
              bool is_extra = form_options.empty_permitted;
              orm::Object row;
              if (place && data.empty() && *place < rows->present.size()) row = rows->present[*place];
              std::string sent_key;
              if (!data.empty()) sent_key = std::string(data.data->get(form_options.prefix + '-' + key_name));
              if (!sent_key.empty()) row = rows->find(sent_key);
              bool gone = !sent_key.empty() && !row;
              auto form = gone ? std::make_unique<GoneForm>(model, all, std::move(data), row, std::move(form_options))
                               : std::make_unique<AnyModelForm>(model, all, std::move(data), row, std::move(form_options));
              add_key(*form, row, is_extra);
              return form;
          },
          rows->present.size(), std::move(sent), std::move(options)),
      rows_(std::move(rows)) {}

const orm::ModelInfo& AnyInlineFormSet::model() const { return *rows_->relation->from; }
const orm::Object& AnyInlineFormSet::parent() const { return rows_->parent; }

std::vector<AnyModelForm*> AnyInlineFormSet::added() const {
    std::vector<AnyModelForm*> out;
    for (AnyForm* form : ordered_forms()) {
        auto* one = static_cast<AnyModelForm*>(form);
        if (!one->is_change()) out.push_back(one);
    }
    return out;
}

std::vector<AnyModelForm*> AnyInlineFormSet::changed() const {
    std::vector<AnyModelForm*> out;
    for (AnyForm* form : ordered_forms()) {
        auto* one = static_cast<AnyModelForm*>(form);
        if (one->is_change() && one->has_changed()) out.push_back(one);
    }
    return out;
}

std::vector<AnyModelForm*> AnyInlineFormSet::deleted() const {
    std::vector<AnyModelForm*> out;
    for (AnyForm* form : deleted_forms()) {
        auto* one = static_cast<AnyModelForm*>(form);
        if (one->is_change()) out.push_back(one);
    }
    return out;
}

void AnyInlineFormSet::save() {
    const orm::ModelInfo& rows_model = model();
    const TypeInfo& type = *rows_model.type;
    Value parent_key = rows_->relation->value_in(rows_->parent.object.get());
    for (AnyModelForm* form : deleted()) orm::delete_objects(type, {form->object().object.get()});
    auto put = [&](AnyModelForm& form) {
        rows_->relation->field->set(form.object().object.get(), parent_key);
        form.store_files();
        orm::save_object(type, form.object().object.get());
        form.save_many_to_many();
    };
    for (AnyModelForm* form : changed()) put(*form);
    for (AnyModelForm* form : added()) put(*form);
}

}  // namespace portico::forms
