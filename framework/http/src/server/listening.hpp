#pragma once
#include <string>
#include <utility>
#include <vector>

#include <portico/http/server.hpp>

namespace portico::http {

/// A listening socket that has not been given to a loop yet.
class ListeningSocket {
public:
    ListeningSocket() = default;
    explicit ListeningSocket(int handle) noexcept : handle_(handle) {}
    ListeningSocket(ListeningSocket&& other) noexcept : handle_(other.release()) {}
    ~ListeningSocket();
    int get() const noexcept { return handle_; }
    int release() noexcept { return std::exchange(handle_, -1); }

private:
    int handle_ = -1;
};

/// Where a server listens: one socket a loop, so that the kernel spreads the connections over them.
struct Listening {
    std::vector<ListeningSocket> sockets{};
    std::uint16_t port = 0;     // 0 for a Unix socket
    std::string url{};          // "http://127.0.0.1:8000", "unix:/run/site.sock"
    std::string unix_path{};
};

/// Opens them, or takes over `options.sockets`, whose number then says how many loops there are at least. Throws Error.
Listening listen(ServerOptions& options);

/// "203.0.113.7" of the peer of a connection; empty for a Unix socket.
std::string address_of(const void* address, std::size_t size);

}  // namespace portico::http
