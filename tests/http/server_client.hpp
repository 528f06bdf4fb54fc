#pragma once
#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/http/server.hpp>

namespace portico::test {

using namespace std::chrono_literals;

/// What came back.
struct Reply {
    int status = 0;
    std::string head;
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;

    std::string header(const std::string& name) const {
        auto found = headers.find(name);
        return found == headers.end() ? "" : found->second;
    }
};

/// A client that sends what it is told, byte for byte, on one connection.
class Client {
public:
    explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("can't connect");
    }
    /// Over a Unix socket.
    explicit Client(const std::string& path) : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("can't connect to " + path);
    }
    ~Client() { close(); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    void close() {
        if (socket_ >= 0) ::close(socket_);
        socket_ = -1;
    }
    /// Sends what the server takes; false once it has closed.
    bool send(std::string_view text) {
        while (!text.empty()) {
            ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    void end_sending() { ::shutdown(socket_, SHUT_WR); }

    Reply get(std::string_view path) {
        send("GET " + std::string(path) + " HTTP/1.1\r\nHost: test\r\n\r\n");
        return read();
    }
    /// The next answer. `no_body` for the answer to HEAD.
    Reply read(bool no_body = false) {
        Reply reply = read_head();
        if (no_body || reply.status == 204 || reply.status == 304 || reply.status < 200) return reply;
        if (reply.header("transfer-encoding") == "chunked") {
            read_chunks(reply);
        } else if (!reply.header("content-length").empty()) {
            reply.body = take(std::stoul(reply.header("content-length")));
        } else {
            reply.body = read_to_end();
        }
        return reply;
    }
    /// Everything until the server closes.
    std::string read_to_end() {
        while (fill()) {}
        return std::exchange(buffer_, {});
    }
    /// Reads and forgets all until the server closes, or so many bytes; how many there were.
    std::uint64_t drop(std::uint64_t most = UINT64_MAX) {
        std::uint64_t bytes = buffer_.size();
        buffer_.clear();
        while (bytes < most && fill()) {
            bytes += buffer_.size();
            buffer_.clear();
        }
        return bytes;
    }
    int handle() const { return socket_; }
    bool closed_by_server() {
        if (!buffer_.empty()) return false;
        return !fill();
    }
    /// True when nothing comes for a while.
    bool silent(std::chrono::milliseconds span) {
        pollfd events{socket_, POLLIN, 0};
        return buffer_.empty() && ::poll(&events, 1, static_cast<int>(span.count())) == 0;
    }

private:
    bool fill() {
        pollfd events{socket_, POLLIN, 0};
        if (::poll(&events, 1, 20'000) == 0) throw std::runtime_error("the server said nothing for 20 s");
        char piece[65536];
        ssize_t bytes = ::recv(socket_, piece, sizeof piece, 0);
        if (bytes <= 0) return false;
        buffer_.append(piece, static_cast<std::size_t>(bytes));
        return true;
    }
    std::string take(std::size_t bytes) {
        while (buffer_.size() < bytes)
            if (!fill()) throw std::runtime_error("the answer broke off after: " + buffer_);
        std::string taken = buffer_.substr(0, bytes);
        buffer_.erase(0, bytes);
        return taken;
    }
    std::string take_until(std::string_view end) {
        std::size_t at;
        while ((at = buffer_.find(end)) == std::string::npos)
            if (!fill()) throw std::runtime_error("the answer broke off after: " + buffer_);
        return take(at + end.size());
    }
    Reply read_head() {
        Reply reply;
        reply.head = take_until("\r\n\r\n");
        reply.status = std::stoi(reply.head.substr(9, 3));
        for (std::size_t at = reply.head.find("\r\n") + 2, end; (end = reply.head.find("\r\n", at)) > at; at = end + 2) {
            auto colon = reply.head.find(": ", at);
            std::string name = reply.head.substr(at, colon - at);
            std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
            reply.headers[name] = reply.head.substr(colon + 2, end - colon - 2);
        }
        return reply;
    }
    void read_chunks(Reply& reply) {
        while (std::size_t size = std::stoul(take_until("\r\n"), nullptr, 16)) {
            reply.body += take(size);
            take(2);
        }
        take(2);
    }

    int socket_;
    std::string buffer_;
};

/// A server on a free port, on a thread of its own.
class RunningServer {
public:
    explicit RunningServer(Server::Handler handler, ServerOptions options = {})
        : server_(std::move(handler), on_free_port(std::move(options))) {
        server_.start();
    }
    std::uint16_t port() const { return server_.port(); }
    Server& server() { return server_; }
    Client client() const { return Client(port()); }
    Reply get(std::string_view path) const { return client().get(path); }

private:
    static ServerOptions on_free_port(ServerOptions options) {
        options.port = 0;
        return options;
    }
    Server server_;
};

inline Response hello(Request&) { return Response::text("hello"); }

}  // namespace portico::test
