#include "reply.hpp"

#include <charconv>

#include <portico/cache/backend.hpp>

namespace portico::cache {

namespace {

constexpr int deepest = 8;

[[noreturn]] void refuse() { throw CacheError("what answers is no Redis server", "look at the cache's URL"); }

std::optional<std::string_view> take_line(std::string_view& bytes) {
    const auto end = bytes.find("\r\n");
    if (end == bytes.npos) return std::nullopt;
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(end + 2);
    return line;
}

std::int64_t number_of(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) refuse();
    return number;
}

std::optional<RedisReply> take(std::string_view& bytes, int depth);

std::optional<RedisReply> take_text(std::string_view& bytes, std::int64_t length) {
    if (length < 0) return RedisReply();
    const auto size = static_cast<std::size_t>(length);
    if (bytes.size() < size + 2) return std::nullopt;
    RedisReply reply{.type = RedisReply::Type::text, .text = std::string(bytes.substr(0, size))};
    if (bytes.substr(size, 2) != "\r\n") refuse();
    bytes.remove_prefix(size + 2);
    return reply;
}

std::optional<RedisReply> take_list(std::string_view& bytes, std::int64_t length, int depth) {
    if (length < 0) return RedisReply();
    if (depth >= deepest) refuse();
    RedisReply list{.type = RedisReply::Type::list};
    for (std::int64_t i = 0; i < length; ++i) {
        auto item = take(bytes, depth + 1);
        if (!item) return std::nullopt;
        list.items.push_back(std::move(*item));
    }
    return list;
}

std::optional<RedisReply> take(std::string_view& bytes, int depth) {
    if (bytes.empty()) return std::nullopt;
    const char kind = bytes.front();
    if (std::string_view("+-:$*").find(kind) == std::string_view::npos) refuse();
    auto line = take_line(bytes);
    if (!line) return std::nullopt;
    line->remove_prefix(1);
    if (kind == '+') return RedisReply{.type = RedisReply::Type::text, .text = std::string(*line)};
    if (kind == '-') return RedisReply{.type = RedisReply::Type::error, .text = std::string(*line)};
    const std::int64_t number = number_of(*line);
    if (kind == '$') return take_text(bytes, number);
    if (kind == '*') return take_list(bytes, number, depth);
    return RedisReply{.type = RedisReply::Type::number, .number = number};
}

}  // namespace

void append_command(std::string& out, const RedisCommand& command) {
    out += '*' + std::to_string(command.size()) + "\r\n";
    for (const std::string& word : command) out += '$' + std::to_string(word.size()) + "\r\n" + word + "\r\n";
}

std::optional<RedisReply> take_reply(std::string_view& bytes) {
    std::string_view rest = bytes;
    auto reply = take(rest, 0);
    if (reply) bytes = rest;
    return reply;
}

}  // namespace portico::cache
