/// Waiting for a socket without keeping the event loop: the fiber is suspended; outside of fibers the thread waits.
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <chrono>
#include <optional>

namespace portico::orm::postgresql {

using Deadline = std::optional<std::chrono::steady_clock::time_point>;

/// A socket that libpq owns, known to this thread's event loop.
class Socket {
public:
    explicit Socket(int descriptor);
    ~Socket();
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    struct Ready {
        bool reading = false, writing = false;
        bool any() const { return reading || writing; }
    };

    /// Until something can be read, or `give_up`. Throws Cancelled.
    void wait_readable();
    /// Until one of the wanted things is possible; nothing is when the time was up. Throws Cancelled.
    Ready wait(Ready wanted, Deadline deadline = std::nullopt);
    /// Whoever waits goes on, with nothing.
    void give_up() noexcept;
    /// Has something arrived, or has the other side gone?
    bool has_news() const;

private:
    boost::asio::posix::stream_descriptor descriptor_;
};

}  // namespace portico::orm::postgresql
