#include <portico/http/server.hpp>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <mutex>
#include <optional>
#include <sys/socket.h>
#include <thread>
#include <vector>

#include <boost/asio/signal_set.hpp>

#include <portico/base/error.hpp>
#include <portico/base/log.hpp>
#include <portico/fibers/private/loop_context.hpp>
#include <portico/fibers/settings.hpp>

#include "worker.hpp"

namespace portico {
namespace {

using boost::asio::ip::tcp;
using http::ListeningSocket;

constexpr int backlog = 4096;

[[noreturn]] void refuse_to_listen(const tcp::endpoint& where, int error) {
    std::string hint;
    if (error == EADDRINUSE) hint = "another program listens there: stop it, or choose another port";
    if (error == EACCES) hint = "ports below 1024 need a privilege (CAP_NET_BIND_SERVICE): choose another port";
    if (error == EADDRNOTAVAIL) hint = "this machine has no such address; 0.0.0.0 listens on all";
    throw Error("can't listen on " + where.address().to_string() + " port " + std::to_string(where.port()) + ": " +
                    std::strerror(error),
                hint);
}

tcp::endpoint resolve(const ServerOptions& options) {
    boost::system::error_code error;
    auto address = boost::asio::ip::make_address(options.host.empty() ? "0.0.0.0" : options.host, error);
    if (!error) return {address, options.port};
    boost::asio::io_context context;
    tcp::resolver resolver(context);
    auto found = resolver.resolve(options.host, std::to_string(options.port), tcp::resolver::passive, error);
    if (error || found.empty())
        throw Error("can't listen on \"" + options.host + "\": the name is unknown", "use an address, as 127.0.0.1 or 0.0.0.0");
    return found.begin()->endpoint();
}

ListeningSocket listen_on(const tcp::endpoint& where, bool shared) {
    ListeningSocket socket(::socket(where.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (socket.get() < 0) refuse_to_listen(where, errno);
    int yes = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (shared) ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
    if (::bind(socket.get(), where.data(), static_cast<socklen_t>(where.size())) != 0) refuse_to_listen(where, errno);
    if (::listen(socket.get(), backlog) != 0) refuse_to_listen(where, errno);
    return socket;
}

tcp::endpoint where_is(const ListeningSocket& socket) {
    tcp::endpoint where;
    auto size = static_cast<socklen_t>(where.capacity());
    ::getsockname(socket.get(), where.data(), &size);
    where.resize(size);
    return where;
}

/// One socket a loop: the kernel spreads the connections over them.
std::vector<ListeningSocket> listen_all(const ServerOptions& options, tcp::endpoint& where) {
    where = resolve(options);
    bool shared = options.loops > 1;
    // SO_REUSEPORT would let a second server take part of the first one's connections unnoticed.
    if (shared && where.port() != 0) listen_on(where, false);
    std::vector<ListeningSocket> sockets;
    for (unsigned i = 0; i < options.loops; ++i) {
        sockets.push_back(listen_on(where, shared));
        where = where_is(sockets.back());
    }
    return sockets;
}

/// The workers that serve now. Shared with what is posted to their loops, which may run after they are gone.
class Workers {
public:
    void add(http::Worker& worker) {
        std::lock_guard lock{guard_};
        serving_.push_back(&worker);
        if (stopping_) worker.drain();
    }
    void remove(http::Worker& worker) {
        std::lock_guard lock{guard_};
        std::erase(serving_, &worker);
    }
    void stop(const std::shared_ptr<Workers>& self) {
        std::lock_guard lock{guard_};
        stopping_ = true;
        tell_all(self, &http::Worker::drain);
    }
    void abort(const std::shared_ptr<Workers>& self) {
        std::lock_guard lock{guard_};
        tell_all(self, &http::Worker::abort);
    }

private:
    void tell_all(const std::shared_ptr<Workers>& self, void (http::Worker::*what)()) {
        for (http::Worker* worker : serving_)
            worker->loop().post([self, worker, what] {
                if (self->is_serving(worker)) (worker->*what)();
            });
    }
    // On the worker's thread, which alone removes it.
    bool is_serving(http::Worker* worker) {
        std::lock_guard lock{guard_};
        return std::find(serving_.begin(), serving_.end(), worker) != serving_.end();
    }

    std::mutex guard_;
    std::vector<http::Worker*> serving_;
    bool stopping_ = false;
};

}  // namespace

class Server::State {
public:
    State(Handler handler, ServerOptions options) : handler_(std::move(handler)), options_(std::move(options)) {
        if (options_.loops == 0) options_.loops = std::max(1u, std::thread::hardware_concurrency());
        configure_fibers();
        sockets_ = listen_all(options_, where_);
    }
    ~State() {
        stop();
        join();
    }

    void run() {
        for (std::size_t i = 1; i < sockets_.size(); ++i) begin_thread(i);
        serve(0, options_.handle_signals);
        stop();
        join();
    }

    void start() {
        for (std::size_t i = 0; i < sockets_.size(); ++i) begin_thread(i);
    }

    void stop() { workers_->stop(workers_); }

    void join() {
        for (std::thread& thread : threads_)
            if (thread.joinable()) thread.join();
    }

    const tcp::endpoint& where() const noexcept { return where_; }

private:
    void configure_fibers() {
        auto settings = fibers::settings();
        if (options_.stack_size > 0) settings.stack_size = options_.stack_size;
        if (!settings.report) settings.report = [](std::string_view message) { log::error(message); };
        fibers::configure(std::move(settings));
    }

    struct Registration {
        Workers& workers;
        http::Worker& worker;
        Registration(Workers& all, http::Worker& one) : workers(all), worker(one) { workers.add(worker); }
        ~Registration() { workers.remove(worker); }
    };

    void begin_thread(std::size_t number) {
        threads_.emplace_back([this, number] { serve(number, false); });
    }

    void serve(std::size_t number, bool with_signals) {
        http::Worker worker(options_, handler_, std::move(sockets_[number]));
        Registration here{*workers_, worker};
        std::optional<boost::asio::signal_set> signals;
        if (with_signals) {
            signals.emplace(fibers::detail::context(worker.loop()), SIGTERM, SIGINT);
            await(*signals);
        }
        worker.run();
    }

    void await(boost::asio::signal_set& signals) {
        signals.async_wait([this, &signals](const boost::system::error_code& error, int) {
            if (error) return;
            if (std::exchange(signalled_, true)) {
                workers_->abort(workers_);
            } else {
                log::info("stopping: requests under way are answered first; once more to stop at once");
                stop();
            }
            await(signals);
        });
    }

    Handler handler_;
    ServerOptions options_;
    std::vector<ListeningSocket> sockets_;
    tcp::endpoint where_;
    std::vector<std::thread> threads_;
    std::shared_ptr<Workers> workers_ = std::make_shared<Workers>();
    bool signalled_ = false;
};

Server::Server(Handler handler, ServerOptions options)
    : state_(std::make_unique<State>(std::move(handler), std::move(options))) {}
Server::~Server() = default;
void Server::run() { state_->run(); }
void Server::start() { state_->start(); }
void Server::stop() { state_->stop(); }
void Server::join() { state_->join(); }
std::uint16_t Server::port() const noexcept { return state_->where().port(); }

std::string Server::url() const {
    auto address = state_->where().address();
    std::string host = address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
    return "http://" + host + ":" + std::to_string(port());
}

}  // namespace portico
