// Resolving paths and reversing names.
#include <portico/http/url.hpp>
#include <portico/routing/router.hpp>

#include "operation.hpp"
#include "values.hpp"

namespace portico::conformance {

namespace {

std::string printed(const Json& value) { return value.is_string() ? value.get<std::string>() : decode(value).str(); }

Urls urls_of(const Json& rows) {
    Urls all;
    for (const auto& row : rows) {
        if (row.contains("re")) throw NoSuchOperation("routes by regular expressions");
        std::string pattern = row["path"];
        Urls one = row.contains("include")
                       ? include(pattern, urls_of(row["include"]), row.value("namespace", ""))
                       : Urls(route(pattern, [](Request&) { return Response(); }, row.value("name", "")));
        all.routes.insert(all.routes.end(), one.routes.begin(), one.routes.end());
    }
    return all;
}

Router router_of(const Arguments& args) {
    const Json* name = args.recorded().find("routes");
    Router router;
    if (name) router.add(urls_of(args.recorded().route_tables->at(name->get<std::string>())));
    return router;
}

Json reverse(const Arguments& args) {
    Router router = router_of(args);
    if (args.find("kwargs")) {
        std::vector<Router::NamedArgument> named;
        for (const auto& [name, value] : args.at("kwargs").items()) named.emplace_back(name, printed(value));
        return router.reverse_named(args.text("name"), named);
    }
    std::vector<UrlArgument> list;
    if (const Json* given = args.find("args"))
        for (const auto& value : *given) list.emplace_back(printed(value));
    return router.reverse_list(args.text("name"), list);
}

} // namespace

void add_route_operations(Operations& operations) { operations["url_reverse"] = reverse; }

} // namespace portico::conformance
