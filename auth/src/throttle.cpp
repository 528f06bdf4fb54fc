#include <portico/auth/throttle.hpp>

#include <algorithm>

#include <portico/auth/app.hpp>
#include <portico/auth/models.hpp>
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

/// An IPv6 subscriber has a whole network of addresses.
std::string network_of(const Request& request) {
    const std::string address(request.remote_address());
    if (address.find(':') == std::string::npos) return address;
    std::size_t groups = 0, end = 0;
    while (end < address.size() && groups < 4)
        if (address[end++] == ':') ++groups;
    return address.substr(0, end);
}

}  // namespace

Throttle::Throttle(std::vector<Counter> counters) : counters_(std::move(counters)) {
    for (const Counter& counter : counters_) keys_.push_back(key_of(counter));
}

std::optional<seconds> Throttle::wait() const {
    if (counters_.empty()) return std::nullopt;
    seconds longest{0};
    const DateTime at = now();
    for (const FailedAttempt& failed : FailedAttempt::objects.filter(F(&FailedAttempt::key).in(keys_))) {
        const auto place = std::find(keys_.begin(), keys_.end(), failed.key.value()) - keys_.begin();
        const std::int64_t limit = counters_[static_cast<std::size_t>(place)].limit;
        if (failed.count < limit || failed.last + memory < at) continue;
        longest = std::max(longest, std::chrono::ceil<seconds>(failed.last + wait_after(failed.count - limit) - at));
    }
    if (longest.count() <= 0) return std::nullopt;
    return longest;
}

void Throttle::count() const {
    const DateTime at = now();
    for (const std::string& key : keys_) {
        auto row = FailedAttempt::objects.filter(F(&FailedAttempt::key) == key);
        if (row.filter(F(&FailedAttempt::last) >= at - memory).update(F(&FailedAttempt::count) = F(&FailedAttempt::count) + 1, F(&FailedAttempt::last) = at) > 0) continue;
        FailedAttempt::objects.update_or_create(F(&FailedAttempt::key) == key, {F(&FailedAttempt::count) = 1, F(&FailedAttempt::last) = at});
    }
}

void Throttle::forget() const {
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < counters_.size(); ++i)
        if (counters_[i].forgiven) keys.push_back(keys_[i]);
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

std::string in_words(seconds span) {
    const auto minutes = (span.count() + 59) / 60;
    if (span.count() < 60) return std::to_string(span.count()) + (span.count() == 1 ? " second" : " seconds");
    return std::to_string(minutes) + (minutes == 1 ? " minute" : " minutes");
}

std::int64_t clear_failed_attempts() { return FailedAttempt::objects.filter(F(&FailedAttempt::last) < now() - memory).delete_().total; }

}  // namespace portico::auth
