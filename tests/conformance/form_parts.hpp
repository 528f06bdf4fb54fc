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

/// What a widget hands over: values, uploaded files among them. `of_time`: a field's or widget's own moments are moments, so that a naive
/// one is one of the current zone; for others it is a text without a zone.
Value decode_sent(const Json& json, bool of_time = true);
/// Is that a field or widget for dates or times?
bool is_of_time(const Json& description);

} // namespace portico::conformance
