#include "socket.hpp"

#include <sys/socket.h>

#include <boost/asio/steady_timer.hpp>

#include <portico/fibers/private/loop_context.hpp>
#include <portico/fibers/private/use_fiber.hpp>

namespace portico::orm::postgresql {

namespace {

using boost::asio::posix::stream_descriptor;
using boost::system::error_code;

/// Several operations at once, on the stack of who waits: it leaves when the last of their handlers has run.
class Wait final : public fibers::Waiting {
public:
    Wait(stream_descriptor& descriptor, Socket::Ready wanted, Deadline deadline)
        : descriptor_(descriptor), fiber_(fibers::current()), timer_(descriptor.get_executor()) {
        fibers::check_cancelled();
        if (wanted.reading) begin(stream_descriptor::wait_read, ready_.reading);
        if (wanted.writing) begin(stream_descriptor::wait_write, ready_.writing);
        if (!deadline) return;
        ++left_;
        timer_.expires_at(*deadline);
        timer_.async_wait([this](error_code) { end(); });
    }

    Socket::Ready result() {
        fibers::detail::wait_until(any_, fiber_, *this);
        descriptor_.cancel();
        timer_.cancel();
        fibers::detail::Uninterruptible nothing;
        fibers::detail::wait_until(all_, fiber_, nothing);
        if (cancelled_) fibers::check_cancelled();
        return ready_;
    }

    void cancel() noexcept override {
        cancelled_ = any_ = true;
        if (fiber_) fibers::detail::wake_later(*fiber_);
    }

private:
    void begin(stream_descriptor::wait_type what, bool& ready) {
        ++left_;
        descriptor_.async_wait(what, [this, &ready](error_code error) {
            // An error is for libpq to meet, when it tries.
            ready = error != boost::asio::error::operation_aborted;
            end();
        });
    }
    void end() {
        any_ = true;
        all_ = --left_ == 0;
        if (fiber_) fibers::detail::wake_later(*fiber_);
    }

    stream_descriptor& descriptor_;
    fibers::Fiber* fiber_;
    boost::asio::steady_timer timer_;
    Socket::Ready ready_;
    int left_ = 0;
    bool any_ = false, all_ = false, cancelled_ = false;
};

}  // namespace

Socket::Socket(int descriptor) : descriptor_(fibers::detail::context(fibers::Loop::current()), descriptor) {}

Socket::~Socket() { descriptor_.release(); }  // libpq closes it

void Socket::wait_readable() {
    error_code error;  // libpq meets it when it reads
    descriptor_.async_wait(stream_descriptor::wait_read, fibers::use_fiber[error]);
}

Socket::Ready Socket::wait(Ready wanted, Deadline deadline) { return Wait(descriptor_, wanted, deadline).result(); }

void Socket::give_up() noexcept {
    error_code ignored;
    descriptor_.cancel(ignored);
}

bool Socket::has_news() const {
    char one = 0;
    auto& descriptor = const_cast<stream_descriptor&>(descriptor_);
    const auto received = ::recv(descriptor.native_handle(), &one, 1, MSG_PEEK | MSG_DONTWAIT);
    return received >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

}  // namespace portico::orm::postgresql
