// E-mail messages.
#include "operation.hpp"

namespace portico::conformance {

void add_mail_operations(Operations&) {}

} // namespace portico::conformance
