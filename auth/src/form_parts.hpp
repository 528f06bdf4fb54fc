/// What the forms about people share.
#pragma once
#include <memory>
#include <string>

#include <portico/forms/any_form.hpp>
#include <portico/forms/fields.hpp>

namespace portico::auth {

std::shared_ptr<forms::EmailField> email_field(std::string label, bool focus = false);

/// The clean value of that field; "" where there is none.
std::string text_of(const forms::AnyForm& form, const char* name);

}  // namespace portico::auth
