/// The controls of HTML.
#pragma once
#include <string>

#include <portico/forms/widget.hpp>

namespace portico::forms {

/// `<input type=…>`.
class Input : public Widget {
public:
    explicit Input(std::string type, Attributes own = {}) : Widget(std::move(own)), type(std::move(type)) {}
    std::string render(std::string_view name, const Value& value, const Attributes& more) const override;
    using Widget::render;
    bool is_hidden() const override { return type == "hidden"; }
    /// A colour or a place on a scale is always there: HTML has no `required` for them.
    bool use_required(const Value& initial) const override {
        return Widget::use_required(initial) && type != "color" && type != "range";
    }

    std::string type;
};

class TextInput : public Input {
public:
    explicit TextInput(Attributes own = {}) : Input("text", std::move(own)) {}
};
class NumberInput : public Input {
public:
    explicit NumberInput(Attributes own = {}) : Input("number", std::move(own)) {}
};
class EmailInput : public Input {
public:
    explicit EmailInput(Attributes own = {}) : Input("email", std::move(own)) {}
};
class URLInput : public Input {
public:
    explicit URLInput(Attributes own = {}) : Input("url", std::move(own)) {}
};
class HiddenInput : public Input {
public:
    explicit HiddenInput(Attributes own = {}) : Input("hidden", std::move(own)) {}
};

/// Never shows what was typed, unless told to.
class PasswordInput : public Input {
public:
    explicit PasswordInput(Attributes own = {}, bool shows_value = false)
        : Input("password", std::move(own)), shows_value(shows_value) {}
    Value shown(const Value& value) const override;

    bool shows_value;
};

/// Several hidden inputs of one name: the initial value of a multiple choice.
class MultipleHiddenInput : public HiddenInput {
public:
    using HiddenInput::HiddenInput;
    std::string render(std::string_view name, const Value& value, const Attributes& more) const override;
    Value value_from(const Submission& sent, std::string_view name) const override;
};

class Textarea : public Widget {
public:
    /// 40 columns and 10 rows unless told otherwise.
    explicit Textarea(Attributes own = {});
    Value value_from(const Submission& sent, std::string_view name) const override;
    std::string render(std::string_view name, const Value& value, const Attributes& more) const override;
    using Widget::render;
};

/// Dates and times. `type` is "text" as in Django, or the browser's own control ("date", "time", "datetime-local").
class DateInput : public Input {
public:
    explicit DateInput(std::string type = "text", Attributes own = {}) : Input(std::move(type), std::move(own)) {}
    Value shown(const Value& value) const override;

    std::string format{};  // Python's strftime: "%d.%m.%Y"; empty: ISO 8601
};
class TimeInput : public Input {
public:
    explicit TimeInput(std::string type = "text", Attributes own = {}) : Input(std::move(type), std::move(own)) {}
    Value shown(const Value& value) const override;

    std::string format{};  // Python's strftime: "%d.%m.%Y"; empty: ISO 8601
};
class DateTimeInput : public Input {
public:
    explicit DateTimeInput(std::string type = "text", Attributes own = {}) : Input(std::move(type), std::move(own)) {}
    /// In the project's time zone.
    Value shown(const Value& value) const override;

    std::string format{};  // Python's strftime: "%d.%m.%Y"; empty: ISO 8601
};

/// Sends nothing when it isn't ticked, so it is never omitted.
class CheckboxInput : public Input {
public:
    explicit CheckboxInput(Attributes own = {}) : Input("checkbox", std::move(own)) {}
    std::string render(std::string_view name, const Value& value, const Attributes& more) const override;
    Value value_from(const Submission& sent, std::string_view name) const override;
    bool is_omitted(const Submission&, std::string_view) const override { return false; }
};

/// A file that was chosen before, for a try that was sent back, comes as a signed text under `held_name`.
class FileInput : public Input {
public:
    static std::string held_name(std::string_view name);  // "cover-held"
    explicit FileInput(Attributes own = {}) : Input("file", std::move(own)) {}
    Value shown(const Value&) const override { return {}; }
    Value value_from(const Submission& sent, std::string_view name) const override;
    bool is_omitted(const Submission& sent, std::string_view name) const override;
    bool needs_multipart() const override { return true; }
    bool use_required(const Value& initial) const override { return initial.is_null() || !initial.truthy(); }
};

/// Shows the present file with a box to clear it. What comes back: null (keep), false (clear), or the new file. Both at once is a
/// contradiction, which FileField tells.
class ClearableFileInput : public FileInput {
public:
    using FileInput::FileInput;
    std::string render(std::string_view name, const Value& value, const Attributes& more) const override;
    Value value_from(const Submission& sent, std::string_view name) const override;
    bool is_omitted(const Submission& sent, std::string_view name) const override;
};

/// What widgets with options share.
class ChoiceWidget : public Widget {
public:
    explicit ChoiceWidget(Attributes own, Choices choices, bool multiple);
    void set_choices(Choices choices) override { choices_ = std::move(choices); }
    std::vector<Choice> choices() const { return choices_ ? choices_() : std::vector<Choice>(); }
    Value value_from(const Submission& sent, std::string_view name) const override;
    bool multiple() const { return multiple_; }

protected:
    /// The values that are chosen, as texts.
    std::vector<std::string> chosen(const Value& value) const;

private:
    Choices choices_;
    bool multiple_;
};

class Select : public ChoiceWidget {
public:
    explicit Select(Attributes own = {}, Choices choices = {}, bool multiple = false)
        : ChoiceWidget(std::move(own), std::move(choices), multiple) {}
    std::string render(std::string_view name, const Value& value, const Attributes& more) const override;
    using Widget::render;
    /// Only where the first option stands for nothing (HTML's rule for `required`).
    bool use_required(const Value& initial) const override;
};

class SelectMultiple : public Select {
public:
    explicit SelectMultiple(Attributes own = {}, Choices choices = {}) : Select(std::move(own), std::move(choices), true) {}
    bool is_omitted(const Submission&, std::string_view) const override { return false; }
    bool use_required(const Value&) const override { return true; }
};

/// Unknown, yes, no.
class NullBooleanSelect : public Select {
public:
    explicit NullBooleanSelect(Attributes own = {});
    Value shown(const Value& value) const override;
    Value value_from(const Submission& sent, std::string_view name) const override;
};

/// Radio buttons.
class RadioSelect : public ChoiceWidget {
public:
    explicit RadioSelect(Attributes own = {}, Choices choices = {}, bool multiple = false)
        : ChoiceWidget(std::move(own), std::move(choices), multiple) {}
    std::string render(std::string_view name, const Value& value, const Attributes& more) const override;
    using Widget::render;
    std::vector<std::string> parts(std::string_view name, const Value& value, const Attributes& more) const override;
    bool is_group() const override { return true; }
    std::string id_for_label(std::string_view) const override { return {}; }
};

/// Check boxes, any number of them.
class CheckboxSelectMultiple : public RadioSelect {
public:
    explicit CheckboxSelectMultiple(Attributes own = {}, Choices choices = {})
        : RadioSelect(std::move(own), std::move(choices), true) {}
    bool use_required(const Value&) const override { return false; }
    bool is_omitted(const Submission&, std::string_view) const override { return false; }
};

}  // namespace portico::forms
