#include <portico/auth/throttle.hpp>

#include <algorithm>

#include <portico/auth/app.hpp>
#include <portico/auth/current_user.hpp>
#include <portico/auth/models.hpp>
#include <portico/base/ip_address.hpp>
#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
#include <portico/http/request.hpp>
#include <portico/project/project.hpp>

namespace portico::auth {

namespace {

using std::chrono::seconds;

constexpr seconds first_wait{30}, longest_wait{3600}, memory{3600};

std::string key_of(const Counter& counter) {
    return counter.kind + ":" + text::hex(salted_hmac("portico.auth.throttle", counter.kind + "\n" + text::lower(counter.whose), Project::current().settings().secret_key, "sha256")).substr(0, 40);
}

seconds wait_after(std::int64_t too_many) { return std::min(first_wait * (std::int64_t(1) << std::min<std::int64_t>(too_many, 10)), longest_wait); }

/// An IPv6 subscriber has a whole network of addresses: their first 64 bits.
std::string network_of(const Request& request) {
    const auto address = IpAddress::parse(request.remote_address());
    if (!address || !address->is_v6()) return std::string(request.remote_address());
    return text::hex(std::string_view(reinterpret_cast<const char*>(address->bytes().data()), 8)) + "/64";
}

auto row_of(const std::string& key) { return FailedAttempt::objects.filter(F(&FailedAttempt::key) == key); }

/// Counts one more, unless there were too many: then how long until the next. A row is changed only as it was seen, so that many at once get no
/// more than the limit.
std::optional<seconds> take(const std::string& key, std::int64_t limit, DateTime at) {
    while (true) {
        auto [row, made] = FailedAttempt::objects.get_or_create(F(&FailedAttempt::key) == key, {F(&FailedAttempt::count) = 1, F(&FailedAttempt::last) = at});
        if (made) return std::nullopt;
        const bool forgotten = row.last + memory < at;
        if (!forgotten && row.count >= limit)
            if (const DateTime until = row.last + wait_after(row.count - limit); until > at) return std::chrono::ceil<seconds>(until - at);
        const std::int64_t next = forgotten ? 1 : row.count + 1;
        if (row_of(key).filter(F(&FailedAttempt::count) == row.count, F(&FailedAttempt::last) == row.last).update(F(&FailedAttempt::count) = next, F(&FailedAttempt::last) = at) > 0)
            return std::nullopt;
    }
}

void take_back(const std::string& key) { row_of(key).filter(F(&FailedAttempt::count) > 0).update(F(&FailedAttempt::count) = F(&FailedAttempt::count) - 1); }

}  // namespace

Throttle::Throttle(std::vector<Counter> counters) : counters_(std::move(counters)) {
    for (const Counter& counter : counters_) keys_.push_back(key_of(counter));
}

std::optional<seconds> Throttle::attempt() const {
    const DateTime at = now();
    for (std::size_t i = 0; i < keys_.size(); ++i)
        if (const auto wait = take(keys_[i], counters_[i].limit, at)) {
            while (i-- > 0) take_back(keys_[i]);
            return wait;
        }
    return std::nullopt;
}

void Throttle::forget() const {
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < counters_.size(); ++i) {
        if (counters_[i].forgiven) keys.push_back(keys_[i]);
        else take_back(keys_[i]);
    }
    if (!keys.empty()) FailedAttempt::objects.filter(F(&FailedAttempt::key).in(keys)).delete_();
}

Throttle login_throttle(const Request& request, std::string_view login) {
    const std::int64_t attempts = Project::current().settings<AuthSettings>().attempts;
    if (attempts <= 0) return Throttle({});
    const std::string network = network_of(request), name(login);
    return Throttle({{"login", name + "\n" + network, attempts}, {"address", network, attempts * 10, false}, {"account", name, attempts * 20}});
}

Throttle reset_throttle(const Request& request, std::string_view email) {
    const std::int64_t attempts = Project::current().settings<AuthSettings>().attempts;
    if (attempts <= 0) return Throttle({});
    return Throttle({{"mail", std::string(email), attempts}, {"asker", network_of(request), attempts * 10}});
}

Throttle proof_throttle(const CurrentUser& user, std::string what) {
    const std::int64_t attempts = Project::current().settings<AuthSettings>().attempts;
    return Throttle(attempts > 0 ? std::vector<Counter>{{std::move(what), user.key(), attempts}} : std::vector<Counter>());
}

std::string in_words(seconds span) {
    const auto minutes = (span.count() + 59) / 60;
    if (span.count() < 60) return std::to_string(span.count()) + (span.count() == 1 ? " second" : " seconds");
    return std::to_string(minutes) + (minutes == 1 ? " minute" : " minutes");
}

std::int64_t clear_failed_attempts() { return FailedAttempt::objects.filter(F(&FailedAttempt::last) < now() - memory).delete_().total; }

}  // namespace portico::auth
