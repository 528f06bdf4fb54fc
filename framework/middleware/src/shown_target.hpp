#pragma once
#include <string>

#include <portico/http/request.hpp>

namespace portico::middleware {

/// The request's target for logs and the debug page: what in its query and among the route's parameters is called a secret is dots.
std::string shown_target(const Request& request);

}  // namespace portico::middleware
