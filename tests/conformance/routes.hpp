#pragma once
#include <portico/base/value.hpp>
#include <portico/routing/router.hpp>

#include "case.hpp"

namespace portico::conformance {

/// The case's table of routes. Rows with regular expressions are left out, for the framework has none: cases that need one fail.
Router router_of(const Case& recorded);

/// A value as the arguments of routes are written.
std::vector<UrlArgument> url_arguments(const List& values);
std::vector<Router::NamedArgument> url_arguments(const Map& values);

} // namespace portico::conformance
