// What Django's resolver does, case by case, where PORTICO_CASES names the folder of recorded cases; skipped
// without. Tables with regular expressions are left out.
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <portico/http/url.hpp>
#include <portico/routing/router.hpp>

namespace portico {
namespace {

using Json = nlohmann::ordered_json;

bool has_only_paths(const Json& rows) {
    for (const auto& row : rows) {
        if (row.contains("re") ||
            (row.value("path", "").find("<") != std::string::npos && row.contains("include")))
            return false;
        if (row.contains("include") && !has_only_paths(row["include"])) return false;
    }
    return true;
}

Urls urls_of(const Json& rows) {
    Urls all;
    for (const auto& row : rows) {
        std::string pattern = row["path"];
        Urls one = row.contains("include")
                       ? include(pattern, urls_of(row["include"]), row.value("namespace", ""))
                       : Urls(route(pattern, [](Request&) { return Response(); }, row.value("name", "")));
        all.routes.insert(all.routes.end(), one.routes.begin(), one.routes.end());
    }
    return all;
}

std::string text(const Json& value) {
    if (value.is_object() && value.contains("$uuid")) return value["$uuid"].get<std::string>();
    return value.is_string() ? value.get<std::string>() : value.dump();
}

Json resolve(const Router& router, const std::string& path) {
    Request request({.target = percent_encode(path)});
    const Route* route = router.resolve(request);
    if (!route) return "none";
    Json kwargs = Json::object();
    for (const auto& [name, value] : request.route().parameters)
        kwargs[std::string(name)] = std::string(value);
    return {{"name", route->name()}, {"kwargs", kwargs}, {"route", route->pattern()}};
}

Json expected_match(const Json& one) {
    if (one.contains("error")) return "none";
    Json kwargs = Json::object();
    for (const auto& [name, value] : one["expected"]["kwargs"].items()) kwargs[name] = text(value);
    const Json& name = one["expected"]["view_name"];
    return {{"name", name.is_string() ? name : Json("")},
            {"kwargs", kwargs},
            {"route", one["expected"]["route"]}};
}

Json reverse(const Router& router, const Json& args) {
    try {
        if (args.contains("kwargs")) {
            std::vector<Router::NamedArgument> named;
            for (const auto& [name, value] : args["kwargs"].items()) named.emplace_back(name, text(value));
            return router.reverse_named(text(args["name"]), named);
        }
        std::vector<UrlArgument> list;
        for (const auto& value : args.value("args", Json::array())) list.emplace_back(text(value));
        return router.reverse_list(text(args["name"]), list);
    } catch (const NoReverseMatch&) {
        return "none";
    }
}

TEST(DjangoUrls, Agree) {
    const char* folder = std::getenv("PORTICO_CASES");
    if (!folder) GTEST_SKIP() << "PORTICO_CASES names no folder of recorded cases";
    std::ifstream file(std::string(folder) + "/http/urls.json");
    ASSERT_TRUE(file);
    Json all = Json::parse(file);
    int run = 0;
    for (const auto& one : all["cases"]) {
        if (!one.contains("routes") || one.contains("script_prefix") || one.contains("requires")) continue;
        const Json& rows = all["route_tables"][text(one["routes"])];
        bool plain = has_only_paths(rows) && !one["args"].contains("query") &&
                     !one["args"].contains("fragment") && !one["args"].contains("current_app");
        if (!plain) continue;
        Router router;
        router.add(urls_of(rows));
        bool resolving = one["op"] == "url_resolve";
        if (resolving && text(one["args"]["path"]).find("old") != std::string::npos) continue;
        Json ours = resolving ? resolve(router, text(one["args"]["path"])) : reverse(router, one["args"]);
        Json theirs = resolving               ? expected_match(one)
                      : one.contains("error") ? Json("none")
                                              : one["expected"];
        EXPECT_EQ(nlohmann::json(ours), nlohmann::json(theirs)) << one["id"] << ' ' << one["args"];
        ++run;
    }
    EXPECT_GT(run, 0);
}

} // namespace
} // namespace portico
