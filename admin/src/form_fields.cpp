#include "form_fields.hpp"

#include "cells.hpp"
#include "site.hpp"
#include "words.hpp"

#include <portico/base/text.hpp>
#include <portico/forms/fields.hpp>
#include <portico/forms/model_fields.hpp>
#include <portico/orm/types.hpp>

#include <algorithm>

namespace portico::admin {

namespace {

/// A list of more rows than that is of no use; the key is typed instead.
constexpr std::uint64_t most_rows = 300;
/// The name of what is chosen stands beside a key that is typed.
constexpr std::string_view typed_key = "data-key";

void prepare_choice(forms::ModelChoiceField& field) {
    std::vector<orm::Object> rows = field.rows().slice(0, most_rows + 1).objects();
    const orm::ModelInfo& target = field.rows().model();
    if (rows.size() > most_rows) {
        field.use(std::make_shared<forms::TextInput>(forms::Attributes{{typed_key, "1"}, {"inputmode", "numeric"}, {"autocomplete", "off"}}));
        return;
    }
    auto* many = dynamic_cast<forms::ModelMultipleChoiceField*>(&field);
    if (many) field.use(std::make_shared<forms::CheckboxSelectMultiple>());
    std::vector<Choice> choices;
    if (!many) choices.push_back({Value(""), field.empty_label, {}});
    for (const orm::Object& row : rows) choices.push_back({Value(target.key_text(row.object.get())), row.type->str(row.object.get()), {}});
    field.widget->set_choices(forms::fixed(std::move(choices)));
}

template <class Wanted, class Input> void use_native(forms::Field& field, const char* type) {
    auto* input = dynamic_cast<Input*>(field.widget.get());
    if (dynamic_cast<Wanted*>(&field) && input && input->type == "text") field.use(std::make_shared<Input>(type));
}

void prepare(forms::Field& field) {
    if (auto* choice = dynamic_cast<forms::ModelChoiceField*>(&field)) return prepare_choice(*choice);
    use_native<forms::DateTimeField, forms::DateTimeInput>(field, "datetime-local");
    use_native<forms::DateField, forms::DateInput>(field, "date");
    use_native<forms::TimeField, forms::TimeInput>(field, "time");
    if (dynamic_cast<forms::DateTimeInput*>(field.widget.get()) && field.help_text.empty()) {
        field.help_text = "Time in " + Shown::current({}).zone.name();
    }
}

List messages_of(const forms::BoundField& bound) {
    List all;
    for (const std::string& message : bound.errors().messages()) all.emplace_back(message);
    return all;
}

/// The file that is there, and a box to take it away.
std::string current_file(const forms::BoundField& bound) {
    Value initial = bound.initial();
    if (initial.is_null() || !initial.truthy()) return {};
    auto url = initial.attribute("url");
    const std::string name = initial.str();
    std::string html = url ? "<a href=\"" + escaped(url->str()) + "\">" + escaped(name) + "</a>" : escaped(name);
    if (!bound.field().required) {
        const std::string clear = escaped(bound.html_name()) + "-clear";
        html += "<label><input type=\"checkbox\" name=\"" + clear + "\" id=\"" + clear + "_id\"> Remove</label>";
    }
    return html;
}

/// What is chosen by a key that is typed.
std::string current_row(const forms::BoundField& bound) {
    auto* choice = dynamic_cast<const forms::ModelChoiceField*>(&bound.field());
    if (!choice || !bound.field().widget->attributes.contains(typed_key)) return {};
    const orm::ModelInfo& target = choice->rows().model();
    std::string html;
    try {
        orm::Object row = choice->rows().find(target.parse_key(choice->prepared(bound.value()).str()));
        if (row) html = escaped(row.type->str(row.object.get()));
    } catch (const ConversionError&) {
        html.clear();  // nothing is chosen yet
    }
    const Entry* entry = Site::current().find(target);
    if (entry) html += " <a href=\"" + entry->url + "\" target=\"_blank\">Find " + escaped(entry->singular) + "</a>";
    return html;
}

std::string control_of(const forms::BoundField& bound, const forms::Attributes& more) {
    if (dynamic_cast<const forms::CheckboxSelectMultiple*>(bound.field().widget.get())) {
        std::string html = "<div class=\"choices\">";
        for (const std::string& part : bound.parts()) html += part;
        return html + "</div>";
    }
    if (dynamic_cast<const forms::FileField*>(&bound.field())) {
        forms::FileInput plain(bound.field().widget->attributes);
        forms::Attributes own = more;
        own.set("id", bound.auto_id());
        if (std::string ids = bound.aria_describedby(); !ids.empty()) own.set("aria-describedby", ids);
        if (!bound.errors().empty()) own.set("aria-invalid", "true");
        bound.field().widget_attributes(plain, own);
        return plain.render(bound.html_name(), {}, own);
    }
    return bound.widget_html(more);
}

}  // namespace

void prepare_widgets(forms::AnyModelForm& form) {
    for (const forms::FieldPtr& field : form.fields()) prepare(*field);
}

Value drawn_field(const forms::AnyModelForm& form, const FieldPlan& plan, const Drawing& drawing) {
    const forms::BoundField bound = form[plan.found.field ? plan.found.field->key() : plan.name()];
    const bool check = dynamic_cast<const forms::CheckboxInput*>(bound.field().widget.get()) != nullptr;
    const bool file = dynamic_cast<const forms::FileField*>(&bound.field()) != nullptr;
    const List errors = messages_of(bound);
    forms::Attributes more;
    if (drawing.focus) more.set_bare("autofocus");
    if (!drawing.follows.empty()) more.set("data-from", drawing.follows);
    if (drawing.in_row && is_long_text(plan.found)) more.set("rows", "2");
    const std::string current = file ? current_file(bound) + bound.held_html() : current_row(bound);
    return Value::map({{"id", bound.auto_id()},
                       {"name", bound.html_name()},
                       {"label", bound.label()},
                       {"kind", std::string(check ? "check" : "")},
                       {"width", plan.width},
                       {"cell", std::string(check ? "tick" : plan.width.empty() ? "" : "brief")},
                       {"group", bound.use_fieldset()},
                       {"required", bound.field().required && !check},
                       {"current", Html{current}},
                       {"control", Html{control_of(bound, more)}},
                       {"help", Html{bound.help_text()}},
                       {"errors", Value::list(errors)}});
}

Value drawn_plain(const forms::BoundField& bound, bool focus) {
    forms::Attributes more;
    if (focus) more.set_bare("autofocus");
    return Value::map({{"id", bound.auto_id()},
                       {"name", bound.html_name()},
                       {"label", bound.label()},
                       {"required", bound.field().required},
                       {"control", Html{bound.widget_html(more)}},
                       {"help", Html{bound.help_text()}},
                       {"errors", Value::list(messages_of(bound))}});
}

Value shown_field(const Entry& entry, const void* object, const FieldPlan& plan) {
    const Shown shown = Shown::current(entry.options());
    Value value = object ? value_at(*entry.type, object, plan.found) : Value();
    std::string html = is_long_text(plan.found) && value.is_text() ? escaped(value.str())
                                                                   : cell_html(value, look_of(plan.found), plan.found.field, shown);
    return Value::map({{"id", "shown_" + plan.name()},
                       {"label", plan.found.label},
                       {"kind", "shown"},
                       {"width", plan.width},
                       {"control", Html{"<div class=\"value\">" + html + "</div>"}}});
}

std::string hidden_inputs(const forms::AnyModelForm& form) {
    std::string html;
    for (const forms::BoundField& field : form.hidden_fields()) html += field.widget_html();
    return html;
}

}  // namespace portico::admin
