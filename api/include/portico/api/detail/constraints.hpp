#pragma once
#include <portico/api/codec.hpp>

namespace portico::api::detail {

/// Checks what `describe` asked of a value that has the right type already. The caller fills in the errors' `input`.
void check_constraints(const FieldInfo& field, const FieldType& type, const void* value, const Location& location,
                       Errors& errors);
/// The rules over several fields of a struct whose fields are all good.
void check_rules(const TypeInfo& type, const void* object, const Location& location, Errors& errors);

/// "'red', 'green' or 'blue'"
std::string alternatives(const std::vector<std::string>& names);

}  // namespace portico::api::detail
