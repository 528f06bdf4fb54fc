/// A second factor at login: a code of an authenticator app, or one of ten recovery codes.
///
///     if (form.is_valid()) return auth::log_in(request, *form.user(), "/account/");   // by way of the second step, where they have one
///
/// People turn it on and off themselves, at auth:two-factor. `[auth] second_factor` demands it: "offered" (of nobody), "staff" (of those who may
/// enter the admin) or "everyone"; whoever hasn't one yet sets it up before they see anything else. A code is taken once; recovery codes are
/// kept as keyed hashes and go when they are used; who guesses waits, as at login (throttle.hpp).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <portico/auth/current_user.hpp>
#include <portico/http/response.hpp>

namespace portico::auth {

/// What of a second factor a user has. Reads and writes the tables auth_secondfactor and auth_recoverycode.
class SecondFactor {
public:
    explicit SecondFactor(const CurrentUser& user) : user_(user.key()) {}

    bool is_on() const;
    /// From now on. Gives the recovery codes, which nobody can read again. The code is of the app and proves that it works: false where it doesn't.
    bool turn_on(std::string_view secret, std::string_view code, std::vector<std::string>& recovery_codes) const;
    void turn_off() const;
    /// One of the app, or a recovery code, which is used up.
    bool accepts(std::string_view code) const;
    std::int64_t recovery_codes_left() const;
    /// Ten others in place of those there were.
    std::vector<std::string> renew_recovery_codes() const;

private:
    std::string user_;
};

/// What a login view answers when the password was right: logs them in and leads to `next`, or leads to the second step first.
Response log_in(Request& request, const CurrentUser& user, const std::string& next);

/// Has this session passed the second step?
bool is_verified(Request& request);

}  // namespace portico::auth
