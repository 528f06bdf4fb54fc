#pragma once
#include <portico/base/value.hpp>
#include <portico/routing/router.hpp>

#include "case.hpp"

namespace portico::conformance {

/// A route's option: arguments that its view gets besides the path's.
struct FixedArguments {
    Json values = Json::object();
};

/// The case's table of routes.
Router router_of(const Case& recorded);

/// A value as the arguments of routes are written.
std::vector<UrlArgument> url_arguments(const List& values);
std::vector<Router::NamedArgument> url_arguments(const Map& values);

} // namespace portico::conformance
