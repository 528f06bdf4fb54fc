#pragma once
#include <portico/routing/middleware.hpp>
#include <portico/routing/router.hpp>

namespace portico {

/// Redirects GET and HEAD from "/posts" to "/posts/" where only that is a route (Django's APPEND_SLASH).
/// Other methods would lose their body: they get the 404, with a detail that says so.
struct CommonOptions {
    bool append_slash = true;
    bool prepend_www = false; // "example.org" is sent to "www.example.org"
};
Middleware common(const Router& router, CommonOptions options = {});

} // namespace portico
