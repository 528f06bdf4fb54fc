#include <portico/forms/widget.hpp>

#include <array>

#include <portico/base/error.hpp>
#include <portico/forms/widgets.hpp>

namespace portico::forms {

namespace {

struct NamedWidget {
    std::string_view name;
    WidgetPtr (*make)();
};

template <class W> WidgetPtr made() { return std::make_shared<W>(); }

constexpr std::array widgets{
    NamedWidget{"text", &made<TextInput>},
    NamedWidget{"textarea", &made<Textarea>},
    NamedWidget{"password", &made<PasswordInput>},
    NamedWidget{"hidden", &made<HiddenInput>},
    NamedWidget{"email", &made<EmailInput>},
    NamedWidget{"url", &made<URLInput>},
    NamedWidget{"number", &made<NumberInput>},
    NamedWidget{"search", [] { return WidgetPtr(std::make_shared<Input>("search")); }},
    NamedWidget{"tel", [] { return WidgetPtr(std::make_shared<Input>("tel")); }},
    NamedWidget{"color", [] { return WidgetPtr(std::make_shared<Input>("color")); }},
    NamedWidget{"range", [] { return WidgetPtr(std::make_shared<Input>("range")); }},
    NamedWidget{"date", [] { return WidgetPtr(std::make_shared<DateInput>("date")); }},
    NamedWidget{"time", [] { return WidgetPtr(std::make_shared<TimeInput>("time")); }},
    NamedWidget{"datetime-local", [] { return WidgetPtr(std::make_shared<DateTimeInput>("datetime-local")); }},
    NamedWidget{"checkbox", &made<CheckboxInput>},
    NamedWidget{"select", &made<Select>},
    NamedWidget{"select_multiple", &made<SelectMultiple>},
    NamedWidget{"radio", &made<RadioSelect>},
    NamedWidget{"checkboxes", &made<CheckboxSelectMultiple>},
    NamedWidget{"file", &made<FileInput>},
    NamedWidget{"clearable_file", &made<ClearableFileInput>},
};

}  // namespace

Choices fixed(std::vector<Choice> choices) {
    return [choices = std::move(choices)] { return choices; };
}

Value Widget::value_from(const Submission& sent, std::string_view name) const {
    auto value = sent.data ? sent.data->find(name) : std::nullopt;
    return value ? Value(*value) : Value();
}

bool Widget::is_omitted(const Submission& sent, std::string_view name) const {
    return !sent.data || !sent.data->contains(name);
}

Value Widget::shown(const Value& value) const {
    if (value.is_null()) return {};
    std::string text = value.str();
    if (text.empty()) return {};
    return value.type() == Value::Type::html ? value : Value(std::move(text));
}

std::vector<std::string> Widget::parts(std::string_view name, const Value& value, const Attributes& more) const {
    return {render(name, value, more)};
}

WidgetPtr widget_named(std::string_view name) {
    for (const auto& known : widgets) {
        if (known.name == name) return known.make();
    }
    throw Error("there is no widget \"" + std::string(name) + '"', did_you_mean(name, widget_names()));
}

std::vector<std::string> widget_names() {
    std::vector<std::string> names;
    for (const auto& known : widgets) names.emplace_back(known.name);
    return names;
}

}  // namespace portico::forms
