/// A form's fields as the templates draw them.
#pragma once
#include <string>

#include "form_layout.hpp"

#include <portico/forms/model_form.hpp>
#include <portico/orm/any_query_set.hpp>

namespace portico::admin {

/// How one field is drawn.
struct Drawing {
    bool focus = false;             // the cursor starts here
    bool in_row = false;            // of an inline table: compact
    std::string follows{};          // ids of the fields that a slug is made of
};

/// Native date controls, boxes for many to many, a key in place of a list of a thousand rows: before the form is drawn.
void prepare_widgets(forms::AnyModelForm& form);

/// id, name, label, kind, width, required, control, errors, help, group, current, cell: for field.html and inline_row.html.
Value drawn_field(const forms::AnyModelForm& form, const FieldPlan& plan, const Drawing& drawing);
/// A field of a form that belongs to no model.
Value drawn_plain(const forms::BoundField& bound, bool focus);
/// The value alone.
Value shown_field(const Entry& entry, const void* object, const FieldPlan& plan);
/// Hidden inputs of the form.
std::string hidden_inputs(const forms::AnyModelForm& form);

}  // namespace portico::admin
