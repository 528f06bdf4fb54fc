#include <portico/fibers/census.hpp>
#include <portico/http/http_error.hpp>
#include <portico/middleware/debug_panel.hpp>
#include <portico/monitoring/debug_section.hpp>
#include <portico/project/project.hpp>

#include "views.hpp"

namespace portico::monitoring {
namespace {

std::vector<std::pair<std::string, std::string>> fiber_rows() {
    std::vector<std::pair<std::string, std::string>> rows;
    for (const fibers::LiveFiber& fiber : fibers::live_fibers())
        rows.emplace_back(std::to_string(fiber.age.count()) + " ms",
                          (fiber.work.empty() ? "work of its own" : fiber.work) + "\nwaits for: " + fiber.waits_for + (fiber.cancelled ? ", cancelled" : ""));
    return rows;
}

}  // namespace

/// Live fibers, and what apps show. To others than developers there is no such page.
Response debug_view(Request& request) {
    Project& project = Project::current();
    if (!project.settings().debug || !is_allowed(request)) throw Http404();
    std::vector<DebugPanel> tables;
    tables.push_back({"Live fibers, oldest first", [](const Request&) { return fiber_rows(); }});
    for (const auto& [app, section] : project.contributions<DebugSection>())
        tables.push_back({section.title, [&project, rows = section.rows](const Request&) { return rows(project); }});
    return debug_tables(request, "What this program is busy with", tables);
}

}  // namespace portico::monitoring
