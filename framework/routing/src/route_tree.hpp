// Routes as a tree of path segments.
//
// A pattern is cut at its slashes. Segments that are plain text or one parameter are the tree's edges; from
// the first segment that is neither ("<int:year>-<slug:slug>", "<path:rest>") the rest of the pattern is a
// tail, matched piece by piece with backtracking. The search visits every branch that fits and keeps the
// route that was declared first; `first` tells it which branches can't hold a better one.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <portico/http/detail/small_vector.hpp>
#include <portico/routing/route.hpp>

#include "route_regex.hpp"

namespace portico::routing {

/// A route, its pattern taken apart.
struct RouteEntry {
    explicit RouteEntry(Route made);
    RouteEntry(const RouteEntry&) = delete;
    RouteEntry& operator=(const RouteEntry&) = delete;

    struct Piece {
        std::string_view literal{};
        std::string_view name{};
        const Converter* converter = nullptr; // null: literal
    };
    /// What stands between two slashes.
    struct Segment {
        std::string_view literal{};
        const Converter* converter = nullptr;
    };

    Route route;
    std::vector<Piece> pieces{};
    std::vector<Segment> segments{};
    std::vector<Piece> tail{};
    std::vector<std::string_view> names{};
    std::unique_ptr<const RouteRegex> regex{}; // for a route with a regular expression; it has no pieces

private:
    void cut();
};

/// Does every path of `inner` match `outer` as well?
bool covers(const RouteEntry& outer, const RouteEntry& inner);

class RouteTree {
public:
    static constexpr std::uint32_t none = ~std::uint32_t(0);
    using Values = detail::SmallVector<std::string_view, 8>;

    struct Found {
        std::uint32_t index = none;
        MethodSet allowed{}; // of routes with this path that don't take the method
        Values values{};     // of the path's parameters, in order
    };

    /// `entry` must outlive the tree; it gets the next number.
    void add(const RouteEntry& entry);
    /// The path begins with "/"; the values are views into it.
    Found find(std::string_view path, std::string_view method) const;

private:
    struct Node;
    struct Branch {
        const Converter* converter;
        std::unique_ptr<Node> node;
    };
    struct Node {
        std::map<std::string, std::unique_ptr<Node>, std::less<>> literals{};
        std::vector<Branch> parameters{};
        std::vector<std::uint32_t> tails{};
        std::vector<std::uint32_t> ends{};
        std::uint32_t first = none;
    };
    struct Search;

    void look_through_expressions(Search& search, std::string_view path) const;

    static Node& child(Node& node, const RouteEntry::Segment& segment);

    Node root_;
    std::vector<std::uint32_t> expressions_{}; // routes with a regular expression: tried one by one
    std::vector<const RouteEntry*> entries_;
};

} // namespace portico::routing
