#include <portico/cache/memory.hpp>

#include <list>
#include <mutex>
#include <unordered_map>
#include <utility>

#include <portico/cache/entry.hpp>

namespace portico::cache {

namespace {

constexpr std::size_t shard_count = 16, bookkeeping = 128;

}  // namespace

/// A part of the keys, with a lock of its own that is never held for long.
class Memory::Shard {
public:
    std::size_t room = 0;

    /// Runs `work` on the entry of that key if it still lives (else on null), under the lock; it is the youngest then.
    template <class Work> auto with(const std::string& key, Work work) {
        std::lock_guard lock(guard_);
        return work(find(key));
    }

    std::optional<std::string> get(const std::string& key) {
        return with(key, [](Entry* entry) { return entry ? std::optional(entry->bytes) : std::nullopt; });
    }

    /// `there`: must there be one, must there be none, or either.
    bool put(const std::string& key, std::string bytes, Expiry expiry, std::optional<bool> there = {}) {
        return with(key, [&](Entry* entry) {
            if (there && *there != (entry != nullptr)) return false;
            if (entry) erase(by_key_.find(key)->second);
            insert(key, std::move(bytes), expiry);
            return true;
        });
    }

    bool remove(const std::string& key) {
        return with(key, [&](Entry* entry) {
            if (entry) erase(by_key_.find(key)->second);
            return entry != nullptr;
        });
    }

    bool touch(const std::string& key, Expiry expiry) {
        return with(key, [&](Entry* entry) {
            if (entry) entry->expiry = expiry;
            return entry != nullptr;
        });
    }

    std::optional<std::int64_t> increment(const std::string& key, std::int64_t by) {
        return with(key, [&](Entry* entry) -> std::optional<std::int64_t> {
            if (!entry) return std::nullopt;
            const std::int64_t number = sum(number_in(entry->bytes), by);
            std::string digits = std::to_string(number);
            used_ += digits.size() - entry->bytes.size();
            entry->bytes = std::move(digits);
            return number;
        });
    }

    void clear() {
        std::lock_guard lock(guard_);
        by_key_.clear();
        entries_.clear();
        used_ = 0;
    }

    std::int64_t clear_expired() {
        std::lock_guard lock(guard_);
        const DateTime at = now();
        std::int64_t gone = 0;
        for (auto entry = entries_.begin(); entry != entries_.end();) {
            const auto here = entry++;
            if (here->is_over(at)) erase(here), ++gone;
        }
        return gone;
    }

    std::pair<std::size_t, std::size_t> bytes_and_size() {
        std::lock_guard lock(guard_);
        return {used_, entries_.size()};
    }

private:
    struct Entry {
        std::string key, bytes;
        Expiry expiry;
        bool is_over(DateTime at) const { return expiry && *expiry <= at; }
        std::size_t cost() const { return key.size() + bytes.size() + bookkeeping; }
    };
    using Place = std::list<Entry>::iterator;

    Entry* find(const std::string& key) {
        const auto found = by_key_.find(key);
        if (found == by_key_.end()) return nullptr;
        const Place place = found->second;
        if (place->is_over(now())) return erase(place), nullptr;
        entries_.splice(entries_.begin(), entries_, place);
        return &*place;
    }

    void erase(Place place) {
        used_ -= place->cost();
        by_key_.erase(place->key);
        entries_.erase(place);
    }

    void insert(const std::string& key, std::string bytes, Expiry expiry) {
        Entry entry{key, std::move(bytes), expiry};
        if (entry.cost() > room) return;
        while (used_ + entry.cost() > room) erase(std::prev(entries_.end()));
        used_ += entry.cost();
        entries_.push_front(std::move(entry));
        by_key_.emplace(entries_.front().key, entries_.begin());
    }

    std::mutex guard_;
    std::list<Entry> entries_;  // the youngest first
    std::unordered_map<std::string_view, Place> by_key_;
    std::size_t used_ = 0;
};

Memory::Memory(std::size_t max_bytes) : shards_(new Shard[shard_count]) {
    for (std::size_t i = 0; i < shard_count; ++i) shards_[i].room = max_bytes / shard_count;
}
Memory::~Memory() = default;

Memory::Shard& Memory::shard_of(const std::string& key) const { return shards_[std::hash<std::string_view>()(key) % shard_count]; }

std::optional<std::string> Memory::get(const std::string& key) { return shard_of(key).get(key); }
void Memory::set(const std::string& key, std::string bytes, Expiry expiry) { shard_of(key).put(key, std::move(bytes), expiry); }
bool Memory::add(const std::string& key, std::string bytes, Expiry expiry) { return shard_of(key).put(key, std::move(bytes), expiry, false); }
bool Memory::replace(const std::string& key, std::string bytes, Expiry expiry) { return shard_of(key).put(key, std::move(bytes), expiry, true); }
bool Memory::touch(const std::string& key, Expiry expiry) { return shard_of(key).touch(key, expiry); }
bool Memory::remove(const std::string& key) { return shard_of(key).remove(key); }
std::optional<std::int64_t> Memory::increment(const std::string& key, std::int64_t by) { return shard_of(key).increment(key, by); }

void Memory::clear() {
    for (std::size_t i = 0; i < shard_count; ++i) shards_[i].clear();
}

std::int64_t Memory::clear_expired() {
    std::int64_t gone = 0;
    for (std::size_t i = 0; i < shard_count; ++i) gone += shards_[i].clear_expired();
    return gone;
}

std::size_t Memory::bytes() const {
    std::size_t all = 0;
    for (std::size_t i = 0; i < shard_count; ++i) all += shards_[i].bytes_and_size().first;
    return all;
}

std::size_t Memory::size() const {
    std::size_t all = 0;
    for (std::size_t i = 0; i < shard_count; ++i) all += shards_[i].bytes_and_size().second;
    return all;
}

}  // namespace portico::cache
