/// A WebSocket (RFC 6455), as a view sees it: a loop that ends when the client leaves.
///
///     void echo(WebSocket& socket) {
///         while (auto message = socket.receive()) socket.send(*message);
///     }
///
/// Everything suspends the fiber, never the thread. `send` may be called by other fibers of the same thread while one
/// receives. Pings, pongs, compression and the closing handshake are the server's business.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portico {

class WebSocket {
public:
    /// Why a connection ends (RFC 6455, 7.4.1); 4000 to 4999 are the application's own.
    static constexpr std::uint16_t normal = 1000, going_away = 1001, policy = 1008, internal_error = 1011;

    virtual ~WebSocket() = default;

    /// The next message, nothing once the connection has ended. Throws fibers::Cancelled.
    virtual std::optional<std::string> receive() = 0;
    /// Whether the message received last was a binary one; others are UTF-8 text.
    virtual bool binary() const noexcept = 0;
    /// Sends text. False once the connection has ended; then nothing is sent.
    virtual bool send(std::string_view text) = 0;
    virtual bool send_binary(std::string_view bytes) = 0;
    /// Says goodbye; `receive` then gives nothing. The server closes when the view's function returns.
    virtual void close(std::uint16_t code = normal, std::string_view reason = {}) = 0;
};

}  // namespace portico
