/// What a Redis server answers (RESP, version 2: https://redis.io/docs/latest/develop/reference/protocol-spec/).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portico::cache {

struct RedisReply {
    enum class Type { nothing, number, text, list, error };
    Type type = Type::nothing;
    std::int64_t number = 0;
    std::string text{};  // an error's too
    std::vector<RedisReply> items{};

    bool is_text() const { return type == Type::text; }
};

using RedisCommand = std::vector<std::string>;

void append_command(std::string& out, const RedisCommand& command);

/// The reply at the front of `bytes`, which it is taken off; nothing where it isn't all there yet. CacheError for what is no reply.
std::optional<RedisReply> take_reply(std::string_view& bytes);

}  // namespace portico::cache
