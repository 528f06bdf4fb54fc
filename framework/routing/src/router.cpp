#include <portico/routing/router.hpp>

#include <algorithm>
#include <optional>

#include <portico/base/text.hpp>

#include "router_state.hpp"

namespace portico {
namespace {

/// The route's path with its parameters taken from the path that was asked for; nothing when they don't fit.
std::optional<std::string> filled_in(const routing::RouteEntry& entry,
                                     const std::vector<std::string_view>& asked) {
    if (!entry.tail.empty() || entry.regex) return std::nullopt;
    std::string path;
    for (std::size_t i = 0; i < entry.segments.size(); ++i) {
        const auto& segment = entry.segments[i];
        if (segment.converter && (i >= asked.size() || !segment.converter->accepts(asked[i])))
            return std::nullopt;
        (path += '/') += segment.converter ? asked[i] : segment.literal;
    }
    return path;
}

} // namespace

Router::Router() : state_(std::make_unique<State>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(const Urls& urls, std::string_view prefix, std::string_view name_space) {
    for (const Route& route : urls.routes) {
        state_->entries.push_back(std::make_unique<routing::RouteEntry>(route.below(prefix, name_space)));
        const auto& entry = *state_->entries.back();
        state_->tree.add(entry);
        if (!entry.route.name().empty()) state_->by_name[entry.route.name()].push_back(&entry);
        std::string around;
        for (const auto& one : entry.route.namespaces()) {
            auto& known = state_->namespaces[around];
            if (std::find(known.begin(), known.end(), one) == known.end()) known.push_back(one);
            around += one.name + ':';
        }
    }
}

const Route* Router::resolve(Request& request) const {
    auto found = state_->tree.find(request.path(), request.method());
    RouteMatch& match = request.route();
    match = {};
    if (found.index == routing::RouteTree::none) return nullptr;
    const auto& entry = *state_->entries[found.index];
    match.name = entry.route.name();
    match.pattern = entry.route.pattern();
    match.route = &entry.route;
    for (std::size_t i = 0; i < found.values.size(); ++i)
        if (found.values[i].data() || entry.names[i].empty()) match.parameters.push_back({entry.names[i], found.values[i]});
    return &entry.route;
}

bool Router::has_route(std::string_view path, std::string_view method) const {
    return state_->tree.find(path, method).index != routing::RouteTree::none;
}

MethodSet Router::allowed(std::string_view path) const {
    // A method that nobody registered is taken by routes for all methods only; the others add what they take.
    auto found = state_->tree.find(path, "");
    return found.index == routing::RouteTree::none ? found.allowed : MethodSet::all();
}

Response Router::call(Request& request) const {
    if (const Route* route = matched_route(request)) return (*route)(request);
    MethodSet methods = allowed(request.path());
    if (methods.empty())
        throw Http404({}, "no route matches the path \"" + std::string(request.path()) + "\"");
    methods |= {"OPTIONS"};
    if (request.method() != "OPTIONS") throw MethodNotAllowed(methods.str());
    Response response = Response::empty(204);
    response.set("Allow", methods.str());
    return response;
}

std::vector<const Route*> Router::routes() const {
    std::vector<const Route*> routes;
    for (const auto& entry : state_->entries) routes.push_back(&entry->route);
    return routes;
}

std::vector<Router::Shadowed> Router::shadowed() const {
    std::vector<Shadowed> found;
    const auto& entries = state_->entries;
    for (std::size_t i = 0; i < entries.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (routing::covers(*entries[j], *entries[i])) {
                found.push_back({&entries[i]->route, &entries[j]->route});
                break;
            }
    return found;
}

std::string Router::similar_path(std::string_view path) const {
    auto segments = text::split(path.substr(path.starts_with('/')), '/');
    std::vector<std::string> known;
    for (const auto& entry : state_->entries)
        if (auto filled = filled_in(*entry, segments)) known.push_back(*std::move(filled));
    return nearest(path, known);
}

} // namespace portico
