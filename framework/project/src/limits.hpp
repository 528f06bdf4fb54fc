/// What `describe` says of a value's limits, for settings and for commands' arguments.
#pragma once
#include <portico/base/type_info.hpp>

namespace portico {

/// Throws ConversionError: too small, too great, none of the choices, or what a validator says.
void check_limits(const FieldInfo& field, const Value& value);

}  // namespace portico
