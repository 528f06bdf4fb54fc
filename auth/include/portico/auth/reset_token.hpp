/// Tokens for links that let people choose a new password (Django's PasswordResetTokenGenerator).
///
///     std::string token = auth::make_reset_token(account, secret);
///     send(account.email, "/reset/" + account.key + "/" + token + "/");
///     auth::check_reset_token(account, token, secret)      // once: with the new password, or after a login, it is worth nothing
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/date_time.hpp>

namespace portico::auth {

/// What of a user makes the token: when any of it changes, the token is void.
struct ResetSubject {
    std::string key{};       // the primary key as text
    std::string password{};  // as it is kept, encoded
    std::string email{};
    std::optional<DateTime> last_login{};
};

/// "d5hey8-63f94de1ce7cd62f887f5aaf3699cc47"
std::string make_reset_token(const ResetSubject& subject, const std::string& secret);
/// False for what is no token, another's, or older than `lifetime`. `fallbacks` are former secrets.
bool check_reset_token(const ResetSubject& subject, std::string_view token, const std::string& secret,
                       const std::vector<std::string>& fallbacks = {}, std::chrono::seconds lifetime = std::chrono::hours(72));

}  // namespace portico::auth
