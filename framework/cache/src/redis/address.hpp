#pragma once
#include <string>
#include <string_view>

namespace portico::cache {

/// redis://user:password@host:6379/0, or unix:///run/redis/redis.sock (`socket`).
struct RedisAddress {
    std::string host = "localhost";
    std::string port = "6379";
    std::string socket{};
    std::string user{};
    std::string password{};
    std::string database{};  // a number; empty: the first

    /// Error for what is none.
    static RedisAddress parse(std::string_view url);
    /// Without the password.
    std::string str() const;
};

}  // namespace portico::cache
