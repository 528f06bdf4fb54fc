/// Cross-origin requests: which other sites' pages may read what this one answers (Fetch standard, 3.2).
///
///     [cors]
///     allowed_origins = ["https://app.example.org", "https://*.shop.example"]
///     paths = ["/api/"]
///
/// Nothing is allowed where nothing is said. Preflights are answered here, before anything else looks at them. `allowed_origins = ["*"]` lets every
/// page read what anybody may see; with `allow_credentials` it would let every page read what a visitor alone may see, so the program does not
/// start. Allowing an origin to read is no leave to post: see `csrf_trusted_origins`.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include <portico/base/error.hpp>
#include <portico/routing/middleware.hpp>

namespace portico {

/// The section [cors].
struct CorsSettings {
    std::vector<std::string> allowed_origins{};
    bool allow_credentials = false;                // cookies and Authorization of the browser
    std::vector<std::string> allowed_methods{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};
    std::vector<std::string> allowed_headers{"Accept", "Authorization", "Content-Type", "X-CSRFToken", "X-Requested-With"};
    std::vector<std::string> exposed_headers{};    // that scripts may read beyond the simple ones
    std::vector<std::string> paths{"/"};           // below these
    std::int64_t max_age = 600;                    // seconds for which browsers keep a preflight's answer
};

Middleware cors(CorsSettings settings);

/// What is wrong with them: wildcards with credentials, what is no origin.
std::vector<Error> cors_problems(const CorsSettings& settings);

}  // namespace portico
