#include "connection.hpp"

#include <algorithm>
#include <optional>

#include <boost/asio/connect.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <portico/cache/backend.hpp>
#include <portico/fibers/private/use_fiber.hpp>

namespace portico::cache {

namespace asio = boost::asio;
using boost::system::error_code;
using fibers::use_fiber;

namespace {

constexpr std::size_t piece = 16384;  // bytes read at once, or as many as there are already

asio::io_context& loop() { return fibers::detail::context(fibers::Loop::current()); }

}  // namespace

struct RedisConnection::State {
    std::string name;
    std::chrono::microseconds patience;
    // Shared with a timer's handler, which may run when this has gone.
    std::shared_ptr<asio::generic::stream_protocol::socket> socket = std::make_shared<asio::generic::stream_protocol::socket>(loop());
    std::string received{};
    bool is_over = false;

    [[noreturn]] void fail(const error_code& error, bool late) {
        is_over = true;
        const std::string why = late ? "it does not answer" : error == asio::error::eof ? "it has closed the connection" : error.message();
        throw CacheError("the Redis server at " + name + " can't be used: " + why, "does it run, and is the cache's URL right?");
    }
};

namespace {

/// Closes the socket when its time is up.
class Deadline {
public:
    Deadline(const std::shared_ptr<asio::generic::stream_protocol::socket>& socket, std::chrono::microseconds patience) : timer_(loop(), patience) {
        timer_.async_wait([late = late_, weak = std::weak_ptr(socket)](error_code error) {
            const auto there = weak.lock();
            if (error || !there) return;
            *late = true;
            error_code ignored;
            there->close(ignored);
        });
    }
    ~Deadline() { timer_.cancel(); }
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;
    bool is_over() const { return *late_; }

private:
    std::shared_ptr<bool> late_ = std::make_shared<bool>(false);
    asio::steady_timer timer_;
};

}  // namespace

RedisConnection::RedisConnection(const RedisAddress& address, std::chrono::microseconds patience) : state_(new State{.name = address.str(), .patience = patience}) {
    connect(address);
    begin(address);
}
RedisConnection::~RedisConnection() = default;

void RedisConnection::connect(const RedisAddress& address) {
    const Deadline deadline(state_->socket, state_->patience);
    error_code error;
    if (!address.socket.empty()) {
        state_->socket->async_connect(asio::local::stream_protocol::endpoint(address.socket), use_fiber[error]);
        if (error) state_->fail(error, deadline.is_over());
        return;
    }
    asio::ip::tcp::resolver resolver(loop());
    const auto places = resolver.async_resolve(address.host, address.port, use_fiber[error]);
    if (error) state_->fail(error, deadline.is_over());
    for (const auto& place : places) {
        if (state_->socket->is_open()) state_->socket->close();
        state_->socket->async_connect(place.endpoint(), use_fiber[error]);
        if (!error || deadline.is_over()) break;
    }
    if (error) state_->fail(error, deadline.is_over());
    state_->socket->set_option(asio::ip::tcp::no_delay(true));
}

void RedisConnection::begin(const RedisAddress& address) {
    std::vector<RedisCommand> commands;
    if (!address.user.empty()) commands.push_back({"AUTH", address.user, address.password});
    else if (!address.password.empty()) commands.push_back({"AUTH", address.password});
    if (!address.database.empty()) commands.push_back({"SELECT", address.database});
    if (!commands.empty()) run(commands);
}

bool RedisConnection::is_open() const {
    if (state_->is_over || !state_->socket->is_open() || !state_->received.empty()) return false;
    error_code error;
    char byte = 0;
    state_->socket->non_blocking(true, error);
    // Nothing is to come now: an end, or bytes that nobody has asked for, make it useless.
    state_->socket->receive(asio::buffer(&byte, 1), asio::socket_base::message_peek, error);
    return error == asio::error::would_block;
}

std::vector<RedisReply> RedisConnection::exchange(const std::vector<RedisCommand>& commands) {
    const Deadline deadline(state_->socket, state_->patience);
    std::string out;
    for (const RedisCommand& command : commands) append_command(out, command);
    error_code error;
    asio::async_write(*state_->socket, asio::buffer(out), use_fiber[error]);
    if (error) state_->fail(error, deadline.is_over());
    std::vector<RedisReply> replies;
    std::string& received = state_->received;
    while (true) {
        std::string_view rest = received;
        while (replies.size() < commands.size()) {
            auto reply = take_reply(rest);
            if (!reply) break;
            replies.push_back(std::move(*reply));
        }
        received.erase(0, received.size() - rest.size());
        if (replies.size() == commands.size()) return replies;
        const std::size_t before = received.size();
        received.resize(before + std::max(before, piece));
        const std::size_t more = state_->socket->async_read_some(asio::buffer(received.data() + before, received.size() - before), use_fiber[error]);
        received.resize(before + more);
        if (error) state_->fail(error, deadline.is_over());
    }
}

std::vector<RedisReply> RedisConnection::run(const std::vector<RedisCommand>& commands) {
    state_->is_over = true;  // until all is well: what is left half said can't be used again
    std::vector<RedisReply> replies = exchange(commands);
    state_->is_over = false;
    for (const RedisReply& reply : replies)
        if (reply.type == RedisReply::Type::error) throw CacheError("the Redis server at " + state_->name + " says: " + reply.text);
    return replies;
}

}  // namespace portico::cache
