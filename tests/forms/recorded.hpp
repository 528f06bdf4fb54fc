#pragma once
#include <nlohmann/json.hpp>

#include <portico/forms/field.hpp>
#include <portico/forms/widget.hpp>

/// Recorded cases of Django's forms: what they name, made with this framework's fields and widgets.
namespace portico::forms::recorded {

using Recorded = nlohmann::ordered_json;

/// A kind of field, widget or value that this framework has no counterpart of.
struct NotCovered : std::runtime_error {
    using std::runtime_error::runtime_error;
};

Value decode(const Recorded& json);
Recorded encode(const Value& value);
FieldPtr make_field(const Recorded& description);
WidgetPtr make_widget(const Recorded& description);
Attributes attributes_of(const Recorded& json);
std::vector<Choice> choices_of(const Recorded& json);

}  // namespace portico::forms::recorded
