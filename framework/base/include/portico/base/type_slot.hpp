#pragma once

namespace portico {

struct TypeInfo;

/// Where a type's description is found once it is installed. Headers that use a type (queries, values) read this pointer, so that
/// only the file that installs the type pays for its reflection.
template <class T> inline const TypeInfo* type_slot = nullptr;

}  // namespace portico
