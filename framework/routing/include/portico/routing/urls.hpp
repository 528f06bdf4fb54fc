/// Routes as an app contributes them.
///
///     App("blog").with(urls({path<post_list>("", "post-list"),
///                            path<post_detail>("posts/<slug:slug>/", "post-detail"),
///                            include("feeds/", feeds(), "feeds")}));
///
/// The first route that matches wins, in this order.
#pragma once
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include <portico/routing/route.hpp>

namespace portico {

struct Urls {
    Urls() = default;
    Urls(Route route) { routes.push_back(std::move(route)); }

    std::vector<Route> routes{};

    /// All of them with a prefix ("blog/") and a namespace; either may be empty. A prefix may have parameters ("<slug:lang>/") where no
    /// route leads to a view that was checked against its own pattern.
    Urls below(std::string_view prefix, std::string_view name_space = {}, std::string_view app_name = {}) const;
    /// Gives all of them an option or a middleware of their own.
    template <class T> Urls&& with(T option) && {
        for (Route& route : routes) route.with(option);
        return std::move(*this);
    }
    Urls&& use(const Middleware& middleware) &&;
};

/// Routes and includes, in order.
Urls urls(std::initializer_list<Urls> entries);

/// Other routes below a prefix, their names in a namespace: `reverse("feeds:atom")`. An app that is there more than once has a namespace for
/// each and one `app_name`, by which `reverse` finds the current one.
Urls include(std::string_view prefix, const Urls& urls, std::string_view name_space = {}, std::string_view app_name = {});

} // namespace portico
