// The apps' routes and middleware as one router and one pipeline.
#include <portico/project/reverse.hpp>

#include "project_state.hpp"

namespace portico {

namespace {

/// "views.cpp:12", or nothing when the place is not known.
std::string place_of(const Route& route) {
    std::string file = std::filesystem::path(route.where().file_name()).filename().string();
    return file.empty() ? file : " (" + file + ":" + std::to_string(route.where().line()) + ")";
}

std::string shown(const Route& route) { return "\"/" + route.pattern() + "\"" + place_of(route); }

void add_routes(const Project& project, Routing& routing) {
    for (const auto& [app, urls] : project.contributions<Urls>()) {
        try {
            routing.router.add(urls, app.prefix);
        } catch (const Error& error) {
            routing.report.error("routing.E001", app.label, error.what(), error.hint());
        }
    }
    for (const auto& [route, by] : routing.router.shadowed())
        routing.report.warning("routing.W001", shown(*route),
                               "no request reaches the route " + shown(*route) + ": " + shown(*by) +
                                   " comes before it",
                               "put it before, or make the other one narrower");
}

void add_middleware(const Project& project, Routing& routing) {
    MiddlewareList list;
    for (const auto& [app, middleware] : project.contributions<Middleware>()) list.add(middleware);
    if (project.settings().middleware.empty())
        list.arrange();
    else
        list.choose(project.settings().middleware);
    for (const Error& problem : list.problems())
        routing.report.error("middleware.E001", "", problem.what(), problem.hint());
    routing.middleware = list.names();
    routing.pipeline =
        Pipeline(list.items(), [&router = routing.router](Request& request) { return router.call(request); });
}

}  // namespace

std::unique_ptr<Routing> build_routing(const Project& project) {
    auto routing = std::make_unique<Routing>();
    add_routes(project, *routing);
    add_middleware(project, *routing);
    return routing;
}

Routing& Project::State::routes(const Project& project) {
    if (!routing) routing = build_routing(project);
    return *routing;
}

const Router& current_router() { return Project::current().router(); }

const Router& Project::router() const { return state_->routes(*this).router; }
std::vector<std::string> Project::middleware() const { return state_->routes(*this).middleware; }

}  // namespace portico
