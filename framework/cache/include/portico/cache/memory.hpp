#pragma once
#include <cstddef>
#include <memory>

#include <portico/cache/backend.hpp>

namespace portico::cache {

/// Entries in the program's own memory, for all of its threads; they go with it, and other programs don't see them.
///
///     cache::Cache pages(std::make_shared<cache::Memory>(16 << 20));
///
/// Where there is no room, those that nobody asked for longest go. An entry's bytes count with its key's and 128 for the bookkeeping; one that is larger
/// than a sixteenth of all the room is not kept.
class Memory final : public Backend {
public:
    explicit Memory(std::size_t max_bytes = 64 << 20);
    ~Memory() override;

    std::optional<std::string> get(const std::string& key) override;
    void set(const std::string& key, std::string bytes, Expiry expiry) override;
    bool add(const std::string& key, std::string bytes, Expiry expiry) override;
    bool replace(const std::string& key, std::string bytes, Expiry expiry) override;
    bool touch(const std::string& key, Expiry expiry) override;
    bool remove(const std::string& key) override;
    std::optional<std::int64_t> increment(const std::string& key, std::int64_t by) override;
    void clear() override;
    std::int64_t clear_expired() override;

    /// What it holds now.
    std::size_t bytes() const;
    std::size_t size() const;

private:
    class Shard;
    Shard& shard_of(const std::string& key) const;
    std::unique_ptr<Shard[]> shards_;
};

/// Keeps nothing: for development.
class Dummy final : public Backend {
public:
    std::optional<std::string> get(const std::string&) override { return std::nullopt; }
    void set(const std::string&, std::string, Expiry) override {}
    bool add(const std::string&, std::string, Expiry) override { return true; }
    bool replace(const std::string&, std::string, Expiry) override { return false; }
    bool touch(const std::string&, Expiry) override { return false; }
    bool remove(const std::string&) override { return false; }
    std::optional<std::int64_t> increment(const std::string&, std::int64_t) override { return std::nullopt; }
    void clear() override {}
};

}  // namespace portico::cache
