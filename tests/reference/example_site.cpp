#include "example_site.hpp"

#include <memory>

#include <portico/base/error.hpp>
#include <portico/base/json.hpp>
#include <portico/base/text.hpp>
#include <portico/routing/router.hpp>
#include <portico/templates/query_value.hpp>

namespace portico::reference {

namespace {

using namespace templates;

/// The one setting that an example may have.
constexpr std::string_view grouping = "USE_THOUSAND_SEPARATOR";
constexpr std::string_view today = "2026-11-22T14:05:00Z";

std::string in_german(const Translation& asked) {
    static const std::map<std::string, std::string, std::less<>> catalog{
        {"Welcome", "Willkommen"}, {"Welcome, %(name)s!", "Willkommen, %(name)s!"}, {"Tea", "Tee"}};
    std::string_view message = asked.count && *asked.count != 1 ? asked.plural : asked.message;
    auto found = asked.language == "de" ? catalog.find(message) : catalog.end();
    return found == catalog.end() ? std::string(message) : found->second;
}

Router example_routes() {
    auto view = [](Request&) { return Response("ok"); };
    Router router;
    router.add(urls({route("posts/", view, "post-list"), route("posts/<slug:slug>/", view, "post-detail")}));
    return router;
}

std::string url_of(const Router& router, const UrlQuery& query) {
    std::string name(query.name);
    if (!query.named_arguments.empty()) {
        std::vector<Router::NamedArgument> named;
        for (const auto& [key, value] : query.named_arguments) named.emplace_back(key, value.str());
        return router.reverse_named(name, named);
    }
    std::vector<UrlArgument> arguments;
    for (const auto& value : query.arguments) arguments.emplace_back(value.str());
    return router.reverse_list(name, arguments);
}

FragmentCache example_cache() {
    auto kept = std::make_shared<std::map<std::string, std::string>>();
    FragmentCache cache;
    cache.get = [kept](const std::string&, const std::string& key) {
        auto found = kept->find(key);
        return found == kept->end() ? std::nullopt : std::optional(found->second);
    };
    cache.set = [kept](const std::string&, const std::string& key, const std::string& text,
                       std::optional<std::chrono::seconds>) { (*kept)[key] = text; };
    return cache;
}

/// A request's query: "q=tea&page=2".
Value query_of(std::string_view text) {
    QueryValue query;
    for (auto pair : text::split(text, '&')) {
        auto equals = pair.find('=');
        query.set(pair.substr(0, equals), {std::string(pair.substr(equals + 1))});
    }
    return Value(Map{{"GET", Value(std::move(query))}});
}

Context context_of(const Example& example) {
    Context context;
    for (const auto& line : example.given) {
        auto equals = line.find(" = ");
        if (equals == std::string::npos) throw Error("expected \"name = value\", got \"" + line + "\"");
        auto name = line.substr(0, equals);
        Value value = given_value(std::string_view(line).substr(equals + 3));
        if (name == grouping) continue;
        if (name == "request") context.set_request(value);
        context.set(name, std::move(value));
    }
    return context;
}

} // namespace

EngineOptions example_options() {
    EngineOptions options;
    options.translate = in_german;
    options.url = [router = std::make_shared<Router>(example_routes())](const UrlQuery& query) { return url_of(*router, query); };
    options.fragment_cache = example_cache();
    return options;
}

Value given_value(std::string_view text) {
    auto space = text.find(' ');
    auto kind = text.substr(0, space);
    auto rest = space == std::string_view::npos ? std::string_view() : text.substr(space + 1);
    if (kind == "date") return Value(parse_date(rest).value());
    if (kind == "time") return Value(parse_time(rest).value());
    if (kind == "moment") return Value(parse_date_time(std::string(rest) + "Z").value());
    if (kind == "html") return Value(Html{std::string(rest)});
    if (kind == "query") return query_of(rest);
    return parse_json(text);
}

std::string rendered(const Example& example, const std::string& library) {
    auto files = example.files;
    files["page.html"] = (library.empty() ? "" : "{% load " + library + " %}") + example.source;
    std::vector<std::shared_ptr<const Loader>> loaders{std::make_shared<MapLoader>(std::move(files))};
    EngineOptions options = example_options();
    options.unlocalized_formats = options.formats;
    for (const auto& line : example.given) options.formats.use_thousand_separator |= line == std::string(grouping) + " = true";
    Engine engine(std::move(loaders), std::move(options));
    FrozenClock clock(parse_date_time(today).value());
    auto text = engine.render("page.html", context_of(example));
    while (text.ends_with('\n') || text.ends_with(' ')) text.pop_back();
    return text;
}

} // namespace portico::reference
