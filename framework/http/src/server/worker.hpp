#pragma once
#include <chrono>
#include <cstddef>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <portico/fibers/loop.hpp>
#include <portico/http/server.hpp>

#include "connection.hpp"
#include "response_head.hpp"
#include "socket.hpp"

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

/// One serving thread: its listener, its connections and its clock. Nothing in it is shared.
class Worker {
public:
    using Clock = std::chrono::steady_clock;

    /// On the thread that is to serve.
    Worker(const ServerOptions& options, const Server::Handler& handler, ListeningSocket socket);
    ~Worker();

    /// Serves until drained.
    void run();
    /// No more connections; ends when the last is answered or `drain_timeout` is over. On its own thread.
    void drain();
    /// Cancels what is under way. On its own thread.
    void abort();

    fibers::Loop& loop() noexcept { return loop_; }
    const ServerOptions& options() const noexcept { return options_; }
    const Server::Handler& handler() const noexcept { return handler_; }
    DateLine& date() noexcept { return date_; }
    /// As of the last tick: exact enough for timeouts.
    Clock::time_point now() const noexcept { return now_; }
    bool draining() const noexcept { return draining_; }

    void destroy(Connection& connection);

private:
    using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;
    using Timer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>,
                                                    boost::asio::io_context::executor_type>;

    void accept();
    void on_accept(const boost::system::error_code& error, Socket socket, boost::asio::ip::tcp::endpoint peer);
    void adopt(Socket socket, const boost::asio::ip::tcp::endpoint& peer);
    void tick();
    void end_if_drained();
    template <class Visit> void each_connection(Visit visit);

    const ServerOptions& options_;
    const Server::Handler& handler_;
    fibers::Loop& loop_;
    Acceptor acceptor_;
    Timer ticker_;
    Timer pause_;
    boost::asio::ip::tcp::endpoint peer_;
    DateLine date_;
    Clock::time_point now_ = Clock::now();
    Clock::time_point drain_until_ = Clock::time_point::max();
    std::chrono::milliseconds tick_;
    Connection* first_ = nullptr;
    std::size_t count_ = 0;
    std::size_t most_;
    unsigned ticks_ = 0;
    bool accepting_ = false;
    bool ticking_ = false;
    bool draining_ = false;
};

}  // namespace portico::http
