#include <portico/middleware/app.hpp>

#include <algorithm>
#include <memory>

#include <portico/base/text.hpp>
#include <portico/http/url.hpp>
#include <portico/middleware/common.hpp>
#include <portico/middleware/compression.hpp>
#include <portico/middleware/cors.hpp>
#include <portico/middleware/csrf.hpp>
#include <portico/middleware/errors.hpp>
#include <portico/middleware/hosts.hpp>
#include <portico/middleware/request_id.hpp>
#include <portico/middleware/security_headers.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/hooks.hpp>
#include <portico/project/project.hpp>
#include <portico/project/settings_section.hpp>

namespace portico {
namespace {

using Handle = std::function<Response(Request&, Next)>;
using Make = Middleware (*)(Project&);

/// Adds a middleware that can be made only when the settings are known: its place in the list is taken now,
/// its function made at start.
void add(App& app, std::string name, Make make, std::vector<std::string> after = {}) {
    auto handle = std::make_shared<Handle>();
    app.with(Middleware{.name = std::move(name),
                        .handle = [handle](Request& request, Next next) { return (*handle)(request, next); },
                        .after = std::move(after)});
    app.with(on_ready([handle, make](Project& project) { *handle = make(project).handle; }));
}

const SecuritySettings& security(Project& project) { return project.settings<SecuritySettings>(); }

/// Django's rule for debug mode; tests call the site "testserver".
Middleware hosts_of(Project& project) {
    const Settings& settings = project.settings();
    std::vector<std::string> allowed = settings.allowed_hosts;
    bool test = settings.profile == Profile::test;
    if (allowed.empty() && (settings.debug || test)) allowed = {".localhost", "127.0.0.1", "[::1]"};
    if (test) allowed.push_back("testserver");
    return hosts(std::move(allowed), test);
}

std::string report_path(Project& project) {
    const CspReports* reports = project.find<CspReports>();
    return reports && security(project).content_security_policy_reports ? reports->path() : std::string();
}

Middleware common_of(Project& project) {
    if (project.settings().append_slash) return common(project.router());
    return {"common", [](Request& request, Next next) { return next(request); }};
}

void check_lists(Project& project, CheckReport& report) {
    const SecuritySettings& settings = security(project);
    for (const std::string& origin : settings.csrf_trusted_origins) {
        UrlParts parts = split_url(origin);
        if (!parts.scheme || !parts.authority || !parts.path.empty())
            report.error("security.E010", "security.csrf_trusted_origins", "\"" + origin + "\" is no origin",
                         "write scheme and host: \"https://" +
                             std::string(parts.authority.value_or("example.org")) + "\"");
    }
    try {
        AddressList list(settings.trusted_proxies);
    } catch (const Error& error) {
        report.error("security.E011", "security.trusted_proxies", error.what(), error.hint());
    }
}

void check_cors(Project& project, CheckReport& report) {
    for (const Error& problem : cors_problems(project.settings<CorsSettings>())) report.error("cors.E001", "cors", problem.what(), problem.hint());
}

void check_deployment(Project& project, CheckReport& report) {
    const SecuritySettings& settings = security(project);
    if (settings.hsts_seconds == 0)
        report.warning("security.W004", "security.hsts_seconds", "Strict-Transport-Security is not sent",
                       "if the whole site is served over HTTPS, set hsts_seconds, a small value first");
    if (!settings.ssl_redirect)
        report.warning("security.W008", "security.ssl_redirect", "plain HTTP is answered",
                       "set ssl_redirect = true, or have the proxy redirect");
    if (!settings.content_type_nosniff)
        report.warning("security.W006", "security.content_type_nosniff", "browsers may guess what a file is", "remove the setting");
    if (settings.frame_options.empty() && settings.content_security_policy.find("frame-ancestors") == std::string::npos)
        report.warning("security.W002", "security.frame_options", "any page may show this site in a frame", "remove the setting");
    if (settings.referrer_policy.empty())
        report.warning("security.W022", "security.referrer_policy", "other sites are told the addresses that visitors come from", "remove the setting");
    const auto& origins = project.settings<CorsSettings>().allowed_origins;
    if (std::find(origins.begin(), origins.end(), "*") != origins.end())
        report.info("cors.I001", "cors.allowed_origins", "pages of every origin may read what is below " + text::join(project.settings<CorsSettings>().paths, ", "));
    if (settings.content_security_policy.empty() || settings.content_security_policy_report_only)
        report.warning("security.W026", "security.content_security_policy",
                       "no Content-Security-Policy is enforced", "remove the setting to have the default");
}

} // namespace

App standard_middleware() {
    App app("middleware");
    app.with(settings_section<SecuritySettings>("security"));
    app.with(settings_section<CorsSettings>("cors"));
    app.with(Check{check_lists}).with(Check{check_cors}).with(Check{check_deployment, CheckStage::deploy});
    add(app, "proxies", [](Project& project) { return proxies(security(project).trusted_proxies, security(project).forwarded_header ? ForwardedBy::forwarded : ForwardedBy::x_forwarded); });
    app.with(request_id()).with(access_log());
    add(app, "security-headers", [](Project& project) { return security_headers(security(project), report_path(project)); });
    add(app, "cors", [](Project& project) { return cors(project.settings<CorsSettings>()); });
    app.with(compression());
    add(app, "errors", [](Project& project) { return errors(project); });
    // What these throw is to have an answer's headers and its line in the log.
    add(app, "hosts", hosts_of, {"errors"});
    add(app, "common", common_of, {"errors"});
    add(app, "csrf", [](Project& project) {
        return csrf({.trusted_origins = security(project).csrf_trusted_origins,
                     .cookie_name = security(project).csrf_cookie_name});
    }, {"errors"});
    return app;
}

} // namespace portico
