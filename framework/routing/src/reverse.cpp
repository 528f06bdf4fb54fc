// The part of Router that makes URLs of names.
#include <algorithm>

#include <portico/base/text.hpp>
#include <portico/http/url.hpp>
#include <portico/routing/router.hpp>

#include "router_state.hpp"

namespace portico {
namespace {

using routing::RouteEntry;

/// RFC 3986's sub-delims and what Django leaves alone besides.
constexpr std::string_view left_alone = "/:@!$&'()*+,;=";

/// The URL with these values, or what keeps one from fitting.
struct Built {
    std::string url{};
    std::string problem{};
};

Built build(const RouteEntry& entry, const std::vector<std::string_view>& values) {
    Built built;
    std::string path = "/";
    std::size_t next = 0;
    for (const auto& piece : entry.pieces) {
        if (!piece.converter) {
            path += percent_encode(piece.literal, left_alone);
            continue;
        }
        std::string_view value = values[next++];
        if (!piece.converter->accepts(value)) {
            built.problem = "\"" + std::string(value) + "\" is no <" + std::string(piece.converter->name) +
                            ":" + std::string(piece.name) + ">";
            return built;
        }
        path += percent_encode(value, left_alone);
    }
    built.url = escape_leading_slashes(path);
    return built;
}

std::string counted(std::size_t arguments) {
    return std::to_string(arguments) + (arguments == 1 ? " argument" : " arguments");
}

std::string listed(std::span<const Router::NamedArgument> arguments) {
    std::string out;
    for (const auto& argument : arguments) (out += out.empty() ? "" : ", ") += argument.first;
    return out.empty() ? "no arguments" : "the arguments " + out;
}

/// The arguments in the order of the route's parameters, or nothing when they are others.
std::optional<std::vector<std::string_view>> ordered(const RouteEntry& entry,
                                                     std::span<const Router::NamedArgument> arguments) {
    std::vector<std::string_view> values;
    for (std::string_view name : entry.names)
        for (const auto& argument : arguments)
            if (argument.first == name) {
                values.push_back(argument.second.text());
                break;
            }
    if (values.size() != entry.names.size() || arguments.size() != values.size()) return std::nullopt;
    return values;
}

std::optional<std::vector<std::string_view>> ordered(const RouteEntry& entry, std::span<const UrlArgument> arguments) {
    if (entry.names.size() != arguments.size()) return std::nullopt;
    std::vector<std::string_view> values;
    for (const auto& argument : arguments) values.push_back(argument.text());
    return values;
}

NoReverseMatch no_match(std::string_view name, const std::string& given, const std::string& problem,
                        const std::vector<const RouteEntry*>& candidates) {
    std::string patterns;
    for (const auto* entry : candidates)
        (patterns += patterns.empty() ? "\"" : ", \"") += entry->route.pattern() + "\"";
    std::string why = problem.empty() ? given + " given" : problem;
    return NoReverseMatch("no URL for route \"" + std::string(name) + "\": " + why,
                          "its pattern is " + patterns);
}

/// Tries the routes of that name, the last declared first, as Django does.
template <class Arguments>
std::string reverse_any(std::string_view name, const std::vector<const RouteEntry*>& candidates,
                        const std::string& given, Arguments arguments) {
    std::string problem;
    for (auto entry = candidates.rbegin(); entry != candidates.rend(); ++entry) {
        if ((*entry)->regex) {
            auto path = (*entry)->regex->path(arguments);
            if (path) return escape_leading_slashes('/' + percent_encode(*path, left_alone));
            continue;
        }
        auto values = ordered(**entry, arguments);
        if (!values) continue;
        Built built = build(**entry, *values);
        if (built.problem.empty()) return built.url;
        problem = built.problem;
    }
    throw no_match(name, given, problem, candidates);
}

template <class State>
const std::vector<const RouteEntry*>& named(const State& state, std::string_view name) {
    auto found = state.by_name.find(name);
    if (found != state.by_name.end()) return found->second;
    std::vector<std::string> known;
    for (const auto& [one, entries] : state.by_name) known.push_back(one);
    std::string hint = did_you_mean(name, known);
    // The name alone, with its namespace forgotten or wrong, is the commonest mistake.
    std::string_view local = name.substr(name.rfind(':') + 1);
    for (const auto& one : known)
        if (hint.empty() && std::string_view(one).substr(one.rfind(':') + 1) == local)
            hint = "did you mean \"" + one + "\"?";
    throw NoRouteNamed("no route is named \"" + std::string(name) + "\"", hint);
}

} // namespace

/// "shop:cart" with the app "shop" made the namespace of one of its instances: the current one, the one of that name, or the last declared.
std::string Router::instance_name(std::string_view name, std::string_view current_app) const {
    auto parts = text::split(name, ':');
    auto current = current_app.empty() ? std::vector<std::string_view>() : text::split(current_app, ':');
    std::string out;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        std::string_view one = parts[i], here = i < current.size() ? current[i] : std::string_view();
        std::vector<std::string_view> instances;
        if (auto known = state_->namespaces.find(out); known != state_->namespaces.end())
            for (const auto& space : known->second)
                if (space.app == parts[i]) instances.push_back(space.name);
        auto has = [&](std::string_view space) { return std::find(instances.begin(), instances.end(), space) != instances.end(); };
        if (!here.empty() && has(here)) one = here;
        else if (!instances.empty() && !has(one)) one = instances.back();
        if (one != here) current.clear();
        (out += one) += ':';
    }
    return out.append(parts.back());
}

std::string Router::reverse_list(std::string_view given_name, std::span<const UrlArgument> arguments, std::string_view current_app) const {
    std::string name = instance_name(given_name, current_app);
    return reverse_any(name, named(*state_, name), counted(arguments.size()), arguments);
}

std::string Router::reverse_named(std::string_view given_name, std::span<const NamedArgument> arguments, std::string_view current_app) const {
    std::string name = instance_name(given_name, current_app);
    return reverse_any(name, named(*state_, name), listed(arguments), arguments);
}

std::string Router::reverse_view(const void* view, std::span<const UrlArgument> arguments) const {
    std::vector<const RouteEntry*> candidates;
    for (const auto& entry : state_->entries)
        if (entry->route.view() == view) candidates.push_back(entry.get());
    if (candidates.empty())
        throw NoReverseMatch("no route leads to this view", "add it to the urls of an installed app");
    return reverse_any(candidates.back()->route.name(), candidates, counted(arguments.size()),
                       arguments);
}

} // namespace portico
