#include <portico/routing/route.hpp>

#include <algorithm>
#include <memory>

#include <portico/base/error.hpp>
#include <portico/routing/re_path.hpp>

#include "regex_code.hpp"

namespace portico {

Route::Route(std::string pattern, Call call, std::string name, std::vector<routing::Converter> converters,
             std::source_location where)
    : pattern_(std::move(pattern)), name_(std::move(name)), call_(std::move(call)),
      converters_(std::move(converters)), where_(where) {
    check();
}

Route::Route(routing::Regex expression, Call call, std::string name, std::source_location where)
    : pattern_(expression.text), steps_{{std::move(expression.text), true}}, name_(std::move(name)), call_(std::move(call)), where_(where) {
    check();
}

void Route::check() const {
    if (steps_.empty()) check(pattern_);
    for (const Step& step : steps_) {
        if (step.is_regex) routing::RegexCode code(step.text);
        else check(step.text);
    }
}

void Route::check(const std::string& pattern) const {
    using namespace routing;
    Pattern parsed = Pattern::parse(pattern);
    if (parsed.problem != PatternProblem::none)
        throw Error("the route pattern \"" + pattern + "\" " + std::string(describe(parsed.problem)),
                    parsed.problem == PatternProblem::begins_with_slash
                        ? "patterns begin after the site's first slash"
                        : "");
    for (const auto& piece : parsed) {
        bool own = std::any_of(converters_.begin(), converters_.end(),
                               [&](const Converter& converter) { return converter.name == piece.converter; });
        if (!piece.is_parameter() || own || built_in_named(piece.converter) != BuiltIn::none) continue;
        throw Error("the route pattern \"" + pattern + "\" names the unknown converter \"" +
                        std::string(piece.converter) + "\"",
                    "there are str, int, slug, uuid, path and those named beside the view");
    }
}

Route& Route::methods(std::initializer_list<std::string_view> methods) & {
    methods_ = MethodSet(methods);
    return *this;
}

void Route::set_option(std::type_index type, std::any option) {
    for (auto& [known, value] : options_)
        if (known == type) {
            value = std::move(option);
            return;
        }
    options_.emplace_back(type, std::move(option));
}

const std::any* Route::find_option(std::type_index type) const {
    for (const auto& [known, value] : options_)
        if (known == type) return &value;
    return nullptr;
}

Route& Route::use(Middleware middleware) & {
    middleware_.push_back(std::move(middleware));
    pipeline_ = std::make_shared<const Pipeline>(middleware_, call_);
    return *this;
}

Response Route::operator()(Request& request) const {
    return pipeline_ ? (*pipeline_)(request) : call_(request);
}

Route Route::below(std::string_view prefix, std::string_view name_space, std::string_view app_name) const {
    Route route = *this;
    if (view_ && prefix.find('<') != std::string_view::npos)
        throw Error("the prefix \"" + std::string(prefix) + "\" has a parameter",
                    "write it into each route's pattern");
    bool joins_regex = !prefix.empty() && !steps_.empty() && steps_.front().is_regex;
    if (joins_regex) route.pattern_.erase(0, pattern_.starts_with('^'));
    route.pattern_.insert(0, prefix);
    if (joins_regex) route.steps_.insert(route.steps_.begin(), {std::string(prefix), false});
    else if (!steps_.empty()) route.steps_.front().text.insert(0, prefix);
    route.enter(name_space, app_name);
    route.check();
    return route;
}

Route Route::below(const routing::Regex& prefix, std::string_view name_space, std::string_view app_name) const {
    if (prefix.text.empty()) return below("", name_space, app_name);
    if (view_ && routing::RegexGroups::parse(prefix.text).size)
        throw Error("the prefix \"" + prefix.text + "\" has a group", "write it into each route's expression");
    Route route = *this;
    if (steps_.empty()) route.steps_.push_back({pattern_, false});
    else if (pattern_.starts_with('^')) route.pattern_.erase(0, 1);
    route.pattern_.insert(0, prefix.text);
    route.steps_.insert(route.steps_.begin(), {prefix.text, true});
    route.enter(name_space, app_name);
    route.check();
    return route;
}

void Route::enter(std::string_view name_space, std::string_view app_name) {
    if (name_space.empty()) return;
    if (!name_.empty()) name_ = std::string(name_space) + ':' + name_;
    namespaces_.insert(namespaces_.begin(), {std::string(name_space), std::string(app_name)});
}

Route route(std::string pattern, Route::Call call, std::string name, std::source_location where) {
    return Route(std::move(pattern), std::move(call), std::move(name), {}, where);
}

Route re_route(std::string expression, Route::Call call, std::string name, std::source_location where) {
    return Route(routing::Regex{std::move(expression)}, std::move(call), std::move(name), where);
}

const Route* matched_route(const Request& request) {
    return static_cast<const Route*>(request.route().route);
}

Urls Urls::below(std::string_view prefix, std::string_view name_space, std::string_view app_name) const {
    Urls result;
    for (const Route& route : routes) result.routes.push_back(route.below(prefix, name_space, app_name));
    return result;
}

Urls&& Urls::use(const Middleware& middleware) && {
    for (Route& route : routes) route.use(middleware);
    return std::move(*this);
}

Urls urls(std::initializer_list<Urls> entries) {
    Urls result;
    for (const Urls& entry : entries)
        result.routes.insert(result.routes.end(), entry.routes.begin(), entry.routes.end());
    return result;
}

Urls include(std::string_view prefix, const Urls& urls, std::string_view name_space, std::string_view app_name) {
    return urls.below(prefix, name_space.empty() ? app_name : name_space, app_name);
}

Urls re_include(std::string_view expression, const Urls& urls, std::string_view name_space, std::string_view app_name) {
    Urls result;
    for (const Route& route : urls.routes)
        result.routes.push_back(route.below(routing::Regex{std::string(expression)}, name_space.empty() ? app_name : name_space, app_name));
    return result;
}

} // namespace portico
