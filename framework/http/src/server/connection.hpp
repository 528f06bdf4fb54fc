#pragma once
#include <chrono>
#include <functional>
#include <string>

#include <portico/fibers/fiber.hpp>

#include "head_parser.hpp"
#include "input.hpp"
#include "output.hpp"
#include "socket.hpp"

namespace portico::http {

class Worker;

/// A client's connection: waits for a head without a fiber, then serves what has arrived on one. Belongs to its
/// worker; exactly one thing is under way at a time, a read or a fiber, and that one destroys it in the end.
class Connection {
public:
    using Clock = std::chrono::steady_clock;

    /// `through_proxy`: a PROXY header comes before the first request.
    Connection(Worker& worker, Socket socket, std::string remote_address, bool through_proxy);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Reads the first head.
    void begin();

    Worker& worker() noexcept { return worker_; }
    Socket& socket() noexcept { return socket_; }
    Input& input() noexcept { return input_; }
    Output& output() noexcept { return output_; }
    const std::string& remote_address() const noexcept { return remote_address_; }

    /// Receives more; false at the end of what the client sends. On the fiber. Throws HttpError 408 when it takes too long.
    bool receive();
    /// Until the client takes more. On the fiber.
    void wait_writable();
    /// Lets other fibers go on.
    void pause();
    /// The client is gone: cancels the fiber and throws Cancelled where that may be.
    void lose();
    /// The client was sent something, which a client that is gone will answer with a reset.
    void was_sent() noexcept { half_closed_since_ = Clock::time_point::max(); }
    bool lost() const noexcept { return lost_; }

    /// After this request the connection is closed.
    void close_after() noexcept { keep_ = false; }
    bool keeps() const noexcept { return keep_; }
    /// From now on the socket is somebody else's, who hears of the server's stop by `on_drain`. Null: no longer.
    void upgrade(std::function<void()> on_drain) { on_drain_ = std::move(on_drain); }
    /// The request's handler begins and ends: `request_timeout` counts between.
    void handler_begins() noexcept;
    /// What is received from now on is the body of another request.
    void body_begins() noexcept { body_received_ = 0, body_waited_ = {}; }
    void handler_ends() noexcept { request_deadline_ = Clock::time_point::max(); }
    bool request_timed_out() const noexcept { return request_timed_out_; }

    // For the worker's regular look at all connections.
    /// Puts off the end of the wait for the client.
    void wait_longer(Clock::duration span);
    void look(Clock::time_point now);
    void drain();
    void cancel();

    Connection* previous = nullptr;
    Connection* next = nullptr;

private:
    enum class Phase { idle, head, serving, lingering };

    void read();
    void on_read(const boost::system::error_code& error, std::size_t bytes);
    void advance();
    bool read_proxy_header();
    void refuse(const Refusal& refusal);
    void serve_on_fiber();
    void serve();
    bool more_in_hand() const;
    void finish();
    void linger();
    bool nothing_under_way();
    bool wait(Socket::wait_type what, std::chrono::milliseconds patience);
    void check_client(Clock::time_point now);
    bool half_closed_too_long(Clock::time_point now);
    void wait_for_body();
    Clock::time_point after(std::chrono::milliseconds span) const;

    Worker& worker_;
    Socket socket_;
    std::string remote_address_;
    Input input_;
    Output output_;
    fibers::Fiber* fiber_ = nullptr;
    bool* alive_ = nullptr;         // told false when this is destroyed
    Clock::time_point deadline_;    // of the wait for the client that is under way
    Clock::time_point request_deadline_ = Clock::time_point::max();
    Clock::time_point next_check_{};
    Clock::time_point half_closed_since_ = Clock::time_point::max();  // or since it was last sent something
    std::function<void()> on_drain_;
    std::size_t lingered_ = 0;
    std::uint64_t body_received_ = 0;
    Clock::duration body_waited_{};  // for the client: what a handler takes is not its fault
    Phase phase_ = Phase::head;
    bool keep_ = true;
    bool lost_ = false;
    bool through_proxy_;            // its header has not come yet
    bool fresh_ = true;             // has sent nothing yet
    bool timed_out_ = false;
    bool request_timed_out_ = false;
    bool first_turn_ = false;       // the fiber was not suspended yet: answers may be gathered
};

}  // namespace portico::http
