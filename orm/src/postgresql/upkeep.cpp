/// How a connection stays usable: after a cancelled statement, and after a rest.
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>

#include <portico/fibers/fiber.hpp>
#include <portico/fibers/offload.hpp>

#include "bind.hpp"
#include "handle.hpp"
#include "no_answer.hpp"

namespace portico::orm::postgresql {

namespace {

constexpr std::chrono::seconds time_to_cancel{10};
constexpr std::chrono::milliseconds time_to_cancel_again{100};
constexpr std::chrono::seconds time_to_say_hello{1};

/// Where a connection leads; nothing for what can't be told.
std::optional<std::pair<sockaddr_storage, socklen_t>> address_of(PGconn* connection) {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    if (::getpeername(PQsocket(connection), reinterpret_cast<sockaddr*>(&address), &length) != 0) return std::nullopt;
    const std::string folder = PQhost(connection);
    if (address.ss_family == AF_UNIX && folder.starts_with('/')) {  // the server may know its folder by another name
        auto& local = reinterpret_cast<sockaddr_un&>(address);
        const std::string path = folder + "/.s.PGSQL." + PQport(connection);
        if (path.size() >= sizeof local.sun_path) return std::nullopt;
        std::memcpy(local.sun_path, path.c_str(), path.size() + 1);
        length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + 1);
    }
    return std::pair(address, length);
}

}  // namespace

/// Has the server stop what it does, and reads what it still sends. Closes the connection where that doesn't work.
void Handle::abandon() noexcept {
    fibers::NoCancel no_cancel;
    too_long_ = false;
    silence_.end();
    const auto until = std::chrono::steady_clock::now() + time_to_cancel;
    try {
        // The server may not have begun yet when it is asked to stop, and ignores that then: it is asked again.
        while (connection_ && std::chrono::steady_clock::now() < until) {
            if (!ask_to_stop()) break;
            if (drain(std::chrono::steady_clock::now() + time_to_cancel_again)) return;
        }
    } catch (...) {
        // Closed, as below.
    }
    close();
}

/// A server that hangs takes connections, by its system, and says nothing; libpq would wait for it for ever. It is asked something that a
/// server answers with one byte before anything else: whether it has TLS.
bool Handle::server_answers() {
    const auto address = address_of(connection_);
    if (!address) return true;
    struct Descriptor {
        int number;
        ~Descriptor() { ::close(number); }
    } asking{::socket(address->first.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (asking.number < 0) return false;
    const auto until = std::chrono::steady_clock::now() + time_to_say_hello;
    Socket socket(asking.number);
    if (::connect(asking.number, reinterpret_cast<const sockaddr*>(&address->first), address->second) != 0 &&
        (errno != EINPROGRESS || !socket.wait({.writing = true}, until).any()))
        return false;
    constexpr char question[] = {0, 0, 0, 8, 4, '\xd2', 22, '\x2f'};
    if (::send(asking.number, question, sizeof question, MSG_NOSIGNAL) != sizeof question) return false;
    char answer = 0;
    return socket.wait({.reading = true}, until).any() && ::recv(asking.number, &answer, 1, 0) == 1;
}

bool Handle::ask_to_stop() {
    if (!server_answers()) return false;
    std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> cancel(PQgetCancel(connection_), &PQfreeCancel);
    return cancel && fibers::offload([&] {  // libpq connects a second time for it, and waits
        char problem[256];
        return PQcancel(cancel.get(), problem, sizeof problem) == 1;
    });
}

/// Reads and forgets all replies that are still to come; false when they have not come by then.
bool Handle::drain(Deadline deadline) {
    try {
        if (PQpipelineStatus(connection_) == PQ_PIPELINE_OFF) {
            while (next_result(deadline)) {}
            return true;
        }
        flush(deadline);
        Failed ignored;
        receive({}, ignored, deadline);
        return true;
    } catch (const NoAnswer&) {
        return false;
    }
}

void Handle::require_none_begun(const std::string& sql) {
    if (state() == State::idle) return;
    run({"ROLLBACK", {}});
    throw TransactionError("a transaction was begun by a statement", "use orm::atomic", sql);
}

bool Handle::is_usable() {
    if (state() != State::idle || !expected_.empty()) return false;
    if (socket_->has_news()) {
        PQconsumeInput(connection_);  // a notice, or the end
        while (PGnotify* notification = PQnotifies(connection_)) PQfreemem(notification);
        if (state() != State::idle || socket_->has_news()) return false;
    }
    if (std::chrono::steady_clock::now() - idle_since_ < location_.check_after) return true;
    try {
        const Statement question{"SELECT 1", {}};
        const Parameters none(question);
        send(question, none, 0);
        finish_sending();
        Failed failed;
        Answer answer;
        receive({&answer, 1}, failed, std::chrono::steady_clock::now() + location_.timeout);
        return !failed.result;
    } catch (const fibers::Cancelled&) {
        abandon();
        throw;
    } catch (const Error&) {
        return false;
    }
}

}  // namespace portico::orm::postgresql
