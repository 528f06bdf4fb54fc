/// A table of the page `/__debug/`, which there is in debug only.
///
///     App("orm").with(DebugSection{"Slow statements", [](Project&) { return rows_of(slow_statements()); }})
#pragma once
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace portico {

class Project;

struct DebugSection {
    std::string title{};
    /// Rows of name and text. On a fiber.
    std::function<std::vector<std::pair<std::string, std::string>>(Project&)> rows{};
};

}  // namespace portico
