/// Finds the route of a request and the URL of a route.
///
///     Router router;
///     router.add(urls({path<post_list>("", "post-list"), path<post_detail>("<slug:slug>/", "post-detail")}), "blog/");
///     router.resolve(request);                         // fills request.route()
///     Response response = router.call(request);        // the view's, or throws Http404 or MethodNotAllowed
///     router.reverse("post-detail", "hello")           // "/blog/hello/"
///
/// The first route in order of declaration that matches path and method wins, as in Django, though the search
/// goes through a tree of path segments: its time depends on the path, not on the number of routes. HEAD goes
/// where GET goes. OPTIONS is answered here when no route takes it. Built once, then read by all threads;
/// resolving allocates nothing.
#pragma once
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <portico/base/error.hpp>
#include <portico/routing/url_argument.hpp>
#include <portico/routing/urls.hpp>

namespace portico {

/// No route of that name, or none that takes those arguments.
class NoReverseMatch : public Error {
public:
    using Error::Error;
};

/// The first of these.
class NoRouteNamed : public NoReverseMatch {
public:
    using NoReverseMatch::NoReverseMatch;
};

class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    /// Adds routes after those that are there.
    void add(const Urls& urls, std::string_view prefix = {}, std::string_view name_space = {});

    /// The route for the request's path and method, put into `request.route()`; null when there is none.
    const Route* resolve(Request& request) const;
    /// Would a request with this path and method find a route?
    bool has_route(std::string_view path, std::string_view method = "GET") const;
    /// The methods that some route takes for this path; empty when no route has the path.
    MethodSet allowed(std::string_view path) const;
    /// Runs the view of the resolved route. Throws Http404, or MethodNotAllowed with the methods that would
    /// do.
    Response call(Request& request) const;

    /// The URL of a route, its arguments in the pattern's order or by name. Throws NoReverseMatch that says
    /// what is known.
    template <class... Arguments>
    std::string reverse(std::string_view name, const Arguments&... arguments) const {
        const UrlArgument list[] = {UrlArgument(arguments)..., UrlArgument("")};
        return reverse_list(name, {list, sizeof...(Arguments)});
    }
    /// `current_app`: the namespace of the page that asks; of an app's instances it is meant where the name says the app only.
    std::string reverse_list(std::string_view name, std::span<const UrlArgument> arguments, std::string_view current_app = {}) const;
    using NamedArgument = std::pair<std::string, UrlArgument>;
    std::string reverse_named(std::string_view name, std::span<const NamedArgument> arguments, std::string_view current_app = {}) const;
    /// The URL of a view, checked while compiling: a wrong number of arguments or a wrong type does not
    /// compile.
    template <auto view, class... Arguments> std::string url(const Arguments&... arguments) const {
        using Path = typename routing::Endpoint<view>::Path;
        static_assert(sizeof...(Arguments) == std::tuple_size_v<Path>,
                      "the view's path has another number of parameters");
        if constexpr (sizeof...(Arguments) == std::tuple_size_v<Path>)
            static_assert(std::is_constructible_v<Path, const Arguments&...>,
                          "an argument has not the type that the view takes");
        const UrlArgument list[] = {UrlArgument(arguments)..., UrlArgument("")};
        return reverse_view(&routing::view_identity<view>, {list, sizeof...(Arguments)});
    }

    /// All routes in order of declaration, for listings.
    std::vector<const Route*> routes() const;
    /// Routes that can never be reached, each with an earlier one that takes all its paths and methods.
    struct Shadowed {
        const Route* route;
        const Route* by;
    };
    std::vector<Shadowed> shadowed() const;
    /// The path that was perhaps meant, for the page of an unknown one; empty where none is near.
    std::string similar_path(std::string_view path) const;

private:
    std::string instance_name(std::string_view name, std::string_view current_app) const;
    std::string reverse_view(const void* view, std::span<const UrlArgument> arguments) const;

    struct State;
    std::unique_ptr<State> state_;
};

} // namespace portico
