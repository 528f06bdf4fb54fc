#pragma once
#include <portico/orm/model_info.hpp>

#include "case.hpp"

namespace portico::conformance {

/// A field of a model, made of what a case says of it, and the model that it is a field of. It is called "the_field" whatever the member is.
struct ModelField {
    const orm::ModelInfo* model = nullptr;
    FieldInfo info{};
};

/// Throws NoSuchOperation for a kind or an option that this framework has not.
ModelField make_model_part(const Json& description);

} // namespace portico::conformance
