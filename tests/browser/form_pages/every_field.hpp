/// A form with every kind of field and every widget, in the states that a person may see.
#pragma once
#include <memory>
#include <string>

#include <portico/forms/any_form.hpp>

namespace form_pages {

using namespace portico;

enum class State {
    empty,    // as a visitor finds it
    filled,   // with initial values
    optional, // nothing is required
    disabled,
    refused,  // sent with something wrong in every field
};

/// `groups`: also radio buttons and check boxes, which are more than a paragraph may hold.
std::unique_ptr<forms::AnyForm> every_field(State state, bool groups, forms::FormOptions options = {});

} // namespace form_pages
