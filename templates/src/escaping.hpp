#pragma once
#include <string>

#include <portico/base/value.hpp>

namespace portico::templates {

/// Django's conditional_escape: what is HTML already stays, everything else is printed and escaped.
std::string conditionally_escaped(const Value& value);

} // namespace portico::templates
