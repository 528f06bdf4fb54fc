/// Middleware: one form, one visible list, outermost first.
///
///     Middleware timing{"timing", [](Request& request, Next next) {
///         auto begin = std::chrono::steady_clock::now();
///         Response response = next(request);
///         response.set("Server-Timing", "total;dur=" + milliseconds_since(begin));
///         return response;
///     }};
///
/// `next` runs the rest: the middleware within, the router and the view. Not calling it answers at once. What
/// a view throws passes through; `errors` (the middleware room's) makes pages of it. The route is known
/// already: `matched_route(request)`.
///
/// As a contribution of an app it takes its place in the list by installation, moved as its constraints
/// demand.
#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <portico/http/request.hpp>
#include <portico/http/response.hpp>

namespace portico {

struct Middleware;

/// The rest of the pipeline, for a middleware to call.
class Next {
public:
    Response operator()(Request& request) const;

private:
    friend class Pipeline;
    Next(const Middleware* at, const Middleware* end, const std::function<Response(Request&)>* last)
        : at_(at), end_(end), last_(last) {}
    const Middleware* at_;
    const Middleware* end_;
    const std::function<Response(Request&)>* last_;
};

struct Middleware {
    std::string name{};
    std::function<Response(Request&, Next)> handle{};
    std::vector<std::string> after{};  // names of those that must lie further out, where they are installed
    std::vector<std::string> before{}; // … further in
    std::vector<std::string> needs{};  // names of those that must be installed, further out
};

/// The list in the making.
class MiddlewareList {
public:
    MiddlewareList() = default;
    explicit MiddlewareList(std::vector<Middleware> items) : items_(std::move(items)) {}

    MiddlewareList& add(Middleware middleware);
    /// Puts them into an order that meets all constraints and keeps the present one wherever those are
    /// silent.
    MiddlewareList& arrange();
    /// Puts those named first, in this order (a site's own list), and drops the others.
    MiddlewareList& choose(const std::vector<std::string>& names);
    /// What is wrong: names twice, constraints broken or contradictory, needed ones that are missing. Each
    /// with a hint.
    std::vector<Error> problems() const;
    std::vector<std::string> names() const;
    const std::vector<Middleware>& items() const { return items_; }

private:
    const Middleware* find(std::string_view name) const;
    std::vector<Middleware> items_;
    std::vector<std::string> unknown_; // names that choose() did not find …
    std::vector<std::string> known_;   // … and those that there were
};

/// Middleware around a last step, built once; calling it allocates nothing.
class Pipeline {
public:
    Pipeline() = default;
    Pipeline(std::vector<Middleware> middleware, std::function<Response(Request&)> last);
    Response operator()(Request& request) const;

private:
    std::vector<Middleware> middleware_;
    std::function<Response(Request&)> last_;
};

} // namespace portico
