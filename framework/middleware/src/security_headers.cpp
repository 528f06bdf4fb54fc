#include <portico/middleware/security_headers.hpp>

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

void set_if_any(Response& response, std::string_view name, const std::string& value) {
    if (!value.empty()) response.headers().set_default(name, value);
}

void add_headers(Request& request, Response& response, const SecuritySettings& settings) {
    if (settings.hsts_seconds > 0 && request.is_secure()) set_if_any(response, "Strict-Transport-Security", hsts(settings));
    if (settings.content_type_nosniff) set_if_any(response, "X-Content-Type-Options", "nosniff");
    set_if_any(response, "Referrer-Policy", settings.referrer_policy);
    set_if_any(response, "Cross-Origin-Opener-Policy", settings.cross_origin_opener_policy);
    set_if_any(response, "X-Frame-Options", settings.frame_options);
    const CspNonce* nonce = request.find<CspNonce>();
    set_if_any(response, settings.content_security_policy_report_only ? "Content-Security-Policy-Report-Only"
                                                                      : "Content-Security-Policy",
               content_security_policy(settings.content_security_policy, nonce ? nonce->value : std::string_view()));
}

}  // namespace

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

Middleware security_headers(const SecuritySettings& settings) {
    return {"security-headers", [settings](Request& request, Next next) {
                if (settings.ssl_redirect && !request.is_secure()) {
                    std::string host = settings.ssl_host.empty() ? std::string(request.host()) : settings.ssl_host;
                    return redirect("https://" + host + request.full_path(), 301);
                }
                Response response = next(request);
                if (!response.is_web_socket()) add_headers(request, response, settings);
                return response;
            }};
}

}  // namespace portico
