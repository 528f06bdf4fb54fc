#pragma once
#include <string>
#include <vector>

#include <portico/http/request.hpp>

namespace portico::middleware {

/// Why a request that changes something may come from another site; empty when it comes from this one or a
/// trusted one.
std::string origin_problem(const Request& request, const std::vector<std::string>& trusted);

} // namespace portico::middleware
