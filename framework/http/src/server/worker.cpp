#include "worker.hpp"

#include <algorithm>
#include <limits>
#include <netinet/in.h>
#include <sys/socket.h>
#include <netinet/tcp.h>

#include <portico/base/log.hpp>
#include <portico/fibers/private/loop_context.hpp>

namespace portico::http {
namespace {

using std::chrono::milliseconds;

constexpr unsigned ticks_between_trims = 64;

/// Often enough for the shortest timeout, at most every quarter of a second.
milliseconds tick_for(const ServerOptions& options) {
    milliseconds tick{250};
    for (milliseconds timeout : {options.head_timeout, options.body_timeout, options.idle_timeout, options.write_timeout,
                                 options.request_timeout, options.drain_timeout})
        if (timeout.count() > 0) tick = std::min(tick, std::max(timeout / 4, milliseconds{5}));
    return tick;
}

unsigned loops_of(const ServerOptions& options) { return std::max(1u, options.loops); }

}  // namespace

Worker::Worker(const ServerOptions& options, const Server::Handler& handler, ListeningSocket socket)
    : options_(options), handler_(handler), loop_(fibers::Loop::current()), acceptor_(fibers::detail::context(loop_)),
      ticker_(fibers::detail::context(loop_)), pause_(fibers::detail::context(loop_)), proxies_(options.proxy_protocol), tick_(tick_for(options)),
      most_(std::max<std::size_t>(1, options.connections / loops_of(options))),
      most_in_work_(options.requests ? std::max<std::size_t>(1, options.requests / loops_of(options)) : std::numeric_limits<std::size_t>::max()) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size);
    acceptor_.assign({address.ss_family, 0}, socket.release());
    acceptor_.non_blocking(true);
}

Worker::~Worker() = default;

void Worker::run() {
    if (options_.on_loop_start) options_.on_loop_start();
    if (!draining_) accept();
    loop_.run();
    // What the handlers left behind (fibers spawned for later) ends with the server.
    loop_.shutdown();
}

void Worker::accept() {
    if (accepting_ || draining_ || count_ >= most_) return;
    accepting_ = true;
    acceptor_.async_accept(acceptor_.get_executor(), peer_, [this](const boost::system::error_code& error, Socket socket) {
        accepting_ = false;
        on_accept(error, std::move(socket), peer_);
    });
}

void Worker::on_accept(const boost::system::error_code& error, Socket socket, const Endpoint& peer) {
    if (!error) {
        adopt(std::move(socket), peer);  // while draining, too: the client believes that it is served
        return accept();
    }
    if (draining_) return end_if_drained();
    if (error != boost::asio::error::no_descriptors && error != boost::system::errc::too_many_files_open_in_system)
        return accept();
    WorkerCounters::add(counters_.not_accepted);
    // Trying again at once would spin until a connection closes.
    log::server.error("no connection can be accepted: " + error.message() + "; raise the limit of open files (ulimit -n)");
    pause_.expires_after(milliseconds{250});
    pause_.async_wait([this](const boost::system::error_code& stopped) {
        if (!stopped) accept();
    });
}

void Worker::adopt(Socket socket, const Endpoint& peer) {
    boost::system::error_code ignored;
    socket.native_non_blocking(true, ignored);
    int yes = 1;
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);  // no Unix socket has it, or needs it
    if (count_ == 0) now_ = Clock::now();
    std::string address = address_of(peer.data(), peer.size());
    const bool through_proxy = !proxies_.empty() && proxies_.contains(address);
    auto* connection = new Connection(*this, std::move(socket), std::move(address), through_proxy);
    connection->next = std::exchange(first_, connection);
    if (connection->next) connection->next->previous = connection;
    counters_.open.store(++count_, std::memory_order_relaxed);
    WorkerCounters::add(counters_.accepted);
    if (!ticking_) tick();
    connection->begin();
}

void Worker::destroy(Connection& connection) {
    (connection.previous ? connection.previous->next : first_) = connection.next;
    if (connection.next) connection.next->previous = connection.previous;
    delete &connection;
    counters_.open.store(--count_, std::memory_order_relaxed);
    accept();
    end_if_drained();
}

template <class Visit> void Worker::each_connection(Visit visit) {
    for (Connection* connection = first_; connection;) {
        Connection* next = connection->next;
        visit(*connection);
        connection = next;
    }
}

// Only while there are connections: an idle server sleeps.
void Worker::tick() {
    ticking_ = count_ > 0 || draining_;
    if (!ticking_) {
        loop_.trim();
        return;
    }
    ticker_.expires_after(tick_);
    ticker_.async_wait([this](const boost::system::error_code& error) {
        if (error) return;
        now_ = Clock::now();
        // A handler kept the loop: what clients sent meanwhile was not read, for which they are not to blame.
        if (const auto late = now_ - ticker_.expiry(); late > tick_)
            each_connection([&](Connection& connection) { connection.wait_longer(late); });
        if (++ticks_ % ticks_between_trims == 0) loop_.trim();
        each_connection([this](Connection& connection) { connection.look(now_); });
        if (now_ >= drain_until_) {
            drain_until_ = Clock::time_point::max();
            log::server.warning(std::to_string(count_) + " connections were still open after the drain timeout; cancelled");
            abort();
        }
        tick();
    });
}

void Worker::drain() {
    if (draining_) return;
    draining_ = true;
    counters_.draining.store(true, std::memory_order_relaxed);
    accept_waiting();
    stop_accepting();
}

void Worker::retire() {
    if (draining_) return;
    draining_ = true;
    counters_.draining.store(true, std::memory_order_relaxed);
    stop_accepting();
}

// Clients whose connection stands in the kernel's queue believe that they are served.
void Worker::accept_waiting() {
    while (count_ < most_) {
        boost::system::error_code error;
        Endpoint peer;
        Socket socket(acceptor_.get_executor());
        acceptor_.accept(socket, peer, error);
        if (error) return;
        adopt(std::move(socket), peer);
    }
}

void Worker::stop_accepting() {
    now_ = Clock::now();
    if (options_.drain_timeout.count() > 0) drain_until_ = now_ + options_.drain_timeout;
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    each_connection([](Connection& connection) { connection.drain(); });
    if (!ticking_) tick();
    end_if_drained();
}

void Worker::abort() {
    each_connection([](Connection& connection) { connection.cancel(); });
}

void Worker::end_if_drained() {
    // The last accept may have a connection in hand that it has not told yet.
    if (draining_ && count_ == 0 && !accepting_) loop_.stop();
}

}  // namespace portico::http
