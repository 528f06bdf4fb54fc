/// Where a cache keeps its entries. Portico's own are named by URL (app.hpp); this is for those that one writes.
///
///     class Memcached final : public cache::Backend { … };
///     App("shop").with(cache::BackendKind{"memcached", [](Project&, const cache::CacheSettings& settings) { … }})
///
/// Keys are checked and whole (prefix and version are in them), entries are bytes: `pack` and `unpack` in entry.hpp say which.
/// All functions are called from several threads and fibers at once.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/date_time.hpp>
#include <portico/base/error.hpp>

namespace portico::cache {

/// From when on an entry is no more; nothing: it stays.
using Expiry = std::optional<DateTime>;
using Entries = std::map<std::string, std::string, std::less<>>;

/// A server that can't be reached, or that refuses. It is a 503 where nobody catches it.
class CacheError : public Error {
public:
    using Error::Error;
};

class Backend {
public:
    virtual ~Backend() = default;

    virtual std::optional<std::string> get(const std::string& key) = 0;
    virtual void set(const std::string& key, std::string bytes, Expiry expiry) = 0;
    /// Only where there is none; false where there is.
    virtual bool add(const std::string& key, std::string bytes, Expiry expiry) = 0;
    /// Only where there is one; false where there is none.
    virtual bool replace(const std::string& key, std::string bytes, Expiry expiry) = 0;
    virtual bool touch(const std::string& key, Expiry expiry) = 0;
    virtual bool remove(const std::string& key) = 0;
    /// Adds to a whole number, in one step for all who do; it goes when it would have gone. Nothing where there is none. Error for what
    /// is no whole number, or would be none of 64 bits.
    virtual std::optional<std::int64_t> increment(const std::string& key, std::int64_t by) = 0;
    virtual void clear() = 0;

    // One after the other, unless a backend knows better.
    virtual Entries get_many(const std::vector<std::string>& keys);
    virtual void set_many(const Entries& entries, Expiry expiry);
    virtual std::int64_t remove_many(const std::vector<std::string>& keys);
    /// Deletes what has expired, where that isn't done by itself; gives their number.
    virtual std::int64_t clear_expired() { return 0; }
};

}  // namespace portico::cache
