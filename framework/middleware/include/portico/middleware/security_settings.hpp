#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include <portico/base/describe.hpp>

namespace portico {

/// [security] in settings.toml. An empty text switches its header off.
struct SecuritySettings {
    bool content_type_nosniff = true;
    std::string referrer_policy = "same-origin";
    std::string cross_origin_opener_policy = "same-origin";
    std::string frame_options = "DENY";
    /// "{nonce}" stands for 'nonce-…' in responses whose page asked for one, and for nothing in others.
    std::string content_security_policy = "default-src 'self'; script-src 'self' {nonce}; style-src 'self' "
                                          "{nonce}; img-src 'self' data:; object-src 'none'; "
                                          "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
    bool content_security_policy_report_only = false;
    std::string content_security_policy_trial{};   // a second policy that is only reported on: what the next one would break
    bool content_security_policy_reports = true;   // browsers are told where reports go, where an app takes them (CspReports)
    std::string permissions_policy = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

    bool ssl_redirect = false;     // plain HTTP is sent to HTTPS
    std::string ssl_host{};        // … on this host instead of the request's
    std::int64_t hsts_seconds = 0; // 0: not sent; browsers then insist on HTTPS for so long
    bool hsts_include_subdomains = false;
    bool hsts_preload = false;

    std::vector<std::string>
        trusted_proxies{}; // "10.0.0.0/8", "::1", "unix": whose X-Forwarded headers are believed
    bool forwarded_header = false; // … whose Forwarded header (RFC 7239) is believed instead, and X-Forwarded ignored
    std::vector<std::string> csrf_trusted_origins{}; // "https://shop.example.org", "https://*.example.org"
    std::string csrf_cookie_name = "csrftoken";

    static void describe(Describe<SecuritySettings>& security);
};

} // namespace portico
