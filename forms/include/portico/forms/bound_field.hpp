#pragma once
#include <string>
#include <string_view>

#include <portico/forms/field.hpp>

namespace portico::forms {

class AnyForm;

/// A field together with its form's data: what a template draws. Lives as long as its form.
///
///     {{ form.title.label_tag }} {{ form.title }} {{ form.title.errors }}
///
/// In templates: errors, label, label_tag, legend_tag, help_text, id_for_label, auto_id, name, html_name, value, initial, data,
/// is_hidden, field (required, disabled, help_text, widget_type), use_fieldset, aria_describedby, css_classes, subwidgets, as_widget,
/// as_hidden. Printed, it is the widget's HTML.
class BoundField : public Dynamic {
public:
    BoundField(const AnyForm& form, const Field& field) : form_(&form), field_(&field) {}

    const Field& field() const { return *field_; }
    const std::string& name() const { return field_->name; }
    /// The name with the form's prefix, as the browser sends it.
    std::string html_name() const;
    std::string auto_id() const;
    std::string id_for_label() const;
    std::string label() const;
    const std::string& help_text() const { return field_->help_text; }
    /// What was typed, or the initial value: as the widget shows it.
    Value value() const;
    Value initial() const;
    Value data() const;
    ErrorList errors() const;
    bool has_changed() const;
    bool is_hidden() const { return field_->widget->is_hidden(); }
    bool use_fieldset() const { return field_->widget->is_group(); }
    /// The ids of the help text and the errors, for `aria-describedby`.
    std::string aria_describedby() const;
    /// "required" and "error" where they hold, or what the form's options call them; `more` before them.
    std::string css_classes(std::string_view more = {}) const;
    /// Those that the form's options name, for the element around the field.
    std::string row_classes() const;

    /// The control. Attributes given here come on top of the widget's own.
    std::string widget_html(const Attributes& more = {}) const;
    /// A chosen file of a form that goes back for errors elsewhere: its name, and a hidden control by which the server knows it
    /// again. Part of `widget_html`; for those who draw the control themselves. Empty where there is nothing to keep.
    std::string held_html() const;
    std::string hidden_html(bool only_initial = false) const;
    std::vector<std::string> parts() const;
    /// `<label for="id_title">Title:</label>`; without an id to point at, the bare text; empty for a field without a label.
    std::string label_tag(const Attributes& more = {}, std::string_view tag = "label") const;
    std::string legend_tag(const Attributes& more = {}) const { return label_tag(more, "legend"); }
    /// The field with label, help, errors: as `{{ form }}` shows it.
    std::string row() const;

    std::optional<Value> attribute(std::string_view name) const override;
    bool each(const std::function<bool(const Value&)>& visit) const override;
    std::string str() const override { return widget_html(); }
    std::optional<Html> html() const override { return Html{widget_html()}; }

private:
    bool holds_file() const;
    std::string initial_name() const;
    Attributes widget_attributes(const Attributes& more) const;

    const AnyForm* form_;
    const Field* field_;
};

}  // namespace portico::forms
