/// The HTTP/1.1 server: event loops, each on a thread of its own, that hand requests to one function.
///
///     Server server([](Request& request) { return Response("Hello, " + std::string(request.path())); }, {.port = 8000});
///     server.run();                       // until SIGTERM or SIGINT
///
/// The function runs on a fiber: it may wait (for a query, a sleep, the request's body) without keeping others waiting.
/// What it throws becomes an answer: an HttpError its status, anything else a logged 500.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <portico/http/limits.hpp>
#include <portico/http/request.hpp>
#include <portico/http/response.hpp>

namespace portico {

/// Where the server listens and what it puts up with. A time of 0 means: no limit.
struct ServerOptions {
    using Milliseconds = std::chrono::milliseconds;

    std::string host = "127.0.0.1";           // a name or an address; "0.0.0.0" or "::" for all; "unix:/run/site.sock"
    std::uint16_t port = 8000;                // 0: any free one, see Server::port()
    std::vector<int> sockets{};               // that listen already, in place of host and port: systemd's, or those of a program replaced
    std::vector<std::string> proxy_protocol{};  // addresses and networks (see AddressList) whose connections begin with a PROXY header
    unsigned loops = 1;                       // threads that serve; 0: one a processor
    std::size_t connections = 10'000;         // open at once, in all loops; more wait in the kernel's queue
    std::size_t requests = 0;                 // in a handler at once, in all loops; more get 503 with Retry-After; 0: no limit
    std::size_t stack_size = 0;               // bytes of a request's stack; 0: as fibers::Settings says

    std::size_t target = 8 * 1024;            // bytes of a request's target; beyond: 414
    std::size_t head = 32 * 1024;             // bytes of a request's head; beyond: 431
    std::size_t header_fields = 100;          // beyond: 431
    std::uint64_t body = 1024 * 1024 * 1024;  // bytes of any body, whatever a route allows; beyond: 413; 0: no limit
    RequestLimits limits{};                   // what requests start with

    Milliseconds head_timeout{10'000};        // from the first byte of a head to its last; beyond: 408
    Milliseconds body_timeout{30'000};        // without a byte of an awaited body; beyond: 408
    std::size_t body_rate = 500;              // bytes a second of an awaited body at least, body_timeout for the first of them; beyond: 408; 0: no limit
    Milliseconds idle_timeout{60'000};        // between two requests of a connection
    Milliseconds write_timeout{30'000};       // without the client taking a byte
    Milliseconds request_timeout{0};          // for the handler; beyond: cancelled, 503
    Milliseconds drain_timeout{10'000};       // for requests under way at the end; then they are cancelled
    Milliseconds drain_idle{0};               // at the end, for a kept connection to send one more request

    std::size_t web_socket_message = 1024 * 1024;  // bytes; a longer one ends the connection
    Milliseconds web_socket_timeout{60'000};  // without a sign of life, a ping's answer included
    std::vector<std::string> web_socket_origins{};  // "https://other.example" or "*"; the site's own is always allowed

    bool handle_signals = true;               // run() ends at SIGTERM and SIGINT; at the second at once
    std::function<void()> on_succession{};        // at SIGUSR2, on the thread of run(); without it the signal is not handled
    std::function<void()> on_loop_start{};    // called on each serving thread before its first request
};

class Server {
public:
    using Handler = std::function<Response(Request&)>;

    /// Listens at once; throws Error when it can't. `handler` is called on all serving threads.
    explicit Server(Handler handler, ServerOptions options = {});
    /// Stops, if need be.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Serves on this thread and, with several loops, on others. Returns when stopped and drained.
    void run();
    /// Serves on other threads and returns at once.
    void start();
    /// No new connections; requests under way are answered, at most for `drain_timeout`. Returns at once; from any thread.
    void stop();
    /// As `stop`, where another program has the same listening sockets: the connections that wait there are its.
    void retire();
    /// Waits until a server that was started has drained after `stop`.
    void join();

    /// 0 for a Unix socket.
    std::uint16_t port() const noexcept;
    /// Descriptors of the listening sockets, for a program that takes over.
    std::vector<int> sockets() const;
    /// "http://127.0.0.1:8000", "unix:/run/site.sock".
    std::string url() const;

private:
    class State;
    std::unique_ptr<State> state_;
};

}  // namespace portico
