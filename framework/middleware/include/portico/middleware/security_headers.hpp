/// Headers that make browsers careful, and the redirect to HTTPS (Django's SecurityMiddleware,
/// XFrameOptionsMiddleware and CSP).
#pragma once
#include <string>
#include <string_view>

#include <portico/base/value.hpp>

#include <portico/middleware/security_settings.hpp>
#include <portico/routing/middleware.hpp>

namespace portico {

/// What a response sets itself stays as it is.
Middleware security_headers(const SecuritySettings& settings);

/// The nonce of this request's Content-Security-Policy, made at the first call.
/// In templates: `<script nonce="{{ csp_nonce }}">`.
std::string_view csp_nonce(Request& request);

/// The policy with its "{nonce}" replaced: 'nonce-abc', or nothing when the nonce is empty.
std::string content_security_policy(std::string_view policy, std::string_view nonce);

/// A policy of its directives, for settings made in C++: {{"script-src", List{"'self'", "{nonce}"}}, {"upgrade-insecure-requests", true}}.
/// What is null, false or has no sources is left out.
std::string content_security_policy(const Map& directives, std::string_view nonce = {});

} // namespace portico
