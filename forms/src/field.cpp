#include <portico/forms/field.hpp>

#include <portico/base/text.hpp>

namespace portico::forms {

Field::Field(WidgetPtr own) : widget(std::move(own)) {}

bool Field::is_empty(const Value& value) {
    if (value.is_null()) return true;
    if (auto text = value.as_text()) return text->empty();
    if (auto* list = value.as_list()) return list->empty();
    if (auto* map = value.as_map()) return map->empty();
    return false;
}

Value Field::clean(const Value& sent, const Value&) const {
    Value value = to_value(sent);
    validate(value);
    std::vector<Fault> faults;
    run_validators(value, faults);
    if (!faults.empty()) throw ValidationError(std::move(faults));
    return value;
}

void Field::validate(const Value& value) const {
    if (required && is_empty(value)) fail("required", "This field is required.");
}

void Field::run_validators(const Value& value, std::vector<Fault>& faults) const {
    if (is_empty(value)) return;
    std::size_t before = faults.size();
    for (const auto& validator : validators) collect(faults, [&] { validator(value); });
    check_limits(value, faults);
    for (std::size_t i = before; i < faults.size(); ++i) {
        faults[i].parameters.emplace_back("value", value.str());
        if (auto own = error_messages.find(faults[i].code); own != error_messages.end()) faults[i].message = own->second;
    }
}

bool Field::has_changed(const Value& before, const Value& sent) const {
    if (disabled) return false;
    Value value;
    try {
        value = to_value(sent);
    } catch (const Error&) {
        return true;
    }
    Value old = before;
    try {
        old = to_value(before);
    } catch (const Error&) {
    }
    if (is_empty(old) && is_empty(value)) return false;
    return !(old == value);
}

void Field::use(WidgetPtr other) {
    set_up_widget(*other);
    widget = std::move(other);
}

void Field::set_up_widget(Widget& on) const { on.is_required = required; }

std::string Field::message(std::string_view code, std::string_view standard) const {
    auto own = error_messages.find(std::string(code));
    return own == error_messages.end() ? std::string(standard) : own->second;
}

void Field::fail(std::string_view code, std::string_view standard,
                 std::vector<std::pair<std::string, std::string>> parameters) const {
    throw ValidationError(message(code, standard), std::string(code), std::move(parameters));
}

}  // namespace portico::forms
