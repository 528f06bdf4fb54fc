/// Exceptions become pages: HTML or JSON, by what the client accepts; plain in production, telling in debug
/// mode.
///
/// HttpError brings its status; other rooms' exceptions get theirs by `error_status<orm::NotFound>(404)`;
/// anything else is a 500 that the log and, in debug mode, the page tell all about. An app may bring pages of
/// its own:
///
///     std::optional<Response> not_found(Request& request, int status, std::string_view message) {
///         if (status != 404) return std::nullopt;
///         return render(request, "404.html", {}, 404);
///     }
///     App("blog").with(ErrorPage{not_found})
#pragma once
#include <functional>
#include <optional>
#include <string_view>

#include <portico/http/request.hpp>
#include <portico/http/response.hpp>
#include <portico/routing/middleware.hpp>

namespace portico {

class Project;

/// A contribution: asked for HTML pages outside of debug mode, the app that was installed last first. What it
/// throws is logged and the built-in page is shown.
struct ErrorPage {
    std::function<std::optional<Response>(Request& request, int status, std::string_view message)> make{};
};

Middleware errors(const Project& project);

/// The built-in plain page, or {"detail": …} for clients that prefer JSON. An empty message: the status' own
/// words.
Response error_response(Request& request, int status, std::string_view message = {});

} // namespace portico
