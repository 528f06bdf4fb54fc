#pragma once
#include "case.hpp"

namespace portico::conformance {

/// Are they the same as the cases compare them: keys in any order, lists in theirs, 1 and 1.0 apart?
bool same(const Json& a, const Json& b);

} // namespace portico::conformance
