/// Headers that make browsers careful, and the redirect to HTTPS (Django's SecurityMiddleware,
/// XFrameOptionsMiddleware and CSP).
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include <portico/base/value.hpp>

#include <portico/middleware/security_settings.hpp>
#include <portico/routing/middleware.hpp>

namespace portico {

/// What a response sets itself stays as it is. `report_path`: where browsers send what the policy forbade; empty: nowhere.
Middleware security_headers(const SecuritySettings& settings, const std::string& report_path = {});

/// An option of a route: another policy than the settings' there. Empty: none.
///
///     path<map>("map/").with(ContentSecurityPolicy{"default-src 'self'; img-src 'self' https://tiles.example.org"})
struct ContentSecurityPolicy {
    std::string policy{};
    bool report_only = false;
};

/// A service that an app provides which takes reports (auth does): the path to send them to, asked when all apps are installed.
struct CspReports {
    std::function<std::string()> path{};
};

/// The nonce of this request's Content-Security-Policy, made at the first call.
/// In templates: `<script nonce="{{ csp_nonce }}">`.
std::string_view csp_nonce(Request& request);

/// The policy with its "{nonce}" replaced: 'nonce-abc', or nothing when the nonce is empty.
std::string content_security_policy(std::string_view policy, std::string_view nonce);

/// A policy of its directives, for settings made in C++: {{"script-src", List{"'self'", "{nonce}"}}, {"upgrade-insecure-requests", true}}.
/// What is null, false or has no sources is left out.
std::string content_security_policy(const Map& directives, std::string_view nonce = {});

} // namespace portico
