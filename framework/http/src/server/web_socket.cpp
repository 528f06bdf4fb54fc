#include "web_socket.hpp"

#include <algorithm>

#include <boost/asio/post.hpp>
#include <boost/beast/core/buffered_read_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

#include <portico/base/log.hpp>
#include <portico/base/text.hpp>
#include <portico/fibers/event.hpp>
#include <portico/fibers/mutex.hpp>
#include <portico/fibers/private/use_fiber.hpp>
#include <portico/http/url.hpp>
#include <portico/http/websocket.hpp>

#include "connection.hpp"
#include "worker.hpp"

namespace portico::http {

/// The connection's socket, with what was received behind the handshake in front of it.
struct Transport : boost::beast::buffered_read_stream<Socket&, boost::beast::flat_buffer> {
    using buffered_read_stream::buffered_read_stream;
};

// How Beast ends the connection: found by the type of its stream. The server closes first (RFC 6455, 7.1.1) and does
// not wait for the client to follow; that is the connection's business, as after any last answer.
void teardown(boost::beast::role_type, Transport& stream, boost::beast::error_code& error) {
    stream.next_layer().shutdown(Socket::shutdown_send, error);
}
template <class Handler> void async_teardown(boost::beast::role_type role, Transport& stream, Handler&& handler) {
    boost::beast::error_code error;
    teardown(role, stream, error);
    boost::asio::post(stream.get_executor(), [handler = std::forward<Handler>(handler), error]() mutable { handler(error); });
}

namespace {

namespace beast = boost::beast;
using beast::flat_buffer;
using fibers::use_fiber;

beast::string_view text_of(std::string_view text) { return {text.data(), text.size()}; }

// Beast shakes hands with a request of its own kind.
beast::http::request<beast::http::empty_body> handshake_of(const Request& request) {
    beast::http::request<beast::http::empty_body> handshake{beast::http::verb::get, text_of(request.target()), 11};
    for (auto [name, value] : request.headers()) handshake.insert(text_of(name), text_of(value));
    return handshake;
}

/// A WebSocket on a connection's socket.
class ServedWebSocket final : public WebSocket {
public:
    explicit ServedWebSocket(Connection& connection) : stream_(connection.socket()) {
        const ServerOptions& options = connection.worker().options();
        // What the client sent right behind its handshake.
        std::string_view early = connection.input().pending();
        auto& buffer = stream_.next_layer().buffer();
        auto room = buffer.prepare(early.size());
        std::copy(early.begin(), early.end(), static_cast<char*>(room.data()));
        buffer.commit(early.size());
        connection.input().consume(early.size());

        beast::websocket::permessage_deflate deflate;
        deflate.server_enable = true;
        deflate.server_max_window_bits = 12;  // a window of 32 KB for each connection would cost more than it saves
        deflate.client_max_window_bits = 12;
        deflate.memLevel = 5;
        stream_.set_option(deflate);
        stream_.set_option(beast::websocket::stream_base::timeout{options.head_timeout, options.web_socket_timeout, true});
        stream_.read_message_max(options.web_socket_message);
        stream_.auto_fragment(false);
    }

    bool accept(const Request& request, const Response& response, const std::string& protocol) {
        stream_.set_option(beast::websocket::stream_base::decorator([&](beast::websocket::response_type& answer) {
            for (auto [name, value] : response.headers()) answer.insert(text_of(name), text_of(value));
            auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
            for (const Cookie& cookie : response.cookies())
                answer.insert(beast::http::field::set_cookie, text_of(cookie.header(now)));
            if (!protocol.empty()) answer.set(beast::http::field::sec_websocket_protocol, text_of(protocol));
        }));
        beast::error_code error;
        stream_.async_accept(handshake_of(request), use_fiber[error]);
        return !(ended_ = bool(error));
    }

    std::optional<std::string> receive() override {
        if (ended_) return std::nullopt;
        flat_buffer message;
        beast::error_code error;
        stream_.async_read(message, use_fiber[error]);
        if (error) {
            ended_ = true;
            return std::nullopt;
        }
        binary_ = stream_.got_binary();
        return std::string(static_cast<const char*>(message.data().data()), message.size());
    }

    bool binary() const noexcept override { return binary_; }
    bool send(std::string_view text) override { return write(text, false); }
    bool send_binary(std::string_view bytes) override { return write(bytes, true); }

    void close(std::uint16_t code, std::string_view reason) override {
        std::lock_guard lock{writing_};
        if (ended_ || std::exchange(closing_, true)) return;
        beast::error_code error;
        stream_.async_close({beast::websocket::close_code(code), text_of(reason.substr(0, 120))}, use_fiber[error]);
    }

    /// The server stops: the view's loop ends by itself. Called in the event loop, outside of fibers.
    void leave_soon() {
        if (ended_ || closing_ || leaving_) return;
        leaving_ = true;
        fibers::spawn([this] {
            try {
                close(going_away, "");
            } catch (...) {
                left_.set();
                throw;
            }
            left_.set();
        });
    }

    /// Nothing may refer to this any more when it is destroyed.
    void finish() {
        fibers::NoCancel always;
        if (leaving_) left_.wait();
    }

private:
    bool write(std::string_view bytes, bool binary) {
        std::lock_guard lock{writing_};
        if (ended_ || closing_) return false;
        stream_.binary(binary);
        beast::error_code error;
        stream_.async_write(boost::asio::buffer(bytes.data(), bytes.size()), use_fiber[error]);
        if (error) ended_ = true;
        return !error;
    }

    beast::websocket::stream<Transport> stream_;
    fibers::Mutex writing_;  // one message at a time
    fibers::Event left_;
    bool binary_ = false;
    bool ended_ = false;
    bool closing_ = false;
    bool leaving_ = false;
};

/// Another site's page may open a WebSocket with the visitor's cookies: nothing in a browser forbids it, so the
/// server has to look at where the page is from (RFC 6455, 10.2).
bool origin_allowed(const Request& request, const ServerOptions& options) {
    std::string_view origin = request.header("Origin");
    if (origin.empty()) return true;  // no browser
    for (const std::string& allowed : options.web_socket_origins)
        if (allowed == "*" || text::ascii_iequals(allowed, origin)) return true;
    auto authority = split_url(origin).authority;
    return authority && text::ascii_iequals(*authority, request.host());
}

}  // namespace

std::optional<Refusal> judge_web_socket(const Request& request, const ServerOptions& options) {
    if (!request.is_get() || !beast::websocket::is_upgrade(handshake_of(request)))
        return Refusal{426, "This address speaks WebSocket only."};
    if (request.header("Sec-WebSocket-Version") != "13" || request.header("Sec-WebSocket-Key").empty())
        return Refusal{400, "The server speaks version 13 of WebSocket."};
    if (!origin_allowed(request, options)) return Refusal{403, "Pages of this origin may not open this WebSocket."};
    return std::nullopt;
}

void run_web_socket(Connection& connection, const Request& request, const Response& response, const WebSocketBody& body) {
    connection.close_after();
    connection.output().flush();
    ServedWebSocket socket(connection);
    if (!socket.accept(request, response, body.protocol)) return;
    connection.upgrade([&socket] { socket.leave_soon(); });
    if (connection.worker().draining()) socket.leave_soon();
    try {
        if (body.run) body.run(socket);
        socket.close(connection.worker().draining() ? WebSocket::going_away : WebSocket::normal, "");
    } catch (const std::exception& error) {
        log::server.error("unhandled exception in WebSocket " + std::string(request.target()) + ": " + error.what());
        socket.close(WebSocket::internal_error, "");
    } catch (...) {
        connection.upgrade(nullptr);
        socket.finish();
        throw;
    }
    connection.upgrade(nullptr);
    socket.finish();
}

}  // namespace portico::http
