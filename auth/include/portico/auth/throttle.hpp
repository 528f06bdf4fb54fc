/// Attempts that failed, counted in the database for all of the site's programs: after too many one has to wait, and longer each time.
///
///     auth::Throttle throttle({{"login", name + "@" + address, 5}, {"address", address, 30}});
///     if (auto wait = throttle.attempt()) throw TooMany(*wait);
///     if (good) throttle.forget();
///
/// LoginForm and PasswordResetForm do so: `[auth] attempts` says how many; 0 turns it off.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portico {
class Request;
}

namespace portico::auth {

class CurrentUser;

/// What is counted by itself: a kind, whose, and how often it may fail before one waits. Only a hash of `whose` is kept.
struct Counter {
    std::string kind{};
    std::string whose{};
    std::int64_t limit = 5;
    bool forgiven = true;  // `forget` forgets it
};

class Throttle {
public:
    explicit Throttle(std::vector<Counter> counters);

    /// Leave for one attempt, which counts as failed from now on; or how long until the next one. After `limit` failures half a minute, twice as
    /// long with each further one, an hour at most; an hour after the last failure all is forgotten. Of many at once no more get leave.
    std::optional<std::chrono::seconds> attempt() const;
    /// It went well: it has not failed, and neither counts what failed before.
    void forget() const;

private:
    std::vector<Counter> counters_;
    std::vector<std::string> keys_{};  // of their rows
};

/// Of logins: by login and address together, so that nobody can lock others out; by address; and by login from anywhere, much later. Nothing is counted
/// where the setting is 0.
Throttle login_throttle(const Request& request, std::string_view login);
/// Of mails with links: by the address that is written to, and by who asks.
Throttle reset_throttle(const Request& request, std::string_view email);

/// Of what somebody has to prove who is known already: "code" for codes of the second step, "password" for the old one.
Throttle proof_throttle(const CurrentUser& user, std::string what);

/// "4 minutes"
std::string in_words(std::chrono::seconds span);

/// Deletes what is forgotten anyway.
std::int64_t clear_failed_attempts();

}  // namespace portico::auth
