#include <algorithm>

#include <portico/base/text.hpp>
#include <portico/forms/fields.hpp>

namespace portico::forms {

Value BooleanField::to_value(const Value& sent) const {
    if (auto text = sent.as_text()) {
        std::string lower = text::ascii_lower(*text);
        return lower != "false" && lower != "0" && !lower.empty();
    }
    return sent.truthy();
}

void BooleanField::validate(const Value& value) const {
    if (required && !value.truthy()) fail("required", "This field is required.");
}

bool BooleanField::has_changed(const Value& before, const Value& sent) const {
    return !disabled && !(to_value(before) == to_value(sent));
}

NullBooleanField::NullBooleanField() {
    required = false;
    use(std::make_shared<NullBooleanSelect>());
}

Value NullBooleanField::to_value(const Value& sent) const {
    if (sent.as_boolean()) return sent;
    if (sent.is_null()) return {};
    std::string text = text::ascii_lower(sent.str());
    if (text == "true" || text == "1") return true;
    if (text == "false" || text == "0") return false;
    return {};
}

ChoiceField::ChoiceField(Choices choices, WidgetPtr widget) : Field(std::move(widget)), choices_(std::move(choices)) {
    this->widget->set_choices(choices_);
}

void ChoiceField::set_choices(Choices choices) {
    choices_ = std::move(choices);
    widget->set_choices(choices_);
}

void ChoiceField::set_up_widget(Widget& on) const {
    Field::set_up_widget(on);
    on.set_choices(choices_);
}

std::optional<Value> ChoiceField::choice(std::string_view text) const {
    for (auto& known : choices()) {
        if ((known.value.is_null() ? std::string() : known.value.str()) == text) return std::move(known.value);
    }
    return std::nullopt;
}

void ChoiceField::refuse(const Value& value) const {
    fail("invalid_choice", "Select a valid choice. %(value)s is not one of the available choices.", {{"value", value.str()}});
}

Value ChoiceField::to_value(const Value& sent) const {
    if (is_empty(sent)) return empty_value;
    auto known = choice(sent.str());
    return known ? *known : Value(sent.str());
}

void ChoiceField::validate(const Value& value) const {
    Field::validate(value);
    if (!is_empty(value) && !choice(value.str())) refuse(value);
}

MultipleChoiceField::MultipleChoiceField(Choices choices, WidgetPtr widget)
    : ChoiceField(std::move(choices), std::move(widget)) {}

Value MultipleChoiceField::to_value(const Value& sent) const {
    List values;
    if (!sent.truthy()) return values;
    bool iterable = !sent.is_text() && sent.each([&](const Value& item) {
        auto known = choice(item.str());
        values.push_back(known ? *known : Value(item.str()));
        return true;
    });
    if (!iterable) fail("invalid_list", "Enter a list of values.");
    return values;
}

void MultipleChoiceField::validate(const Value& value) const {
    Field::validate(value);
    value.each([&](const Value& item) {
        if (!choice(item.str())) refuse(item);
        return true;
    });
}

bool MultipleChoiceField::has_changed(const Value& before, const Value& sent) const {
    if (disabled) return false;
    auto texts = [](const Value& values) {
        std::vector<std::string> out;
        if (!values.is_text()) values.each([&](const Value& item) { return out.push_back(item.str()), true; });
        std::ranges::sort(out);
        return out;
    };
    return texts(before) != texts(sent);
}

}  // namespace portico::forms
