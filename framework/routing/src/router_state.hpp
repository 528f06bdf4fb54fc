#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <portico/routing/router.hpp>

#include "route_tree.hpp"

namespace portico {

struct Router::State {
    std::vector<std::unique_ptr<routing::RouteEntry>> entries{};
    routing::RouteTree tree{};
    std::map<std::string, std::vector<const routing::RouteEntry*>, std::less<>> by_name{};
    /// By the namespaces around them ("outer:"; "" at the top), in order of declaration.
    std::map<std::string, std::vector<Route::Namespace>, std::less<>> namespaces{};
};

} // namespace portico
