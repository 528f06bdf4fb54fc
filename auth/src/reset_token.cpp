#include <portico/auth/reset_token.hpp>

#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>

namespace portico::auth {

namespace {

constexpr const char* salt = "django.contrib.auth.tokens.PasswordResetTokenGenerator";
constexpr DateTime epoch = std::chrono::sys_days(std::chrono::year(2001) / 1 / 1);

std::int64_t seconds_now() { return std::chrono::floor<std::chrono::seconds>(now() - epoch).count(); }

std::string login_text(const std::optional<DateTime>& moment) {
    if (!moment) return {};
    auto whole = std::chrono::floor<std::chrono::seconds>(*moment);
    return to_iso(date_of(whole)) + ' ' + to_iso(time_of(whole));
}

std::string token_of(const ResetSubject& subject, std::int64_t seconds, const std::string& secret) {
    std::string facts = subject.key + subject.password + login_text(subject.last_login) + std::to_string(seconds) + subject.email;
    std::string digits = text::hex(salted_hmac(salt, facts, secret, "sha256"));
    std::string half;  // every other digit: links are to be short
    for (std::size_t i = 0; i < digits.size(); i += 2) half += digits[i];
    return base36(seconds) + '-' + half;
}

std::optional<std::int64_t> seconds_in(std::string_view token) {
    auto dash = token.find('-');
    if (dash == std::string_view::npos || token.find('-', dash + 1) != std::string_view::npos) return std::nullopt;
    try {
        return from_base36(token.substr(0, dash));
    } catch (const ConversionError&) {
        return std::nullopt;
    }
}

}  // namespace

std::string make_reset_token(const ResetSubject& subject, const std::string& secret) {
    return token_of(subject, seconds_now(), secret);
}

bool check_reset_token(const ResetSubject& subject, std::string_view token, const std::string& secret,
                       const std::vector<std::string>& fallbacks, std::chrono::seconds lifetime) {
    auto seconds = seconds_in(token);
    if (!seconds) return false;
    bool is_ours = constant_time_equal(token_of(subject, *seconds, secret), token);
    for (const auto& former : fallbacks) is_ours = is_ours || constant_time_equal(token_of(subject, *seconds, former), token);
    return is_ours && seconds_now() - *seconds <= lifetime.count();
}

}  // namespace portico::auth
