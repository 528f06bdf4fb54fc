#include <portico/middleware/security_settings.hpp>

namespace portico {

void SecuritySettings::describe(Describe<SecuritySettings>& security) {
    using S = SecuritySettings;
    security.field(&S::content_type_nosniff).help_text("X-Content-Type-Options: nosniff");
    security.field(&S::referrer_policy).help_text("Referrer-Policy").blank();
    security.field(&S::cross_origin_opener_policy).help_text("Cross-Origin-Opener-Policy").blank();
    security.field(&S::frame_options).help_text("X-Frame-Options").blank();
    security.field(&S::content_security_policy)
        .help_text("Content-Security-Policy; {nonce} stands for a page's nonce")
        .blank();
    security.field(&S::content_security_policy_report_only).help_text("send the policy as Report-Only");
    security.field(&S::content_security_policy_trial)
        .help_text("a second policy, sent as Report-Only beside the one in force")
        .blank();
    security.field(&S::content_security_policy_reports).help_text("have browsers report what the policy forbids");
    security.field(&S::permissions_policy).help_text("Permissions-Policy: what pages may use").blank();
    security.field(&S::ssl_redirect).help_text("send plain HTTP to HTTPS");
    security.field(&S::ssl_host)
        .help_text("the host that ssl_redirect sends to; empty: the request's")
        .blank();
    security.field(&S::hsts_seconds).help_text("Strict-Transport-Security: max-age; 0 sends none").min(0);
    security.field(&S::hsts_include_subdomains).help_text("Strict-Transport-Security: includeSubDomains");
    security.field(&S::hsts_preload).help_text("Strict-Transport-Security: preload");
    security.field(&S::trusted_proxies)
        .help_text("addresses and networks whose X-Forwarded headers are believed")
        .blank();
    security.field(&S::forwarded_header).help_text("they write Forwarded (RFC 7239), and X-Forwarded is not believed");
    security.field(&S::csrf_trusted_origins)
        .help_text("other origins that may post here, with their scheme")
        .blank();
    security.field(&S::csrf_cookie_name).help_text("name of the cookie that holds the CSRF secret");
}

} // namespace portico
