/// Cookies that a client may keep but not change, in Django's format (set_signed_cookie, get_signed_cookie).
///
///     response.set_cookie({.name = "cart", .value = signed_cookie("cart", "3,5", secret)});
///     read_signed_cookie("cart", request.cookie("cart"), secret, {.max_age = std::chrono::hours(24)})     // or BadSignature
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portico {

/// The value to set; the cookie's name is part of what is signed, `salt` another part.
std::string signed_cookie(std::string_view name, std::string_view value, const std::string& secret, std::string_view salt = {});

struct SignedCookieOptions {
    std::string salt{};
    std::optional<std::chrono::microseconds> max_age{};
    std::vector<std::string> fallbacks{}; // former secrets
};
/// Throws BadSignature, and SignatureExpired beyond `max_age`.
std::string read_signed_cookie(std::string_view name, std::string_view value, const std::string& secret,
                               const SignedCookieOptions& options = {});

} // namespace portico
