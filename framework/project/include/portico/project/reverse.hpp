#pragma once
#include <string>
#include <string_view>

#include <portico/project/project.hpp>
#include <portico/routing/router.hpp>

namespace portico {

/// The URL of a route of the current project: reverse("post-detail", post.slug). Throws NoReverseMatch.
template <class... Arguments> std::string reverse(std::string_view name, const Arguments&... arguments) {
    return Project::current().router().reverse(name, arguments...);
}

/// The URL of a view, checked while compiling: url_of<post_detail>(post.slug).
template <auto view, class... Arguments> std::string url_of(const Arguments&... arguments) {
    return Project::current().router().template url<view>(arguments...);
}

}  // namespace portico
