#pragma once
#include <vector>

#include <portico/forms/errors.hpp>

#include "case.hpp"

namespace portico::conformance {

/// [{"code": …, "message": …}]
Json faults_json(const std::vector<forms::Fault>& faults);

/// A clean value, its moments in the case's zone: naive where the case's settings have no zones.
Json encode_clean(const Value& value, const Case& recorded);

} // namespace portico::conformance
