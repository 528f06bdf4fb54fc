#include "inlines.hpp"

#include "cells.hpp"
#include "site.hpp"
#include "words.hpp"

#include <portico/admin/inline.hpp>
#include <portico/base/text.hpp>

#include <algorithm>

namespace portico::admin {

namespace {

constexpr std::string_view dropped = "DELETE";

bool may(const Visit& visit, const orm::ModelInfo& model, Permission permission) {
    if (const Entry* entry = visit.site.find(model)) return entry->may(visit.request, permission);
    return is_allowed(visit.request, permission, model);
}

/// Rows of an inline are saved together: they can be changed where its model's policy lets the person change each of them.
bool may_change_all(const Visit& visit, const orm::Relation& relation, const orm::Object& parent) {
    if (!parent || !visit.model().model->is_saved(parent.object.get())) return true;
    const auto rows = orm::AnyQuerySet(*relation.from).where(relation.name, relation.value_in(parent.object.get()));
    return !has_policy(*relation.from) || rows_allowed(visit.request, Permission::change, rows).count() == rows.count();
}

/// An entry for a model whether the site shows it by itself or not: values are drawn by it.
Entry entry_for(const Visit& visit, const orm::ModelInfo& model) {
    if (const Entry* known = visit.site.find(model)) return *known;
    Entry made;
    made.admin = std::make_shared<AnyModelAdmin>(&model.slot, model.name.c_str());
    made.model = &model;
    made.type = model.type;
    made.singular = singular_of(model);
    made.plural = plural_of(model);
    return made;
}

List texts(const forms::ErrorList& errors) {
    List all;
    for (const std::string& message : errors.messages()) all.emplace_back(message);
    return all;
}

}  // namespace

const orm::Relation& relation_of(const AnyInline& inline_rows, const orm::ModelInfo& parent) {
    const orm::ModelInfo* model = orm::model_of(inline_rows.type());
    if (!model) throw Error("\"" + inline_rows.type().qualified + "\" of an inline is no model", "install it with orm::models<…>()");
    const std::string named = lookup_of(inline_rows.parent());
    const orm::Relation* found = nullptr;
    for (const orm::Relation& relation : model->relations) {
        if (relation.to_many() || &relation.target() != &parent) continue;
        if (!named.empty() && relation.name != named) continue;
        if (found) {
            throw Error("\"" + model->label() + "\" refers to \"" + parent.label() + "\" more than once",
                        "name the one that the inline goes by: parent(&" + model->name + "::" + found->name + ")");
        }
        found = &relation;
    }
    if (!found) {
        throw Error("the inline of \"" + model->label() + "\" has no foreign key to \"" + parent.label() + "\"",
                    "an inline's rows refer to the model whose page they are on");
    }
    return *found;
}

std::vector<InlinePart> InlinePart::all(const Visit& visit, const orm::Object& parent, const forms::Submission& sent) {
    std::vector<InlinePart> parts;
    for (const auto& options : visit.model().options().inlines) {
        InlinePart part(*options, relation_of(*options, *visit.model().model));
        const bool change = may(visit, part.model(), Permission::change) && may_change_all(visit, *part.relation_, parent);
        part.may_add_ = may(visit, part.model(), Permission::add);
        part.may_delete_ = options->can_delete() && may(visit, part.model(), Permission::remove);
        if (!change && !part.may_add_ && !may(visit, part.model(), Permission::view)) continue;
        part.parent_ = parent;
        part.entry_ = entry_for(visit, part.model());
        part.plan_fields(change);
        if (change) {
            forms::FormSetOptions set{.prefix = part.relation_->related_name.empty() ? url_name_of(part.model()) : part.relation_->related_name};
            set.extra = part.may_add_ ? options->extra() : 0;
            set.min = options->min_num();
            set.max = part.may_add_ ? options->max_num() : 0;
            set.validate_min = options->min_num() > 0;
            set.can_delete = part.may_delete_;
            set.can_delete_extra = false;
            std::vector<std::string> names;
            for (const FieldPlan& field : part.fields_) {
                if (!field.readonly) names.push_back(field.name());
            }
            part.rows_ = std::make_unique<forms::AnyInlineFormSet>(*part.relation_, parent, names, sent, std::move(set));
        }
        parts.push_back(std::move(part));
    }
    return parts;
}

void InlinePart::plan_fields(bool editable) {
    auto add = [&](const std::string& name, bool readonly) {
        FieldPlan field;
        field.found = find_field(model(), {{}, name}, "an inline of " + model().name);
        const bool plain = field.found.field && field.found.parts.size() == 1;
        field.readonly = readonly || !editable || !plain || !is_editable(model(), *field.found.field);
        field.width = is_long_text(field.found) ? "" : "third";
        fields_.push_back(std::move(field));
    };
    for (const orm::Path& path : options_->fields()) add(lookup_of(path), false);
    if (fields_.empty()) {
        for (const FieldInfo& field : model().type->fields) {
            if (field.name != relation_->name && !field.hidden && is_editable(model(), field)) add(field.name, false);
        }
    }
    for (const orm::Path& path : options_->readonly_fields()) add(lookup_of(path), true);
}

std::string InlinePart::label() const {
    return options_->label().empty() ? text::capfirst(entry_.plural) : options_->label();
}

std::vector<ChangedPart> InlinePart::save() {
    std::vector<ChangedPart> parts;
    if (!rows_ || !rows_->has_changed()) return parts;
    auto name = [&](const forms::AnyModelForm& form) {
        return text::capfirst(entry_.singular) + " " + in_quotes(entry_.type->str(form.object().object.get()), 50);
    };
    for (auto* form : rows_->deleted()) parts.push_back({.field = name(*form), .text = "deleted"});
    const auto changed = rows_->changed();
    const auto added = rows_->added();
    rows_->save();
    for (auto* form : changed) parts.push_back({.field = name(*form), .text = "changed"});
    for (auto* form : added) parts.push_back({.field = name(*form), .text = "added"});
    return parts;
}

Value InlinePart::drawn_row(const Visit& visit, const forms::AnyModelForm& form, bool blank) const {
    List fields;
    const void* row = form.is_change() ? form.object().object.get() : nullptr;
    for (const FieldPlan& plan : fields_) {
        fields.push_back(plan.readonly ? shown_field(entry_, row, plan) : drawn_field(form, plan, {.in_row = true}));
    }
    Map made{{"fields", Value::list(std::move(fields))}, {"hidden", Html{hidden_inputs(form)}}, {"errors", Value::list(texts(form.non_field_errors()))}};
    if (row) {
        made.append("title", shortened(entry_.type->str(row), 90));
        if (visit.site.find(model())) made.append("url", entry_.object_url(row));
    }
    if (!blank && form.find(dropped)) {
        made.append("drop", form[dropped].html_name());
        made.append("dropped", form[dropped].value().truthy());
    }
    return Value::map(std::move(made));
}

Value InlinePart::drawn(const Visit& visit) const {
    List columns, forms;
    for (const FieldPlan& plan : fields_) {
        const bool tick = look_of(plan.found) == Look::boolean && !plan.readonly;
        const bool required = !plan.readonly && plan.found.field && plan.found.field->must_be_filled();
        columns.push_back(Value::map({{"label", plan.found.label},
                                      {"class", std::string(tick ? "tick" : plan.width.empty() ? "" : "brief")},
                                      {"required", required}}));
    }
    std::int64_t count = 0;
    Map made{{"label", label()}, {"singular", entry_.singular}, {"plural", entry_.plural}, {"can_delete", may_delete_}};
    if (rows_) {
        for (const auto& form : rows_->forms()) {
            auto& one = static_cast<forms::AnyModelForm&>(*form);
            prepare_widgets(one);
            forms.push_back(drawn_row(visit, one, false));
            count += one.is_change();
        }
        made.append("management", Html{rows_->management_form()});
        made.append("errors", Value::list(texts(rows_->non_form_errors())));
        made.append("prefix", rows_->options().prefix);
        if (may_add_) {
            auto blank = rows_->empty_form();
            prepare_widgets(static_cast<forms::AnyModelForm&>(*blank));
            made.append("blank", drawn_row(visit, static_cast<forms::AnyModelForm&>(*blank), true));
        }
    } else if (parent_ && visit.model().model->is_saved(parent_.object.get())) {
        const Value key = relation_->value_in(parent_.object.get());
        for (const orm::Object& row : rows_allowed(visit.request, Permission::view, orm::AnyQuerySet(model()).where(relation_->name, key)).objects()) {
            List fields;
            for (const FieldPlan& plan : fields_) fields.push_back(shown_field(entry_, row.object.get(), plan));
            forms.push_back(Value::map({{"fields", Value::list(std::move(fields))}}));
            ++count;
        }
        made.append("prefix", url_name_of(model()));
    }
    if (count) made.append("count", grouped(count));
    made.append("width", static_cast<std::int64_t>(columns.size() + (may_delete_ ? 1 : 0)));
    made.append("columns", Value::list(std::move(columns)));
    made.append("forms", Value::list(std::move(forms)));
    return Value::map(std::move(made));
}

List InlinePart::errors() const {
    List all;
    if (!rows_) return all;
    for (const std::string& message : rows_->non_form_errors().messages()) {
        all.push_back(Value::map({{"label", label()}, {"text", message}}));
    }
    for (const auto& form : rows_->forms()) {
        if (rows_->is_marked_for_deletion(*form)) continue;
        for (const auto& [name, faults] : form->errors()) {
            const bool whole = name == forms::AnyForm::all;
            for (const forms::Fault& fault : faults) {
                Map error{{"label", whole ? label() : text::capfirst(entry_.singular) + ", " + (*form)[name].label()}, {"text", fault.text()}};
                if (!whole) error.append("id", (*form)[name].auto_id());
                all.push_back(Value::map(std::move(error)));
            }
        }
    }
    return all;
}

}  // namespace portico::admin
