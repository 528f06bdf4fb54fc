/// Two people with the same row open: the second is told what the first saved, and loses nothing.
#pragma once
#include <string>

#include "entry.hpp"

#include <portico/forms/model_form.hpp>

namespace portico::admin {

/// What a row's columns hold, as a short digest: it travels with the form and comes back with it.
std::string fingerprint(const Entry& entry, const void* object);

/// For each field whose saved value is not the one typed: id, label and a text that says what was saved.
List saved_by_others(const Entry& entry, const forms::AnyModelForm& form, const void* object);

}  // namespace portico::admin
