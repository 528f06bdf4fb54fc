#include <algorithm>

#include "route_tree.hpp"

namespace portico::routing {
namespace {

bool same(const Converter* a, const Converter* b) { return a->accepts == b->accepts; }

bool is_built_in(const Converter* converter, BuiltIn which) {
    return same(converter, &built_in_converters[static_cast<std::size_t>(which)]);
}

/// Does the converter take all that the other takes?
bool is_wider(const Converter* outer, const Converter* inner) {
    if (same(outer, inner) || is_built_in(outer, BuiltIn::path)) return true;
    if (inner->crosses_slashes) return false;
    bool dense = is_built_in(inner, BuiltIn::integer) || is_built_in(inner, BuiltIn::uuid);
    return is_built_in(outer, BuiltIn::str) || (is_built_in(outer, BuiltIn::slug) && dense);
}

bool is_wider(const RouteEntry::Segment& outer, const RouteEntry::Segment& inner) {
    if (!outer.converter) return !inner.converter && outer.literal == inner.literal;
    return inner.converter ? is_wider(outer.converter, inner.converter)
                           : outer.converter->accepts(inner.literal);
}

bool same_tail(const RouteEntry& a, const RouteEntry& b) {
    return std::equal(a.tail.begin(), a.tail.end(), b.tail.begin(), b.tail.end(),
                      [](const auto& x, const auto& y) {
                          return x.converter ? y.converter && same(x.converter, y.converter)
                                             : !y.converter && x.literal == y.literal;
                      });
}

} // namespace

RouteEntry::RouteEntry(Route made) : route(std::move(made)) {
    if (!route.steps().empty()) {
        regex = std::make_unique<const RouteRegex>(route);
        names.assign(regex->names().begin(), regex->names().end());
        return;
    }
    for (const auto& piece : Pattern::parse(route.pattern())) {
        if (!piece.is_parameter()) {
            pieces.push_back({.literal = piece.literal});
            continue;
        }
        auto named = [&](const Converter& converter) { return converter.name == piece.converter; };
        const auto& own = route.converters();
        auto found = std::find_if(own.begin(), own.end(), named);
        const Converter* converter =
            found != own.end() ? &*found
                               : std::find_if(built_in_converters.begin(), built_in_converters.end(), named);
        pieces.push_back({.name = piece.name, .converter = converter});
        names.push_back(piece.name);
    }
    cut();
}

/// Fills `segments`, and `tail` from the first segment that is neither text nor one parameter.
void RouteEntry::cut() {
    std::vector<Piece> rest = pieces;
    while (true) {
        std::size_t whole = 0; // pieces before the one that holds the next slash
        while (whole < rest.size() &&
               (rest[whole].converter || rest[whole].literal.find('/') == std::string_view::npos))
            ++whole;
        bool has_slash = whole < rest.size();
        auto slash = has_slash ? rest[whole].literal.find('/') : 0;
        std::size_t parts = whole + (has_slash && slash > 0);
        bool one_parameter = parts == 1 && rest[0].converter && !rest[0].converter->crosses_slashes;
        bool text = parts == 0 || (parts == 1 && !rest[0].converter);
        if (!one_parameter && !text) {
            tail = std::move(rest);
            return;
        }
        if (one_parameter)
            segments.push_back({.converter = rest[0].converter});
        else
            segments.push_back({.literal = parts == 0                ? std::string_view()
                                           : has_slash && whole == 0 ? rest[0].literal.substr(0, slash)
                                                                     : rest[0].literal});
        if (!has_slash) return;
        rest[whole].literal.remove_prefix(slash + 1);
        rest.erase(rest.begin(),
                   rest.begin() + static_cast<std::ptrdiff_t>(whole + rest[whole].literal.empty()));
    }
}

bool covers(const RouteEntry& outer, const RouteEntry& inner) {
    if (!outer.route.methods().includes(inner.route.methods())) return false;
    if (outer.regex || inner.regex) return outer.regex && inner.regex && outer.route.pattern() == inner.route.pattern();
    if (inner.segments.size() < outer.segments.size()) return false;
    for (std::size_t i = 0; i < outer.segments.size(); ++i)
        if (!is_wider(outer.segments[i], inner.segments[i])) return false;
    bool same_depth = inner.segments.size() == outer.segments.size();
    if (same_depth && same_tail(outer, inner)) return true;
    bool takes_any_rest = outer.tail.size() == 1 && outer.tail[0].converter &&
                          is_built_in(outer.tail[0].converter, BuiltIn::path);
    if (!takes_any_rest) return false;
    bool may_end_here =
        inner.tail.empty() &&
        (same_depth || (inner.segments.size() == outer.segments.size() + 1 &&
                        !inner.segments.back().converter && inner.segments.back().literal.empty()));
    return !may_end_here;
}

} // namespace portico::routing
