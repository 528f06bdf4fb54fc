#include <algorithm>
#include <filesystem>
#include <ostream>

#include <portico/project/project.hpp>
#include <portico/routing/router.hpp>

#include "../builtin_commands.hpp"

namespace portico {

namespace {

struct RoutesArguments {
    Argument<std::optional<std::string>> containing{};

    static void describe(Describe<RoutesArguments>& arguments) {
        arguments.field(&RoutesArguments::containing)
            .help_text("only routes with this text in their path or name");
    }
};

int list_routes(Project& project, const RoutesArguments& arguments) {
    std::vector<std::array<std::string, 4>> rows;
    for (const Route* route : project.router().routes()) {
        const std::string wanted = arguments.containing->value_or("");
        if (route->pattern().find(wanted) == std::string::npos &&
            route->name().find(wanted) == std::string::npos)
            continue;
        auto file = std::filesystem::path(route->where().file_name()).filename().string();
        rows.push_back({route->methods().is_all() ? "any" : route->methods().str(), "/" + route->pattern(),
                        route->name(), file + ":" + std::to_string(route->where().line())});
    }
    std::array<std::size_t, 4> widths{};
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    for (const auto& row : rows) {
        for (std::size_t i = 0; i + 1 < row.size(); ++i)
            project.out() << row[i] << std::string(widths[i] + 2 - row[i].size(), ' ');
        project.out() << row.back() << "\n";
    }
    project.out() << "middleware, outermost first:";
    for (const std::string& name : project.middleware()) project.out() << " " << name;
    project.out() << "\n";
    return 0;
}

}  // namespace

Command routes_command() {
    return command<list_routes>("routes", "Lists all routes and the middleware.").without_checks();
}

}  // namespace portico
