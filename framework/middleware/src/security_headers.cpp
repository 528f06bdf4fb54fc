#include <portico/middleware/security_headers.hpp>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>

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

/// What the settings come to, worked out once: a response only has the texts copied into it.
struct Plan {
    explicit Plan(const SecuritySettings& settings) : settings(settings) {
        if (settings.content_type_nosniff) add(always, "X-Content-Type-Options", "nosniff");
        add(always, "Referrer-Policy", settings.referrer_policy);
        add(always, "Cross-Origin-Opener-Policy", settings.cross_origin_opener_policy);
        add(always, "X-Frame-Options", settings.frame_options);
        if (settings.hsts_seconds > 0) add(over_tls, "Strict-Transport-Security", hsts(settings));
        plain_policy = content_security_policy(settings.content_security_policy, {});
        if (settings.content_security_policy_report_only) policy_header += "-Report-Only";
        Headers().set(policy_header, plain_policy);
    }

    void apply(Request& request, Headers& headers) const {
        headers.reserve(headers.size() + 12, 768);
        for (const auto& [name, value] : always) set(headers, name, value);
        if (request.is_secure())
            for (const auto& [name, value] : over_tls) set(headers, name, value);
        const CspNonce* nonce = request.find<CspNonce>();
        if (!nonce)
            set(headers, policy_header, plain_policy);
        else
            set(headers, policy_header,
                content_security_policy(settings.content_security_policy, nonce->value));
    }

    using List = std::vector<std::pair<std::string, std::string>>;
    SecuritySettings settings;
    List always{};
    List over_tls{};
    std::string policy_header = "Content-Security-Policy";
    std::string plain_policy{};

private:
    static void add(List& list, std::string name, const std::string& value) {
        if (value.empty()) return;
        Headers().set(name, value); // throws what is no header here, once, and not at each response
        list.emplace_back(std::move(name), value);
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

Middleware security_headers(const SecuritySettings& settings) {
    return {"security-headers", [plan = std::make_shared<const Plan>(settings)](Request& request, Next next) {
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
