#include "route_tree.hpp"

#include <algorithm>

namespace portico::routing {

/// One search: the values of the branch it is in, and the best route so far.
struct RouteTree::Search {
    const std::vector<const RouteEntry*>& entries;
    std::string_view method;
    Found found{};
    Values values{};

    void visit(const Node& node, std::string_view rest, bool ended) {
        if (node.first >= found.index) return;
        if (ended) {
            for (std::uint32_t index : node.ends) offer(index);
            return;
        }
        auto slash = rest.find('/');
        bool last = slash == std::string_view::npos;
        std::string_view segment = rest.substr(0, slash),
                         after = last ? std::string_view() : rest.substr(slash + 1);
        if (auto literal = node.literals.find(segment); literal != node.literals.end())
            visit(*literal->second, after, last);
        for (const Branch& branch : node.parameters) {
            if (!branch.converter->accepts(segment)) continue;
            values.push_back(segment);
            visit(*branch.node, after, last);
            values.resize_down(values.size() - 1);
        }
        for (std::uint32_t index : node.tails)
            if (index < found.index) visit_tail(index, 0, rest);
    }

    /// Greedy, as a regular expression: a parameter takes as much as leaves a match for the rest. True once
    /// matched.
    bool visit_tail(std::uint32_t index, std::size_t at, std::string_view rest) {
        const auto& tail = entries[index]->tail;
        if (at == tail.size()) {
            if (rest.empty()) offer(index);
            return rest.empty();
        }
        const auto& piece = tail[at];
        if (!piece.converter)
            return rest.starts_with(piece.literal) &&
                   visit_tail(index, at + 1, rest.substr(piece.literal.size()));
        std::size_t longest =
            piece.converter->crosses_slashes ? rest.size() : std::min(rest.find('/'), rest.size());
        bool is_last = at + 1 == tail.size();
        if (is_last && longest < rest.size()) return false;
        for (std::size_t size = longest; size > 0; --size) {
            if (!is_last) {
                size = rest.rfind(tail[at + 1].literal, size);
                if (size == std::string_view::npos || size == 0) return false;
            }
            if (piece.converter->accepts(rest.substr(0, size))) {
                values.push_back(rest.substr(0, size));
                bool matched = visit_tail(index, at + 1, rest.substr(size));
                values.resize_down(values.size() - 1);
                if (matched) return true;
            }
            if (is_last) return false;
        }
        return false;
    }

    void offer(std::uint32_t index) {
        if (index >= found.index) return;
        MethodSet methods = entries[index]->route.methods();
        if (!methods.contains(method)) {
            found.allowed |= methods;
            return;
        }
        found.index = index;
        found.values.clear();
        found.values.append(values.data(), values.size());
    }
};

RouteTree::Node& RouteTree::child(Node& node, const RouteEntry::Segment& segment) {
    if (!segment.converter) {
        auto& known = node.literals[std::string(segment.literal)];
        if (!known) known = std::make_unique<Node>();
        return *known;
    }
    for (Branch& branch : node.parameters)
        if (branch.converter->accepts == segment.converter->accepts) return *branch.node;
    node.parameters.push_back({segment.converter, std::make_unique<Node>()});
    return *node.parameters.back().node;
}

void RouteTree::add(const RouteEntry& entry) {
    auto index = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back(&entry);
    if (entry.regex) {
        expressions_.push_back(index);
        return;
    }
    Node* node = &root_;
    node->first = std::min(node->first, index);
    for (const auto& segment : entry.segments) {
        node = &child(*node, segment);
        node->first = std::min(node->first, index);
    }
    (entry.tail.empty() ? node->ends : node->tails).push_back(index);
}

void RouteTree::look_through_expressions(Search& search, std::string_view path) const {
    for (std::uint32_t index : expressions_) {
        if (index >= search.found.index) return;
        search.values.clear();
        if (entries_[index]->regex->match(path, search.values)) search.offer(index);
    }
}

RouteTree::Found RouteTree::find(std::string_view path, std::string_view method) const {
    Search search{entries_, method};
    if (path.starts_with('/')) {
        search.visit(root_, path.substr(1), false);
        if (!expressions_.empty()) look_through_expressions(search, path.substr(1));
    }
    return std::move(search.found);
}

} // namespace portico::routing
