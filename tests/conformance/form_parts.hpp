#pragma once
#include <portico/forms/field.hpp>
#include <portico/forms/widget.hpp>

#include "case.hpp"

namespace portico::conformance {

/// What a case names, made with this framework's fields and widgets. Throws NoSuchOperation for a kind that it has not.
forms::FieldPtr make_field(const Json& description);
forms::WidgetPtr make_widget(const Json& description);
forms::Attributes attributes_of(const Json& json);
std::vector<Choice> choices_of(const Json& json);

/// What a widget hands over: values, uploaded files among them.
Value decode_sent(const Json& json);

} // namespace portico::conformance
