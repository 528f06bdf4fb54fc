// Fields of models.
#include "operation.hpp"

namespace portico::conformance {

void add_model_field_operations(Operations&) {}

} // namespace portico::conformance
