#pragma once
#include <string>
#include <string_view>

#include <portico/routing/router.hpp>

namespace portico {

/// The router of the current project. Throws Error where there is none.
const Router& current_router();

/// The URL of a route of the current project: reverse("post-detail", post.slug). Throws NoReverseMatch.
template <class... Arguments> std::string reverse(std::string_view name, const Arguments&... arguments) {
    return current_router().reverse(name, arguments...);
}

/// The URL of a view, checked while compiling: url_of<post_detail>(post.slug).
template <auto view, class... Arguments> std::string url_of(const Arguments&... arguments) {
    return current_router().template url<view>(arguments...);
}

}  // namespace portico
