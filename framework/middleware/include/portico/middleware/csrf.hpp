/// Cross-site request forgery: Django's token in Django's formats, and what browsers say of a request's
/// origin.
///
///     <form method="post">{% csrf_token %} …                    // the field csrfmiddlewaretoken
///     fetch(url, {headers: {"X-CSRFToken": token}})             // or the header
///     path<webhook>("hook/").with(CsrfExempt{})                 // routes with another kind of proof
///
/// Checked for every method but GET, HEAD, OPTIONS and TRACE: the Origin header, or over TLS Sec-Fetch-Site
/// or the Referer; and the token against the cookie. Failures are a CsrfFailure: 403, the reason in the log
/// and on the debug page.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <portico/http/http_error.hpp>
#include <portico/routing/middleware.hpp>

namespace portico {

class CsrfFailure : public PermissionDenied {
public:
    explicit CsrfFailure(std::string reason);
};

/// The token for this request's page, masked anew at each call; has the response set the cookie.
std::string csrf_token(Request& request);
/// A new secret: after login, so that a token planted before is worth nothing.
void rotate_csrf_token(Request& request);

struct CsrfOptions {
    std::vector<std::string> trusted_origins{}; // "https://shop.example.org", "https://*.example.org"
    std::string cookie_name = "csrftoken";
};
Middleware csrf(CsrfOptions options = {});

/// Why the request would be refused; empty when it wouldn't.
std::string csrf_problem(Request& request, const CsrfOptions& options);

/// The part of it that browsers say of themselves: does the request come from a page of another site? For what is exempt from tokens and yet goes by
/// the session's cookie.
std::string csrf_origin_problem(const Request& request, const CsrfOptions& options);

/// The secret of 32 letters and digits behind a token of 32 (plain) or 64 (masked).
std::string unmask_csrf_token(std::string_view token);
std::string mask_csrf_secret(std::string_view secret);
/// "incorrect length", "invalid characters", or empty for a well-formed token.
std::string_view csrf_token_fault(std::string_view token);
bool csrf_tokens_match(std::string_view token, std::string_view secret);

} // namespace portico
