/// A part of the debug page that an app brings: what it knows of the request that failed.
///
///     App("orm").with(DebugPanel{"SQL", [](const Request&) { return rows_of(statements); }})
#pragma once
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <portico/http/request.hpp>
#include <portico/http/response.hpp>

namespace portico {

struct DebugPanel {
    std::string title{};
    /// Rows of name and text; without rows the panel isn't shown. Called outside of the view, while its exception is handled.
    std::function<std::vector<std::pair<std::string, std::string>>(const Request& request)> rows{};
};

/// A page of such tables in the debug page's look, for developers.
Response debug_tables(Request& request, const std::string& title, const std::vector<DebugPanel>& tables);

}  // namespace portico
