#include <portico/cache/cache.hpp>

#include <algorithm>

#include <portico/base/error.hpp>

#include "flights.hpp"

namespace portico::cache {

namespace {

constexpr std::size_t longest_key = 250;  // bytes: memcached's limit, which Django keeps to everywhere

void check_key(const std::string& key) {
    if (key.size() > longest_key)
        throw Error("the cache key \"" + key.substr(0, 60) + "…\" has " + std::to_string(key.size()) + " bytes, and may have " + std::to_string(longest_key),
                    "take a digest of what is long: text::hex(sha256(…))");
    const bool odd = std::any_of(key.begin(), key.end(), [](unsigned char c) { return c <= ' ' || c == 0x7f; });
    if (odd) throw Error("the cache key \"" + key + "\" has white space or control characters", "put \"_\" or \":\" between the parts");
}

}  // namespace

Cache::Cache(std::shared_ptr<Backend> backend, CacheOptions options)
    : backend_(std::move(backend)), flights_(std::make_shared<Flights>()), options_(std::make_shared<const CacheOptions>(std::move(options))), version_(options_->version) {}

std::string Cache::whole_key(std::string_view key) const {
    std::string whole = options_->make_key ? options_->make_key(options_->prefix, version_, key)
                                           : options_->prefix + ':' + std::to_string(version_) + ':' + std::string(key);
    check_key(whole);
    return whole;
}

Expiry Cache::expiry_of(Lifetime lifetime) const {
    if (lifetime.kind_ == Lifetime::Kind::usual) lifetime = options_->lifetime;
    if (lifetime.kind_ == Lifetime::Kind::forever) return std::nullopt;
    const DateTime at = now();
    return lifetime.span_ < DateTime::max() - at ? Expiry(at + lifetime.span_) : std::nullopt;
}

std::optional<std::string> Cache::read(std::string_view key) const { return backend_->get(whole_key(key)); }

Entries Cache::read_many(const std::vector<std::string>& keys) const {
    std::map<std::string, const std::string*> asked;
    std::vector<std::string> whole;
    for (const std::string& key : keys)
        if (asked.emplace(whole_key(key), &key).second) whole.push_back(whole_key(key));
    Entries found;
    for (auto& [key, bytes] : backend_->get_many(whole)) found.emplace(*asked.at(key), std::move(bytes));
    return found;
}

void Cache::write(std::string_view key, std::string bytes, Lifetime lifetime) const {
    const std::string whole = whole_key(key);
    const Expiry expiry = expiry_of(lifetime);
    if (expiry && *expiry <= now()) backend_->remove(whole);
    else backend_->set(whole, std::move(bytes), expiry);
}

bool Cache::write_new(std::string_view key, std::string bytes, Lifetime lifetime) const {
    const std::string whole = whole_key(key);
    const Expiry expiry = expiry_of(lifetime);
    if (expiry && *expiry <= now()) return !backend_->get(whole);
    return backend_->add(whole, std::move(bytes), expiry);
}

bool Cache::write_over(std::string_view key, std::string bytes, Lifetime lifetime) const {
    const std::string whole = whole_key(key);
    const Expiry expiry = expiry_of(lifetime);
    if (expiry && *expiry <= now()) return backend_->remove(whole);
    return backend_->replace(whole, std::move(bytes), expiry);
}

void Cache::write_many(const Entries& entries, Lifetime lifetime) const {
    const Expiry expiry = expiry_of(lifetime);
    if (!expiry || *expiry > now()) return backend_->set_many(entries, expiry);
    for (const auto& [key, bytes] : entries) backend_->remove(key);
}

void Cache::set_many(const Map& values, Lifetime lifetime) const {
    Entries entries;
    for (const auto& [key, value] : values) entries.insert_or_assign(whole_key(key), pack(value));
    write_many(entries, lifetime);
}

std::int64_t Cache::remove_many(const std::vector<std::string>& keys) const {
    std::vector<std::string> whole;
    for (const std::string& key : keys) whole.push_back(whole_key(key));
    return backend_->remove_many(whole);
}

bool Cache::touch(std::string_view key, Lifetime lifetime) const {
    const Expiry expiry = expiry_of(lifetime);
    if (expiry && *expiry <= now()) return remove(key);
    return backend_->touch(whole_key(key), expiry);
}

bool Cache::remove(std::string_view key) const { return backend_->remove(whole_key(key)); }

std::optional<std::int64_t> Cache::incr(std::string_view key, std::int64_t by) const { return backend_->increment(whole_key(key), by); }

Cache Cache::version(int number) const {
    Cache other = *this;
    other.version_ = number;
    return other;
}

bool Cache::incr_version(std::string_view key, int by) const {
    auto bytes = read(key);
    if (!bytes) return false;
    version(version_ + by).write(key, std::move(*bytes), {});
    remove(key);
    return true;
}

std::string Cache::once(std::string_view key, Lifetime lifetime, bool (*will_do)(std::string_view bytes), const std::function<std::string()>& make) const {
    return flights_->once(whole_key(key), [&]() -> std::string {
        if (auto there = read(key); there && will_do(*there)) return std::move(*there);  // who was faster has made it
        std::string bytes = make();
        write(key, bytes, lifetime);
        return bytes;
    });
}

// Backend's own -----------------------------------------------------------------------------------------------------

Entries Backend::get_many(const std::vector<std::string>& keys) {
    Entries found;
    for (const std::string& key : keys)
        if (auto bytes = get(key)) found.emplace(key, std::move(*bytes));
    return found;
}

void Backend::set_many(const Entries& entries, Expiry expiry) {
    for (const auto& [key, bytes] : entries) set(key, bytes, expiry);
}

std::int64_t Backend::remove_many(const std::vector<std::string>& keys) {
    return std::count_if(keys.begin(), keys.end(), [this](const std::string& key) { return remove(key); });
}

}  // namespace portico::cache
