#include "routes.hpp"

namespace portico::conformance {

namespace {

Urls urls_of(const Json& rows) {
    Urls all;
    for (const auto& row : rows) {
        if (row.contains("re")) continue;
        std::string pattern = row["path"];
        Urls one = row.contains("include")
                       ? include(pattern, urls_of(row["include"]), row.value("namespace", ""), row.value("app_name", ""))
                       : Urls(route(pattern, [](Request&) { return Response("ok"); }, row.value("name", "")));
        all.routes.insert(all.routes.end(), one.routes.begin(), one.routes.end());
    }
    return all;
}

} // namespace

Router router_of(const Case& recorded) {
    Router router;
    if (const Json* name = recorded.find("routes")) router.add(urls_of(recorded.route_tables->at(name->get<std::string>())));
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
