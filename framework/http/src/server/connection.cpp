#include "connection.hpp"

#include <algorithm>
#include <cerrno>
#include <linux/sockios.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <portico/base/log.hpp>
#include <portico/fibers/private/use_fiber.hpp>

#include "answer.hpp"
#include "exchange.hpp"
#include "proxy_protocol.hpp"
#include "worker.hpp"

namespace portico::http {
namespace {

constexpr std::size_t gathered_answers = 64 * 1024;  // bytes of pipelined answers before they are sent
constexpr std::size_t body_buffer = 32 * 1024;
constexpr std::size_t most_lingered = 1024 * 1024;
constexpr std::chrono::milliseconds linger_time{2000};
constexpr std::chrono::milliseconds between_checks{500};
constexpr std::chrono::milliseconds half_closed_patience{5000};  // for the answer of one who sends no more
constexpr std::chrono::milliseconds fresh_patience{100};

}  // namespace

Connection::Connection(Worker& worker, Socket socket, std::string remote_address, bool through_proxy)
    : worker_(worker), socket_(std::move(socket)), remote_address_(std::move(remote_address)), output_(*this), through_proxy_(through_proxy) {}

Connection::~Connection() {
    if (alive_) *alive_ = false;
}

Connection::Clock::time_point Connection::after(std::chrono::milliseconds span) const {
    return span.count() > 0 ? worker_.now() + span : Clock::time_point::max();
}

void Connection::begin() {
    deadline_ = after(worker_.options().head_timeout);
    read();
}

// --- without a fiber: waiting for a head

void Connection::read() {
    timed_out_ = false;
    auto room = input_.room();
    socket_.async_read_some(boost::asio::buffer(room.data, room.size),
                            [this](const boost::system::error_code& error, std::size_t bytes) { on_read(error, bytes); });
}

void Connection::on_read(const boost::system::error_code& error, std::size_t bytes) {
    if (timed_out_ && phase_ == Phase::head) {
        if (!input_.empty()) return refuse({408, "The request's head took too long."});
        return worker_.destroy(*this);
    }
    if (error) return worker_.destroy(*this);
    if (phase_ == Phase::lingering) {
        if ((lingered_ += bytes) > most_lingered) return worker_.destroy(*this);
        return read();
    }
    input_.commit(bytes);
    fresh_ = false;
    if (phase_ == Phase::idle) {
        phase_ = Phase::head;
        deadline_ = after(worker_.options().head_timeout);
    }
    advance();
}

/// False when it has not come yet, or was none: then this is gone.
bool Connection::read_proxy_header() {
    ProxyHeader header = parse_proxy_header(input_.pending());
    if (header.state == ProxyHeader::State::broken) {
        log::server.warning("a connection from " + (remote_address_.empty() ? "a Unix socket" : remote_address_) + " began without a PROXY header");
        worker_.destroy(*this);
        return false;
    }
    if (header.state == ProxyHeader::State::complete) {
        through_proxy_ = false;
        input_.consume(header.used);
        if (!header.address.empty()) remote_address_ = std::move(header.address);
        if (!input_.empty()) return true;
    }
    read();
    return false;
}

void Connection::advance() {
    if (through_proxy_ && !read_proxy_header()) return;
    input_.consume(leading_empty_lines(input_.pending()));
    if (more_in_hand()) return serve_on_fiber();
    if (auto refusal = judge_incomplete_head(input_.pending(), worker_.options())) return refuse(*refusal);
    read();
}

void Connection::refuse(const Refusal& refusal) {
    append_refusal(output_.text(), refusal, worker_.date());
    output_.try_flush();
    linger();
}

// --- on a fiber: serving what has arrived

bool Connection::more_in_hand() const { return end_of_head(input_.pending()) > 0; }

void Connection::serve_on_fiber() {
    phase_ = Phase::serving;
    deadline_ = Clock::time_point::max();
    next_check_ = worker_.now() + between_checks;
    bool alive = true;
    alive_ = &alive;
    first_turn_ = true;
    fibers::detail::start(
        [](void* data, bool run) {
            auto& connection = *static_cast<Connection*>(data);
            if (run) return connection.serve();
            connection.worker_.destroy(connection);
        },
        this, fibers::detail::Start::now);
    if (!alive) return;
    alive_ = nullptr;
    first_turn_ = false;
    // Answers that were finished before a later pipelined request had to wait.
    if (fiber_) output_.try_flush();
}

void Connection::serve() {
    fiber_ = fibers::current();
    try {
        do {
            if (output_.pending() > 0 && (!first_turn_ || output_.pending() > gathered_answers)) output_.flush();
            request_timed_out_ = false;
            Exchange(*this).run();
            input_.consume(leading_empty_lines(input_.pending()));
        } while (keep_ && more_in_hand());
        output_.flush();
    } catch (const fibers::Cancelled&) {
        keep_ = false;
        output_.try_flush();
    } catch (const std::exception& error) {
        keep_ = false;
        log::server.error(std::string("the server gave up a connection: ") + error.what());
    }
    fiber_ = nullptr;
    finish();
}

void Connection::finish() {
    if (lost_) return worker_.destroy(*this);
    if (!keep_) return linger();
    input_.shrink();
    phase_ = input_.empty() ? Phase::idle : Phase::head;
    deadline_ = after(phase_ == Phase::idle ? worker_.options().idle_timeout : worker_.options().head_timeout);
    if (worker_.draining()) {  // since the answer's head was written: its client has not been told
        if (worker_.options().drain_idle.count() == 0) return linger();
        deadline_ = std::min(deadline_, after(worker_.options().drain_idle));
    }
    read();
}

/// Neither bytes of the client that were not read nor bytes of an answer that were not sent.
bool Connection::nothing_under_way() {
    int unread = 0, unsent = 0;
    ::ioctl(socket_.native_handle(), FIONREAD, &unread);
    ::ioctl(socket_.native_handle(), SIOCOUTQNSD, &unsent);
    return unread == 0 && unsent == 0;
}

// Closing with bytes unread would make the kernel reset the connection, and the client lose the answer.
void Connection::linger() {
    fibers::NoCancel always;
    boost::system::error_code ignored;
    if (output_.pending() > 0) output_.try_flush();
    socket_.shutdown(Socket::shutdown_send, ignored);
    if (lost_ || (worker_.draining() && nothing_under_way())) return worker_.destroy(*this);
    phase_ = Phase::lingering;
    deadline_ = worker_.now() + linger_time;
    input_.consume(input_.size());
    read();
}

bool Connection::wait(Socket::wait_type what, std::chrono::milliseconds patience) {
    deadline_ = after(patience);
    timed_out_ = false;
    boost::system::error_code error;
    try {
        socket_.async_wait(what, fibers::use_fiber[error]);
    } catch (...) {
        deadline_ = Clock::time_point::max();
        throw;
    }
    deadline_ = Clock::time_point::max();
    return !std::exchange(timed_out_, false);
}

bool Connection::receive() {
    while (!lost_) {
        auto room = input_.room(body_buffer);
        ssize_t bytes = ::recv(socket_.native_handle(), room.data, room.size, 0);
        if (bytes > 0) {
            input_.commit(static_cast<std::size_t>(bytes));
            body_received_ += static_cast<std::uint64_t>(bytes);
            return true;
        }
        if (bytes == 0) return false;
        if (errno == EINTR) continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK) return false;
        wait_for_body();
    }
    return false;
}

/// A byte now and then is not enough: nobody may hold a request for ever by dripping its body.
void Connection::wait_for_body() {
    const ServerOptions& options = worker_.options();
    auto patience = options.body_timeout;
    const bool has_rate = options.body_rate > 0 && patience.count() > 0;
    if (has_rate) {
        const auto earned = patience + std::chrono::milliseconds(body_received_ * 1000 / options.body_rate);
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(earned - body_waited_);
        patience = std::clamp(left, std::chrono::milliseconds(1), patience);
    }
    const auto begin = Clock::now();
    const bool arrived = wait(Socket::wait_read, patience);
    if (has_rate) body_waited_ += Clock::now() - begin;
    if (arrived) return;
    keep_ = false;
    throw HttpError(408, "The request's body took too long.");
}

void Connection::wait_writable() {
    if (!wait(Socket::wait_write, worker_.options().write_timeout)) lose();
}

void Connection::pause() { fibers::yield(); }

void Connection::lose() {
    lost_ = true;
    keep_ = false;
    if (!fiber_) return;
    fibers::cancel(*fiber_);
    if (fibers::current() == fiber_) fibers::check_cancelled();
}

void Connection::handler_begins() noexcept { request_deadline_ = after(worker_.options().request_timeout); }

// --- the worker's regular look

void Connection::wait_longer(Clock::duration span) {
    if (deadline_ != Clock::time_point::max()) deadline_ += span;
}

void Connection::look(Clock::time_point now) {
    if (now >= deadline_) {
        timed_out_ = true;
        deadline_ = Clock::time_point::max();
        boost::system::error_code ignored;
        socket_.cancel(ignored);
    }
    if (!fiber_) return;
    if (now >= request_deadline_) {
        request_timed_out_ = true;
        request_deadline_ = Clock::time_point::max();
        fibers::cancel(*fiber_);
    }
    if (now >= next_check_ && !on_drain_) check_client(now);
}

// Whoever left while a handler waits for something else is not noticed by reading or writing. A wait on the socket
// beside each request would cost every one of them a system call; this costs one to those that take long.
void Connection::check_client(Clock::time_point now) {
    next_check_ = now + between_checks;
    pollfd events{socket_.native_handle(), POLLRDHUP, 0};
    if (::poll(&events, 1, 0) <= 0) return;
    if (!(events.revents & (POLLHUP | POLLERR)) && !half_closed_too_long(now)) return;
    lost_ = true;
    keep_ = false;
    fibers::cancel(*fiber_);
}

// Who has said all and waits for the answer (RFC 9112, 9.6) looks the same as who closed the socket: only bytes sent to them
// tell, which the latter's system answers with a reset. Where none are under way, time has to tell.
bool Connection::half_closed_too_long(Clock::time_point now) {
    int under_way = 0;
    ::ioctl(socket_.native_handle(), SIOCOUTQ, &under_way);
    if (half_closed_since_ == Clock::time_point::max() || under_way > 0) half_closed_since_ = now;
    return now - half_closed_since_ >= half_closed_patience;
}

void Connection::drain() {
    if (phase_ == Phase::serving) {
        if (on_drain_) on_drain_();
        return;
    }
    // Who has just connected, or may be about to use a kept connection, gets one answer more.
    const auto patience = fresh_ ? std::max(worker_.options().drain_idle, fresh_patience) : worker_.options().drain_idle;
    if (phase_ == Phase::lingering || patience.count() > 0) {
        deadline_ = std::min(deadline_, worker_.now() + patience);
        return;
    }
    boost::system::error_code ignored;
    socket_.cancel(ignored);
    deadline_ = worker_.now();
}

void Connection::cancel() {
    keep_ = false;
    if (fiber_) return fibers::cancel(*fiber_);
    drain();
}

}  // namespace portico::http
