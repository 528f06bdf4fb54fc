#include <portico/middleware/security_headers.hpp>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
#include <portico/routing/route.hpp>

namespace portico {
namespace {

struct CspNonce {
    std::string value{};
};

std::string hsts(const SecuritySettings& settings) {
    std::string out = "max-age=" + std::to_string(settings.hsts_seconds);
    if (settings.hsts_include_subdomains) out += "; includeSubDomains";
    if (settings.hsts_preload) out += "; preload";
    return out;
}

constexpr const char* enforced = "Content-Security-Policy";
constexpr const char* reported = "Content-Security-Policy-Report-Only";

/// A policy with where to report to, by both the old and the new way; browsers take the new one where they know it.
std::string with_reports(const std::string& policy, const std::string& path) {
    return policy.empty() || path.empty() ? policy : policy + "; report-uri " + path + "; report-to csp";
}

/// What the settings come to, worked out once: a response only has the texts copied into it.
struct Plan {
    Plan(const SecuritySettings& settings, const std::string& report_path) : settings(settings), report_path(report_path) {
        if (settings.content_type_nosniff) add(always, "X-Content-Type-Options", "nosniff");
        add(always, "Referrer-Policy", settings.referrer_policy);
        add(always, "Cross-Origin-Opener-Policy", settings.cross_origin_opener_policy);
        add(always, "Permissions-Policy", settings.permissions_policy);
        add(always, "X-Frame-Options", settings.frame_options);
        if (settings.hsts_seconds > 0) add(over_tls, "Strict-Transport-Security", hsts(settings));
        if (!report_path.empty()) add(always, "Reporting-Endpoints", "csp=\"" + report_path + "\"");
        add_policy(settings.content_security_policy_report_only ? reported : enforced, settings.content_security_policy);
        add_policy(reported, settings.content_security_policy_trial);
    }

    void apply(Request& request, Headers& headers) const {
        headers.reserve(headers.size() + 12, 768);
        for (const auto& [name, value] : always) set(headers, name, value);
        if (request.is_secure())
            for (const auto& [name, value] : over_tls) set(headers, name, value);
        const Route* route = matched_route(request);
        const ContentSecurityPolicy* own = route ? route->option<ContentSecurityPolicy>() : nullptr;
        const CspNonce* nonce = request.find<CspNonce>();
        if (own)
            set(headers, own->report_only ? reported : enforced, content_security_policy(with_reports(own->policy, report_path), nonce ? nonce->value : ""));
        else
            for (const Policy& policy : policies)
                set(headers, policy.header, nonce ? content_security_policy(policy.text, nonce->value) : policy.plain);
    }

    using List = std::vector<std::pair<std::string, std::string>>;
    struct Policy {
        std::string header{}, text{}, plain{};  // plain: of a page without a nonce
    };
    SecuritySettings settings;
    std::string report_path;
    List always{};
    List over_tls{};
    std::vector<Policy> policies{};

private:
    static void add(List& list, std::string name, const std::string& value) {
        if (value.empty()) return;
        Headers().set(name, value); // throws what is no header here, once, and not at each response
        list.emplace_back(std::move(name), value);
    }
    void add_policy(const char* header, const std::string& policy) {
        if (policy.empty()) return;
        const std::string text = with_reports(policy, report_path);
        policies.push_back({header, text, content_security_policy(text, {})});
        Headers().set(header, policies.back().plain);
    }
    static void set(Headers& headers, const std::string& name, const std::string& value) {
        if (!value.empty() && !headers.contains(name)) headers.append_parsed(name, value);
    }
};

} // namespace

std::string_view csp_nonce(Request& request) {
    auto& nonce = request.slot<CspNonce>();
    if (nonce.value.empty()) nonce.value = text::base64url(random_bytes(16));
    return nonce.value;
}

std::string content_security_policy(std::string_view policy, std::string_view nonce) {
    std::string source = nonce.empty() ? "" : "'nonce-" + std::string(nonce) + "'";
    std::string out = text::replace_all(policy, nonce.empty() ? " {nonce}" : "{nonce}", source);
    return text::replace_all(out, "{nonce}", source);
}

std::string content_security_policy(const Map& directives, std::string_view nonce) {
    std::vector<std::string> policy;
    for (const auto& [directive, value] : directives) {
        bool bare = value.as_boolean() && *value.as_boolean();
        if (value.is_null() || (value.as_boolean() && !bare)) continue;
        std::vector<std::string> sources;
        auto add = [&](const Value& source) {
            std::string text = source.str();
            if (text == "{nonce}") text = nonce.empty() ? "" : "'nonce-" + std::string(nonce) + "'";
            if (!text.empty()) sources.push_back(std::move(text));
        };
        if (auto* list = value.as_list()) std::for_each(list->begin(), list->end(), add);
        else if (!bare) add(value);
        if (bare) policy.push_back(directive);
        else if (!sources.empty()) policy.push_back(directive + ' ' + text::join(sources, " "));
    }
    return text::join(policy, "; ");
}

Middleware security_headers(const SecuritySettings& settings, const std::string& report_path) {
    return {"security-headers", [plan = std::make_shared<const Plan>(settings, report_path)](Request& request, Next next) {
                if (plan->settings.ssl_redirect && !request.is_secure()) {
                    const std::string& host = plan->settings.ssl_host;
                    return redirect("https://" + (host.empty() ? std::string(request.host()) : host) +
                                        request.full_path(),
                                    301);
                }
                Response response = next(request);
                if (!response.is_web_socket()) plan->apply(request, response.headers());
                return response;
            }};
}

} // namespace portico
