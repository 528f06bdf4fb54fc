#pragma once
#include <chrono>
#include <cstdint>
#include <memory>

#include <portico/cache/backend.hpp>

#include "address.hpp"
#include "reply.hpp"

namespace portico::cache {

/// Entries of a Redis server. Each event loop has connections of its own, some at most, which are kept.
class Redis final : public Backend {
public:
    explicit Redis(RedisAddress address, std::chrono::microseconds patience = std::chrono::seconds(5));
    ~Redis() override;

    std::optional<std::string> get(const std::string& key) override;
    void set(const std::string& key, std::string bytes, Expiry expiry) override;
    bool add(const std::string& key, std::string bytes, Expiry expiry) override;
    bool replace(const std::string& key, std::string bytes, Expiry expiry) override;
    bool touch(const std::string& key, Expiry expiry) override;
    bool remove(const std::string& key) override;
    std::optional<std::int64_t> increment(const std::string& key, std::int64_t by) override;
    /// The whole of the server's database.
    void clear() override;
    Entries get_many(const std::vector<std::string>& keys) override;
    void set_many(const Entries& entries, Expiry expiry) override;
    std::int64_t remove_many(const std::vector<std::string>& keys) override;

private:
    std::vector<RedisReply> run(const std::vector<RedisCommand>& commands);
    RedisReply run(RedisCommand command);

    RedisAddress address_;
    std::chrono::microseconds patience_;
    std::shared_ptr<const int> mark_ = std::make_shared<const int>();  // tells the backends apart, for as long as it lives
};

}  // namespace portico::cache
