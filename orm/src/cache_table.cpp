#include <portico/orm/cache_table.hpp>

#include <embedded/cache_table.hpp>

#include <atomic>

#include <portico/cache/app.hpp>
#include <portico/orm/models.hpp>
#include <portico/orm/transaction.hpp>

namespace portico::orm {

void CacheEntry::describe(Describe<CacheEntry>& entry) {
    entry.field(&CacheEntry::key).max_length(250);
    entry.field(&CacheEntry::expires).index();
    entry.display([](const CacheEntry& one) { return one.key.value(); });
    entry.personal();  // in what people are shown may be what is theirs
}

namespace {

using cache::Entries;
using cache::Expiry;

constexpr int sets_between_cleanings = 1000;
constexpr std::int64_t rows_at_once = 1000;

class DatabaseCache final : public cache::Backend {
public:
    std::optional<std::string> get(const std::string& key) override {
        auto row = living().filter(F(&CacheEntry::key) == key).first();
        return row ? std::optional(std::move(row->value.data)) : std::nullopt;
    }

    void set(const std::string& key, std::string bytes, Expiry expiry) override { set_many({{key, std::move(bytes)}}, expiry); }

    bool add(const std::string& key, std::string bytes, Expiry expiry) override {
        const Bytes value{std::move(bytes)};
        const auto expired = CacheEntry::objects.filter(F(&CacheEntry::key) == key, F(&CacheEntry::expires) <= now());
        if (expired.update(F(&CacheEntry::value) = value, F(&CacheEntry::expires) = expiry) > 0) return true;
        return CacheEntry::objects.get_or_create(F(&CacheEntry::key) == key, CacheEntry{.key = key, .value = value, .expires = expiry}).second;
    }

    bool replace(const std::string& key, std::string bytes, Expiry expiry) override {
        return living().filter(F(&CacheEntry::key) == key).update(F(&CacheEntry::value) = Bytes{std::move(bytes)}, F(&CacheEntry::expires) = expiry) > 0;
    }

    bool touch(const std::string& key, Expiry expiry) override {
        return living().filter(F(&CacheEntry::key) == key).update(F(&CacheEntry::expires) = expiry) > 0;
    }

    bool remove(const std::string& key) override { return remove_many({key}) > 0; }

    std::optional<std::int64_t> increment(const std::string& key, std::int64_t by) override {
        return atomic([&]() -> std::optional<std::int64_t> {
            auto row = living().filter(F(&CacheEntry::key) == key).select_for_update().first();
            if (!row) return std::nullopt;
            const std::int64_t number = cache::sum(cache::number_in(row->value.data), by);
            CacheEntry::objects.filter(F(&CacheEntry::key) == key).update(F(&CacheEntry::value) = Bytes{std::to_string(number)});
            return number;
        });
    }

    void clear() override { CacheEntry::objects.delete_(); }

    Entries get_many(const std::vector<std::string>& keys) override {
        Entries found;
        for (CacheEntry& row : living().filter(F(&CacheEntry::key).in(keys))) found.emplace(row.key.value(), std::move(row.value.data));
        return found;
    }

    void set_many(const Entries& entries, Expiry expiry) override {
        std::vector<CacheEntry> rows;
        for (const auto& [key, bytes] : entries) rows.push_back({.key = key, .value = Bytes{bytes}, .expires = expiry});
        CacheEntry::objects.bulk_create(rows, on_conflict(&CacheEntry::key).update(&CacheEntry::value, &CacheEntry::expires));
        if (sets_.fetch_add(1) % sets_between_cleanings == sets_between_cleanings - 1) clear_some();
    }

    std::int64_t remove_many(const std::vector<std::string>& keys) override {
        return living().filter(F(&CacheEntry::key).in(keys)).delete_().total;
    }

    std::int64_t clear_expired() override {
        std::int64_t all = 0;
        while (const std::int64_t gone = clear_some()) all += gone;
        return all;
    }

private:
    static QuerySet<CacheEntry> living() {
        return CacheEntry::objects.filter(F(&CacheEntry::expires).isnull() || F(&CacheEntry::expires) > now());
    }

    /// Few at once: a long statement would keep others from writing.
    static std::int64_t clear_some() {
        const auto keys = CacheEntry::objects.filter(F(&CacheEntry::expires) <= now()).limit(rows_at_once).values_list(&CacheEntry::key);
        return keys.empty() ? 0 : CacheEntry::objects.filter(F(&CacheEntry::key).in(keys)).delete_().total;
    }

    std::atomic<int> sets_{0};
};

}  // namespace

App cache_table() {
    return App("cache_table")
        .title("Cache")
        .with(models<CacheEntry>())
        .with(embedded::cache_table)
        .with(cache::BackendKind{"database", [](Project&, const cache::CacheSettings&) { return std::make_shared<DatabaseCache>(); }});
}

}  // namespace portico::orm
