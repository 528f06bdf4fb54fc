#include "output.hpp"

#include <algorithm>
#include <cerrno>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "connection.hpp"

namespace portico::http {
namespace {

constexpr std::size_t kept_capacity = 64 * 1024;

bool should_wait(int error) noexcept { return error == EAGAIN || error == EWOULDBLOCK; }

}  // namespace

void Output::done() noexcept {
    sent_ = 0;
    if (text_.capacity() > kept_capacity) {
        text_ = std::string();
    } else {
        text_.clear();
    }
}

/// False when the socket takes nothing more now. Drops everything when the client is gone.
bool Output::send_some(std::string_view& rest) {
    iovec parts[2] = {{text_.data() + sent_, pending()}, {const_cast<char*>(rest.data()), rest.size()}};
    msghdr message{};
    message.msg_iov = pending() ? parts : parts + 1;
    message.msg_iovlen = (pending() ? 1u : 0u) + (rest.empty() ? 0u : 1u);
    ssize_t sent = ::sendmsg(connection_.socket().native_handle(), &message, MSG_NOSIGNAL);
    if (sent < 0) {
        if (errno == EINTR) return true;
        if (should_wait(errno)) return false;
        rest = {};
        done();
        connection_.lose();
        return true;
    }
    connection_.was_sent();
    auto from_text = std::min(static_cast<std::size_t>(sent), pending());
    sent_ += from_text;
    rest.remove_prefix(static_cast<std::size_t>(sent) - from_text);
    return true;
}

void Output::flush(std::string_view rest) {
    while (!connection_.lost() && (pending() > 0 || !rest.empty()))
        if (!send_some(rest)) connection_.wait_writable();
    done();
}

void Output::try_flush() {
    std::string_view nothing;
    while (!connection_.lost() && pending() > 0 && send_some(nothing)) {}
    if (pending() == 0) done();
}

void Output::send_file(int file, std::uint64_t offset, std::uint64_t size) {
    flush();
    auto at = static_cast<off_t>(offset);
    while (size > 0 && !connection_.lost()) {
        constexpr std::uint64_t most = 1024 * 1024;  // so that a fast reader of a large file does not keep the loop
        ssize_t sent = ::sendfile(connection_.socket().native_handle(), file, &at, std::min(size, most));
        if (sent > 0) {
            connection_.was_sent();
            size -= static_cast<std::uint64_t>(sent);
            if (size > 0) connection_.pause();
        } else if (sent < 0 && should_wait(errno)) {
            connection_.wait_writable();
        } else if (sent == 0 || errno != EINTR) {
            connection_.lose();  // the file became shorter than its announced length, or the client left
        }
    }
}

}  // namespace portico::http
