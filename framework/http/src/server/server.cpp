#include <portico/http/server.hpp>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <mutex>
#include <optional>
#include <thread>
#include <unistd.h>
#include <vector>

#include <boost/asio/signal_set.hpp>

#include <portico/base/log.hpp>
#include <portico/fibers/private/loop_context.hpp>
#include <portico/fibers/settings.hpp>

#include <portico/http/address_list.hpp>

#include "listening.hpp"
#include "worker.hpp"

namespace portico {
namespace {

/// The workers that serve now. Shared with what is posted to their loops, which may run after they are gone.
class Workers {
public:
    void add(http::Worker& worker) {
        std::lock_guard lock{guard_};
        serving_.push_back(&worker);
        if (stop_) (worker.*stop_)();
    }
    void remove(http::Worker& worker) {
        std::lock_guard lock{guard_};
        std::erase(serving_, &worker);
    }
    /// By Worker::drain or Worker::retire.
    void stop(const std::shared_ptr<Workers>& self, void (http::Worker::*how)()) {
        std::lock_guard lock{guard_};
        if (!stop_) stop_ = how;
        tell_all(self, how);
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
    void (http::Worker::*stop_)() = nullptr;
};

}  // namespace

class Server::State {
public:
    State(Handler handler, ServerOptions options) : handler_(std::move(handler)), options_(std::move(options)) {
        if (options_.loops == 0) options_.loops = std::max(1u, std::thread::hardware_concurrency());
        configure_fibers();
        AddressList(options_.proxy_protocol);  // throws here, not on a loop
        listening_ = http::listen(options_);
        for (const auto& socket : listening_.sockets) handles_.push_back(socket.get());
    }
    ~State() {
        stop();
        join();
        if (!retired_ && !listening_.unix_path.empty()) ::unlink(listening_.unix_path.c_str());
    }

    void run() {
        for (std::size_t i = 1; i < listening_.sockets.size(); ++i) begin_thread(i);
        serve(0, options_.handle_signals);
        stop();
        join();
    }

    void start() {
        for (std::size_t i = 0; i < listening_.sockets.size(); ++i) begin_thread(i);
    }

    void stop() { workers_->stop(workers_, &http::Worker::drain); }
    void retire() {
        retired_ = true;
        workers_->stop(workers_, &http::Worker::retire);
    }

    void join() {
        for (std::thread& thread : threads_)
            if (thread.joinable()) thread.join();
    }

    const http::Listening& listening() const noexcept { return listening_; }
    const std::vector<int>& handles() const noexcept { return handles_; }

private:
    void configure_fibers() {
        auto settings = fibers::settings();
        if (options_.stack_size > 0) settings.stack_size = options_.stack_size;
        if (!settings.report) settings.report = [](std::string_view message) { log::server.error(message); };
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
        http::Worker worker(options_, handler_, std::move(listening_.sockets[number]));
        Registration here{*workers_, worker};
        std::optional<boost::asio::signal_set> signals;
        if (with_signals) {
            signals.emplace(fibers::detail::context(worker.loop()), SIGTERM, SIGINT);
            if (options_.on_succession) signals->add(SIGUSR2);
            await(*signals);
        }
        worker.run();
    }

    void await(boost::asio::signal_set& signals) {
        signals.async_wait([this, &signals](const boost::system::error_code& error, int signal) {
            if (error) return;
            if (signal == SIGUSR2) {
                if (!signalled_) options_.on_succession();
            } else if (std::exchange(signalled_, true)) {
                workers_->abort(workers_);
            } else {
                log::server.info("stopping: requests under way are answered first; once more to stop at once");
                stop();
            }
            await(signals);
        });
    }

    Handler handler_;
    ServerOptions options_;
    http::Listening listening_;
    std::vector<int> handles_;
    std::atomic<bool> retired_ = false;
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
void Server::retire() { state_->retire(); }
std::uint16_t Server::port() const noexcept { return state_->listening().port; }
std::vector<int> Server::sockets() const { return state_->handles(); }
std::string Server::url() const { return state_->listening().url; }

}  // namespace portico
