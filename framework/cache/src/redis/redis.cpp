#include "redis.hpp"

#include <algorithm>
#include <map>

#include <portico/cache/entry.hpp>
#include <portico/fibers/loop.hpp>
#include <portico/fibers/turns.hpp>

#include "connection.hpp"

namespace portico::cache {

namespace {

constexpr std::size_t connections_of_a_loop = 16;

/// One thread's connections to one server.
struct Pool {
    fibers::Turns turns{connections_of_a_loop, SIZE_MAX};
    std::vector<std::unique_ptr<RedisConnection>> idle{};

    std::unique_ptr<RedisConnection> take() {
        while (!idle.empty()) {
            auto connection = std::move(idle.back());
            idle.pop_back();
            if (connection->is_open()) return connection;
        }
        return nullptr;
    }
};

/// The pools of this thread. Its event loop comes first, so that it outlives the sockets.
class Pools {
public:
    std::shared_ptr<Pool> of(const std::shared_ptr<const int>& backend) {
        std::erase_if(pools_, [](const auto& entry) { return entry.first.expired(); });
        std::shared_ptr<Pool>& pool = pools_[backend];
        if (!pool) pool = std::make_shared<Pool>();
        return pool;
    }

private:
    fibers::Loop& loop_ = fibers::Loop::current();
    std::map<std::weak_ptr<const int>, std::shared_ptr<Pool>, std::owner_less<>> pools_{};
};

Pools& pools() {
    static thread_local Pools mine;
    return mine;
}

/// Milliseconds from now on, one at least.
std::string lifetime(DateTime expiry) {
    return std::to_string(std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::milliseconds>(expiry - now()).count()));
}

RedisCommand set_command(const std::string& key, std::string bytes, Expiry expiry, const char* condition = nullptr) {
    RedisCommand command{"SET", key, std::move(bytes)};
    if (expiry) command.insert(command.end(), {"PX", lifetime(*expiry)});
    if (condition) command.emplace_back(condition);
    return command;
}

RedisCommand with_keys(const char* name, const std::vector<std::string>& keys) {
    RedisCommand command{name};
    command.insert(command.end(), keys.begin(), keys.end());
    return command;
}

// The sum as text: a script's numbers are doubles.
constexpr const char* increment_script = "if redis.call('EXISTS', KEYS[1]) == 0 then return false end "
                                         "redis.call('INCRBY', KEYS[1], ARGV[1]) return redis.call('GET', KEYS[1])";

}  // namespace

Redis::Redis(RedisAddress address, std::chrono::microseconds patience) : address_(std::move(address)), patience_(patience) {}
Redis::~Redis() = default;

std::vector<RedisReply> Redis::run(const std::vector<RedisCommand>& commands) {
    const std::shared_ptr<Pool> pool = pools().of(mark_);
    const auto turn = pool->turns.take();
    auto connection = pool->take();
    if (!connection) connection = std::make_unique<RedisConnection>(address_, patience_);
    struct Keep {  // as long as it is of any use
        Pool& pool;
        std::unique_ptr<RedisConnection>& connection;
        ~Keep() {
            if (connection->is_open()) pool.idle.push_back(std::move(connection));
        }
    } keep{*pool, connection};
    return connection->run(commands);
}

RedisReply Redis::run(RedisCommand command) { return std::move(run(std::vector<RedisCommand>{std::move(command)}).front()); }

std::optional<std::string> Redis::get(const std::string& key) {
    RedisReply reply = run({"GET", key});
    return reply.is_text() ? std::optional(std::move(reply.text)) : std::nullopt;
}

void Redis::set(const std::string& key, std::string bytes, Expiry expiry) { run(set_command(key, std::move(bytes), expiry)); }
bool Redis::add(const std::string& key, std::string bytes, Expiry expiry) { return run(set_command(key, std::move(bytes), expiry, "NX")).is_text(); }
bool Redis::replace(const std::string& key, std::string bytes, Expiry expiry) { return run(set_command(key, std::move(bytes), expiry, "XX")).is_text(); }

bool Redis::touch(const std::string& key, Expiry expiry) {
    if (expiry) return run({"PEXPIRE", key, lifetime(*expiry)}).number == 1;
    return run({{"PERSIST", key}, {"EXISTS", key}}).back().number == 1;
}

bool Redis::remove(const std::string& key) { return run({"DEL", key}).number == 1; }

std::optional<std::int64_t> Redis::increment(const std::string& key, std::int64_t by) {
    const RedisReply reply = run({"EVAL", increment_script, "1", key, std::to_string(by)});
    return reply.is_text() ? std::optional(number_in(reply.text)) : std::nullopt;
}

void Redis::clear() { run({"FLUSHDB"}); }

Entries Redis::get_many(const std::vector<std::string>& keys) {
    Entries found;
    if (keys.empty()) return found;
    RedisReply reply = run(with_keys("MGET", keys));
    for (std::size_t i = 0; i < std::min(keys.size(), reply.items.size()); ++i)
        if (reply.items[i].is_text()) found.emplace(keys[i], std::move(reply.items[i].text));
    return found;
}

void Redis::set_many(const Entries& entries, Expiry expiry) {
    std::vector<RedisCommand> commands;
    for (const auto& [key, bytes] : entries) commands.push_back(set_command(key, bytes, expiry));
    if (!commands.empty()) run(commands);
}

std::int64_t Redis::remove_many(const std::vector<std::string>& keys) { return keys.empty() ? 0 : run(with_keys("DEL", keys)).number; }

}  // namespace portico::cache
