#include "routes.hpp"

#include <portico/base/error.hpp>
#include <portico/routing/re_path.hpp>

namespace portico::conformance {

namespace {

Urls urls_of(const Json& rows);

Urls single(const Json& row) {
    auto view = [](Request&) { return Response("ok"); };
    std::string name = row.value("name", "");
    return row.contains("re") ? re_route(row["re"], view, name) : route(row["path"], view, name);
}

Urls included(const Json& row) {
    Urls inner = urls_of(row["include"]);
    std::string space = row.value("namespace", ""), app = row.value("app_name", "");
    return row.contains("re") ? re_include(row["re"].get<std::string>(), inner, space, app)
                              : include(row["path"].get<std::string>(), inner, space, app);
}

/// Arguments that a route adds are an option of it; those of the routes around it win.
void add_fixed(Urls& all, const Json& extra) {
    for (Route& route : all.routes) {
        FixedArguments fixed;
        if (const auto* own = route.option<FixedArguments>()) fixed = *own;
        fixed.values.update(extra);
        route.with(fixed);
    }
}

Urls urls_of(const Json& rows) {
    Urls all;
    for (const auto& row : rows) {
        Urls one = row.contains("include") ? included(row) : single(row);
        if (row.contains("extra")) add_fixed(one, row["extra"]);
        all.routes.insert(all.routes.end(), one.routes.begin(), one.routes.end());
    }
    return all;
}

} // namespace

Router router_of(const Case& recorded) {
    Router router;
    const Json* prefix = recorded.find("script_prefix");
    std::string mount = prefix ? prefix->get<std::string>().substr(1) : "";
    const Json* name = recorded.find("routes");
    if (name && !recorded.route_tables) throw Error("the case names routes that its file has not");
    if (name) router.add(urls_of(recorded.route_tables->at(name->get<std::string>())), mount);
    return router;
}

std::vector<UrlArgument> url_arguments(const List& values) {
    std::vector<UrlArgument> out;
    for (const auto& value : values) out.emplace_back(value.str());
    return out;
}

std::vector<Router::NamedArgument> url_arguments(const Map& values) {
    std::vector<Router::NamedArgument> out;
    for (const auto& [name, value] : values) out.emplace_back(name, value.str());
    return out;
}

} // namespace portico::conformance
