#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <portico/forms/errors.hpp>
#include <portico/forms/widget.hpp>

namespace portico::forms {

/// One field of a form while it runs: how it is labelled, shown, read and checked.
///
///     IntegerField votes;
///     votes.min_value = 0;
///     votes.clean("5")                 // Value 5
///     votes.clean("-1")                // ValidationError: "Ensure this value is greater than or equal to 0."
///
/// Kinds are in fields.hpp. A kind of one's own overrides `to_value` (text → value) and, where it shows values differently,
/// `prepared`.
class Field {
public:
    /// `widget` is what the field is shown with unless the form says otherwise.
    explicit Field(WidgetPtr widget);
    virtual ~Field() = default;
    Field(const Field&) = delete;  // choices of rows refer to their field
    Field& operator=(const Field&) = delete;

    std::string name{};
    std::string label{};       // empty: made of the name
    bool label_is_html = false;  // shown as it is, not escaped
    bool has_label = true;     // false: shown without
    std::optional<std::string> label_suffix{};  // instead of the form's
    std::string help_text{};   // HTML
    bool required = true;
    bool disabled = false;     // shown, not taken: what a client sends is ignored
    Value initial{};
    /// The initial value goes along as a hidden control, and what was changed is told by that: for initial values that are others when
    /// the form comes back, as the present time is.
    bool show_hidden_initial = false;
    std::map<std::string, std::string> error_messages{};  // by code, instead of the default ones
    std::vector<std::function<void(const Value&)>> validators{};  // throw ValidationError or ConversionError
    WidgetPtr widget;

    /// Converts, validates, runs validators; throws ValidationError with everything that is wrong. `initial` is for files.
    virtual Value clean(const Value& sent, const Value& initial = {}) const;
    /// What was sent as the field's kind of value; null stands for nothing.
    virtual Value to_value(const Value& sent) const { return sent; }
    virtual void validate(const Value& value) const;
    /// The value as the widget shows it, given initial data.
    virtual Value prepared(const Value& value) const { return value; }
    /// What is shown of a bound field.
    virtual Value bound_value(const Value& sent, const Value& initial) const { return disabled ? initial : sent; }
    virtual bool has_changed(const Value& initial, const Value& sent) const;
    /// HTML attributes that follow from the field's limits.
    virtual void widget_attributes(const Widget& on, Attributes& attributes) const {
        (void)on, (void)attributes;
    }

    /// Shows the field with another widget, given choices and attributes that belong to the field.
    void use(WidgetPtr other);
    /// Is it null, "", or an empty list?
    static bool is_empty(const Value& value);

protected:
    /// The message of that code: the field's own, else the default.
    std::string message(std::string_view code, std::string_view standard) const;
    [[noreturn]] void fail(std::string_view code, std::string_view standard,
                           std::vector<std::pair<std::string, std::string>> parameters = {}) const;
    void run_validators(const Value& value, std::vector<Fault>& faults) const;
    /// Checks beyond validators: limits. Adds to `faults`.
    virtual void check_limits(const Value& value, std::vector<Fault>& faults) const {
        (void)value, (void)faults;
    }
    virtual void set_up_widget(Widget& on) const;
};

using FieldPtr = std::shared_ptr<Field>;

/// The form field for a struct's field, by its type and what `describe` says of it. Throws Error for a type that no field is for.
FieldPtr make_field(const FieldInfo& info);

}  // namespace portico::forms
