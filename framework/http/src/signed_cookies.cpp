#include <portico/http/signed_cookies.hpp>

#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>

namespace portico {
namespace {

std::string key_of(const std::string& secret) { return "django.http.cookies" + secret; }

TimestampSigner signer(std::string_view name, const std::string& secret, std::string_view salt, const std::vector<std::string>& former = {}) {
    std::vector<std::string> fallbacks;
    for (const auto& one : former) fallbacks.push_back(key_of(one));
    // Django 6.1's salt: with the length of the caller's in it, so that no other name and salt come to the same.
    std::string whole = "django.http.cookies.v2:" + std::to_string(text::length(salt)) + ':';
    return TimestampSigner(key_of(secret), whole.append(salt).append(name), std::move(fallbacks));
}

} // namespace

std::string signed_cookie(std::string_view name, std::string_view value, const std::string& secret, std::string_view salt) {
    return signer(name, secret, salt).sign(value);
}

std::string read_signed_cookie(std::string_view name, std::string_view value, const std::string& secret,
                               const SignedCookieOptions& options) {
    return signer(name, secret, options.salt, options.fallbacks).unsign(value, options.max_age);
}

} // namespace portico
