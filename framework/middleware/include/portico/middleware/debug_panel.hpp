/// A part of the debug page that an app brings: what it knows of the request that failed.
///
///     App("orm").with(DebugPanel{"SQL", [](const Request&) { return rows_of(statements); }})
#pragma once
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <portico/http/request.hpp>

namespace portico {

struct DebugPanel {
    std::string title{};
    /// Rows of name and text; without rows the panel isn't shown. Called outside of the view, while its exception is handled.
    std::function<std::vector<std::pair<std::string, std::string>>(const Request& request)> rows{};
};

}  // namespace portico
