/// What was costly to find out, kept for a while.
///
///     cache::set("greeting", "Hello", 5min);
///     if (auto greeting = cache::get<std::string>("greeting")) …
///
///     Weather now = cache::get_or_set("weather:berlin", 10min, [] { return ask_the_service("berlin"); });   // asked once, however many want it
///
///     cache::named("pages").set("front", html);          // [caches.pages]
///
/// Values are those of <portico/base/plain.hpp>: numbers, texts, dates, vectors, maps, and structs that an app has made known by
/// `values<Weather>()`. What is there and doesn't fit the type any more (another version of the program has put it there) is not there.
///
/// A key has at most 250 bytes with prefix and version, and no white space or control characters: Error otherwise. On a fiber a cache that asks a
/// database or a server suspends the fiber.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <portico/cache/backend.hpp>
#include <portico/cache/entry.hpp>

namespace portico::cache {

/// How long an entry lives: a duration, `forever`, or what the cache's settings say. Zero or less: not at all.
class Lifetime {
public:
    Lifetime() = default;
    template <class Rep, class Period> Lifetime(std::chrono::duration<Rep, Period> span) : kind_(Kind::span), span_(std::chrono::duration_cast<Duration>(span)) {}
    static Lifetime forever() { return Lifetime(Kind::forever); }

private:
    friend class Cache;
    enum class Kind { usual, span, forever };
    explicit Lifetime(Kind kind) : kind_(kind) {}
    Kind kind_ = Kind::usual;
    Duration span_{};
};

struct CacheOptions {
    std::string prefix{};   // of all keys: several sites may share a server
    int version = 1;
    Lifetime lifetime = std::chrono::minutes(5);  // of entries that say nothing
    /// The whole key; default: "prefix:version:key", as Django's.
    std::function<std::string(std::string_view prefix, int version, std::string_view key)> make_key{};
};

class Flights;

/// A handle, cheap to copy; copies are of the same cache.
class Cache {
public:
    explicit Cache(std::shared_ptr<Backend> backend, CacheOptions options = {});

    template <class T> std::optional<T> get(std::string_view key) const {
        const auto bytes = read(key);
        return bytes ? unpack_as<T>(*bytes) : std::nullopt;
    }
    template <class T> void set(std::string_view key, const T& value, Lifetime lifetime = {}) const { write(key, packed(value), lifetime); }
    /// Only where there is none; false where there is.
    template <class T> bool add(std::string_view key, const T& value, Lifetime lifetime = {}) const { return write_new(key, packed(value), lifetime); }
    /// Only where there is one.
    template <class T> bool replace(std::string_view key, const T& value, Lifetime lifetime = {}) const { return write_over(key, packed(value), lifetime); }
    /// What is there, or what `make()` gives, which is kept. Of those who ask at the same time, on whichever thread of the program, one makes it
    /// and the others wait for it; where it fails, the next tries.
    template <class Make> auto get_or_set(std::string_view key, Lifetime lifetime, Make&& make) const {
        using T = std::decay_t<std::invoke_result_t<Make&>>;
        if (auto known = get<T>(key)) return std::move(*known);
        std::optional<T> made;
        const std::string bytes = once(key, lifetime, [](std::string_view there) { return unpack_as<T>(there).has_value(); },
                                       [&] { return packed(made.emplace(make())); });
        if (!made) made = unpack_as<T>(bytes);
        return made ? std::move(*made) : T(make());
    }
    bool contains(std::string_view key) const { return read(key).has_value(); }
    /// It lives for so long from now on; false where there is none.
    bool touch(std::string_view key, Lifetime lifetime = {}) const;
    bool remove(std::string_view key) const;
    /// Counts, in one step; nothing where there is none. Error for what is no whole number.
    std::optional<std::int64_t> incr(std::string_view key, std::int64_t by = 1) const;
    std::optional<std::int64_t> decr(std::string_view key, std::int64_t by = 1) const { return incr(key, -by); }

    /// Those that are there.
    template <class T> std::map<std::string, T, std::less<>> get_many(const std::vector<std::string>& keys) const {
        std::map<std::string, T, std::less<>> found;
        for (auto& [key, bytes] : read_many(keys))
            if (auto value = unpack_as<T>(bytes)) found.emplace(key, std::move(*value));
        return found;
    }
    void set_many(const Map& values, Lifetime lifetime = {}) const;
    template <class T, class Less> void set_many(const std::map<std::string, T, Less>& values, Lifetime lifetime = {}) const {
        Entries entries;
        for (const auto& [key, value] : values) entries.emplace(whole_key(key), packed(value));
        write_many(entries, lifetime);
    }
    std::int64_t remove_many(const std::vector<std::string>& keys) const;

    /// Everything of the backend, other prefixes and versions, too.
    void clear() const { backend_->clear(); }
    std::int64_t clear_expired() const { return backend_->clear_expired(); }

    /// The same cache with keys of that version: entries of others are not seen.
    Cache version(int number) const;
    /// Takes an entry to the next version; false where there is none.
    bool incr_version(std::string_view key, int by = 1) const;

    Backend& backend() const { return *backend_; }

private:
    template <class T> static std::string packed(const T& value) {
        if constexpr (std::is_convertible_v<const T&, std::string_view>) return pack(Value(BorrowedText{value}));
        else return pack(borrowed_value(value));
    }
    std::string whole_key(std::string_view key) const;
    Expiry expiry_of(Lifetime lifetime) const;
    std::optional<std::string> read(std::string_view key) const;
    Entries read_many(const std::vector<std::string>& keys) const;
    void write(std::string_view key, std::string bytes, Lifetime lifetime) const;
    bool write_new(std::string_view key, std::string bytes, Lifetime lifetime) const;
    bool write_over(std::string_view key, std::string bytes, Lifetime lifetime) const;
    void write_many(const Entries& entries, Lifetime lifetime) const;
    std::string once(std::string_view key, Lifetime lifetime, bool (*will_do)(std::string_view bytes), const std::function<std::string()>& make) const;

    std::shared_ptr<Backend> backend_;
    std::shared_ptr<Flights> flights_;
    std::shared_ptr<const CacheOptions> options_;
    int version_;
};

/// Those of the current project: [cache], and [caches.NAME]. Error for a name that there is none of.
Cache usual();
Cache named(std::string_view name);

template <class T> std::optional<T> get(std::string_view key) { return usual().get<T>(key); }
template <class T> void set(std::string_view key, const T& value, Lifetime lifetime = {}) { usual().set(key, value, lifetime); }
template <class T> bool add(std::string_view key, const T& value, Lifetime lifetime = {}) { return usual().add(key, value, lifetime); }
template <class Make> auto get_or_set(std::string_view key, Lifetime lifetime, Make&& make) { return usual().get_or_set(key, lifetime, make); }
template <class T> std::map<std::string, T, std::less<>> get_many(const std::vector<std::string>& keys) { return usual().get_many<T>(keys); }
inline void set_many(const Map& values, Lifetime lifetime = {}) { usual().set_many(values, lifetime); }
inline bool contains(std::string_view key) { return usual().contains(key); }
inline bool touch(std::string_view key, Lifetime lifetime = {}) { return usual().touch(key, lifetime); }
inline bool remove(std::string_view key) { return usual().remove(key); }
inline std::optional<std::int64_t> incr(std::string_view key, std::int64_t by = 1) { return usual().incr(key, by); }
inline std::optional<std::int64_t> decr(std::string_view key, std::int64_t by = 1) { return usual().decr(key, by); }
inline void clear() { usual().clear(); }

}  // namespace portico::cache
