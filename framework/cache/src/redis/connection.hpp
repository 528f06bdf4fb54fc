/// One connection to a Redis server; of one thread and one fiber at a time.
#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "address.hpp"
#include "reply.hpp"

namespace portico::cache {

class RedisConnection {
public:
    /// Connects, says who it is and chooses the database. Throws CacheError. `patience`: how long each answer is waited for.
    RedisConnection(const RedisAddress& address, std::chrono::microseconds patience);
    ~RedisConnection();
    RedisConnection(const RedisConnection&) = delete;
    RedisConnection& operator=(const RedisConnection&) = delete;

    /// The replies to all commands, which go out together. Throws CacheError where the server is gone or silent, and for what it refuses; after the
    /// former, and after Cancelled, nothing more can be said here.
    std::vector<RedisReply> run(const std::vector<RedisCommand>& commands);
    /// Is the server still there, as far as is known without asking?
    bool is_open() const;

private:
    struct State;
    void begin(const RedisAddress& address);
    void connect(const RedisAddress& address);
    std::vector<RedisReply> exchange(const std::vector<RedisCommand>& commands);

    std::unique_ptr<State> state_;
};

}  // namespace portico::cache
