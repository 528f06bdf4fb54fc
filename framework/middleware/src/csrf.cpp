#include <portico/middleware/csrf.hpp>

#include <algorithm>

#include <portico/base/log.hpp>
#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
#include <portico/http/url.hpp>
#include <portico/project/project.hpp>
#include <portico/routing/router.hpp>
#include <portico/routing/route.hpp>

#include "csrf_origin.hpp"

namespace portico {
namespace {

constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
constexpr std::size_t secret_size = 32;
constexpr std::size_t token_size = 2 * secret_size;
constexpr std::chrono::seconds cookie_age = std::chrono::weeks(52);

/// What the request knows of its secret. The middleware fills in the cookie's; without the middleware a
/// page's token has no cookie.
struct CsrfState {
    std::string secret{};
    bool set_cookie = false;
};

std::size_t index_of(char c) { return alphabet.find(c); }

/// The secret in the request's cookie, or empty when there is none that is well formed.
std::string secret_in_cookie(const Request& request, const std::string& cookie_name) {
    std::string_view cookie = request.cookie(cookie_name);
    return csrf_token_fault(cookie).empty() ? unmask_csrf_token(cookie) : std::string();
}

std::string token_problem(Request& request, const CsrfOptions& options) {
    auto cookie = request.cookies().find(options.cookie_name);
    if (!cookie) return "CSRF cookie not set.";
    if (auto fault = csrf_token_fault(*cookie); !fault.empty())
        return "CSRF cookie has " + std::string(fault) + ".";
    std::string secret = unmask_csrf_token(*cookie);
    auto header = request.headers().find("X-CSRFToken");
    // A good header settles it, so that a large body need not be read here.
    if (header && csrf_token_fault(*header).empty() && csrf_tokens_match(*header, secret)) return {};
    std::string_view token, source = "POST";
    if (request.is_post()) token = request.form().get("csrfmiddlewaretoken");
    if (token.empty()) {
        if (!header) return "CSRF token missing.";
        token = *header;
        source = "the 'X-Csrftoken' HTTP header";
    }
    if (auto fault = csrf_token_fault(token); !fault.empty())
        return "CSRF token from " + std::string(source) + " has " + std::string(fault) + ".";
    if (!csrf_tokens_match(token, secret)) return "CSRF token from " + std::string(source) + " incorrect.";
    return {};
}

bool is_exempt(const Request& request) {
    const Route* route = matched_route(request);
    return request.find<CsrfExempt>() || (route && route->option<CsrfExempt>());
}

void keep_secret(const Request& request, Response& response, const std::string& cookie_name) {
    const CsrfState* state = request.find<CsrfState>();
    if (!state || !state->set_cookie) return;
    response.set_cookie({.name = cookie_name,
                         .value = state->secret,
                         .max_age = cookie_age,
                         .secure = request.is_secure() || cookie_name.starts_with("__")});
    response.vary("Cookie");
}

} // namespace

CsrfFailure::CsrfFailure(std::string reason)
    : PermissionDenied("The form could not be verified. Go back, reload the page and send it again.",
                       "CSRF verification failed: " + std::move(reason)) {}

std::string_view csrf_token_fault(std::string_view token) {
    if (text::length(token) != secret_size && text::length(token) != token_size) return "incorrect length";
    bool plain =
        std::all_of(token.begin(), token.end(), [](char c) { return index_of(c) != std::string_view::npos; });
    return plain ? "" : "invalid characters";
}

std::string mask_csrf_secret(std::string_view secret) {
    std::string mask = random_string(secret_size, alphabet), cipher;
    for (std::size_t i = 0; i < secret_size; ++i)
        cipher += alphabet[(index_of(secret[i]) + index_of(mask[i])) % alphabet.size()];
    return mask + cipher;
}

std::string unmask_csrf_token(std::string_view token) {
    if (token.size() != token_size) return std::string(token);
    std::string secret;
    for (std::size_t i = 0; i < secret_size; ++i)
        secret += alphabet[(alphabet.size() + index_of(token[secret_size + i]) - index_of(token[i])) %
                           alphabet.size()];
    return secret;
}

bool csrf_tokens_match(std::string_view token, std::string_view secret) {
    return constant_time_equal(unmask_csrf_token(token), secret);
}

std::string csrf_token(Request& request) {
    auto& state = request.slot<CsrfState>();
    if (state.secret.empty()) state.secret = random_string(secret_size, alphabet);
    state.set_cookie = true;
    return mask_csrf_secret(state.secret);
}

void rotate_csrf_token(Request& request) {
    request.slot<CsrfState>() = {.secret = random_string(secret_size, alphabet), .set_cookie = true};
}

std::string csrf_problem(Request& request, const CsrfOptions& options) {
    if (request.is_safe()) return {};
    std::string problem = middleware::origin_problem(request, options.trusted_origins);
    return problem.empty() ? token_problem(request, options) : problem;
}

std::string csrf_origin_problem(const Request& request, const CsrfOptions& options) {
    return request.is_safe() ? std::string() : middleware::origin_problem(request, options.trusted_origins);
}

Middleware csrf(CsrfOptions options) {
    return {"csrf", [options = std::move(options)](Request& request, Next next) {
                request.slot<CsrfState>().secret = secret_in_cookie(request, options.cookie_name);
                if (!is_exempt(request)) {
                    std::string problem = csrf_problem(request, options);
                    // Where no view would be called, what is missing is the better answer: 404 or 405.
                    auto* project = Project::current_or_null();
                    if (!problem.empty() && project && !matched_route(request)) return project->router().call(request);
                    if (!problem.empty()) throw CsrfFailure(problem);
                }
                Response response = next(request);
                keep_secret(request, response, options.cookie_name);
                return response;
            }};
}

} // namespace portico
