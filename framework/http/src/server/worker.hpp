#pragma once
#include <chrono>
#include <cstddef>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <portico/fibers/loop.hpp>
#include <portico/http/server.hpp>

#include <portico/http/address_list.hpp>

#include "connection.hpp"
#include "listening.hpp"
#include "response_head.hpp"
#include "socket.hpp"
#include "worker_counters.hpp"

namespace portico::http {

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
    /// As `drain`, but the connections that wait to be accepted are another program's.
    void retire();
    /// Cancels what is under way. On its own thread.
    void abort();

    fibers::Loop& loop() noexcept { return loop_; }
    const ServerOptions& options() const noexcept { return options_; }
    const Server::Handler& handler() const noexcept { return handler_; }
    DateLine& date() noexcept { return date_; }
    /// As of the last tick: exact enough for timeouts.
    Clock::time_point now() const noexcept { return now_; }
    bool draining() const noexcept { return draining_; }

    /// A request that is in its handler, while it lives; false when there are too many.
    class InWork {
    public:
        explicit InWork(Worker& worker) noexcept : worker_(worker), accepted_(++worker.in_work_ <= worker.most_in_work_) {
            if (!accepted_) WorkerCounters::add(worker.counters_.refused);
        }
        ~InWork() { --worker_.in_work_; }
        InWork(const InWork&) = delete;
        InWork& operator=(const InWork&) = delete;
        explicit operator bool() const noexcept { return accepted_; }

    private:
        Worker& worker_;
        bool accepted_;
    };

    void destroy(Connection& connection);

private:
    using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::generic::stream_protocol, boost::asio::io_context::executor_type>;
    using Endpoint = boost::asio::generic::stream_protocol::endpoint;
    using Timer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>,
                                                    boost::asio::io_context::executor_type>;

    void accept();
    void on_accept(const boost::system::error_code& error, Socket socket, const Endpoint& peer);
    void adopt(Socket socket, const Endpoint& peer);
    void accept_waiting();
    void stop_accepting();
    void tick();
    void end_if_drained();
    template <class Visit> void each_connection(Visit visit);

    const ServerOptions& options_;
    const Server::Handler& handler_;
    fibers::Loop& loop_;
    Acceptor acceptor_;
    Timer ticker_;
    Timer pause_;
    Endpoint peer_;
    AddressList proxies_;
    DateLine date_;
    WorkerCounters counters_;
    Clock::time_point now_ = Clock::now();
    Clock::time_point drain_until_ = Clock::time_point::max();
    std::chrono::milliseconds tick_;
    Connection* first_ = nullptr;
    std::size_t count_ = 0;
    std::size_t most_;
    std::size_t in_work_ = 0;
    std::size_t most_in_work_;
    unsigned ticks_ = 0;
    bool accepting_ = false;
    bool ticking_ = false;
    bool draining_ = false;
};

}  // namespace portico::http
