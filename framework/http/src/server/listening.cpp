#include "listening.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>

#include <portico/base/error.hpp>
#include <portico/base/log.hpp>

namespace portico::http {
namespace {

using boost::asio::ip::tcp;

constexpr int backlog = 4096;
constexpr std::string_view unix_scheme = "unix:";

[[noreturn]] void refuse(const std::string& where, int error) {
    std::string hint;
    if (error == EADDRINUSE) hint = "another program listens there: stop it, or choose another port";
    if (error == EACCES) hint = "ports below 1024 need a privilege (CAP_NET_BIND_SERVICE): choose another port";
    if (error == EADDRNOTAVAIL) hint = "this machine has no such address; 0.0.0.0 listens on all";
    throw Error("can't listen on " + where + ": " + std::strerror(error), hint);
}

[[noreturn]] void refuse(const tcp::endpoint& where, int error) {
    refuse(where.address().to_string() + " port " + std::to_string(where.port()), error);
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
    if (socket.get() < 0) refuse(where, errno);
    int yes = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (shared) ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
    if (::bind(socket.get(), where.data(), static_cast<socklen_t>(where.size())) != 0) refuse(where, errno);
    if (::listen(socket.get(), backlog) != 0) refuse(where, errno);
    return socket;
}

ListeningSocket another(int handle) {
    int copy = ::fcntl(handle, F_DUPFD_CLOEXEC, 0);
    if (copy < 0) throw Error(std::string("can't share a listening socket: ") + std::strerror(errno));
    return ListeningSocket(copy);
}

struct Bound {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
};

Bound bound_of(int handle) {
    Bound bound;
    ::getsockname(handle, reinterpret_cast<sockaddr*>(&bound.address), &bound.size);
    return bound;
}

tcp::endpoint endpoint_of(int handle) {
    Bound bound = bound_of(handle);
    tcp::endpoint where;
    if (bound.size > where.capacity()) return where;
    std::memcpy(where.data(), &bound.address, bound.size);
    where.resize(bound.size);
    return where;
}

void describe(Listening& listening) {
    const int handle = listening.sockets.front().get();
    Bound bound = bound_of(handle);
    if (bound.address.ss_family == AF_UNIX) {
        const auto& address = reinterpret_cast<const sockaddr_un&>(bound.address);
        listening.unix_path = bound.size > sizeof(sa_family_t) ? address.sun_path : "";
        listening.url = std::string(unix_scheme) + listening.unix_path;
        return;
    }
    auto where = endpoint_of(handle);
    std::string host = where.address().to_string();
    listening.port = where.port();
    listening.url = "http://" + (where.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(where.port());
}

/// A socket file that nobody listens on is left from a program that was killed.
void remove_stale(const std::string& path, const sockaddr_un& address) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0 || !S_ISSOCK(status.st_mode)) return;
    ListeningSocket probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 && errno == ECONNREFUSED)
        ::unlink(path.c_str());
}

ListeningSocket listen_at(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof address.sun_path)
        throw Error("can't listen on \"unix:" + path + "\"",
                    "the path of a socket has at least 1 and at most " + std::to_string(sizeof address.sun_path - 1) + " bytes");
    path.copy(address.sun_path, path.size());
    remove_stale(path, address);
    ListeningSocket socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (socket.get() < 0 || ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        const int error = errno;
        throw Error("can't listen on \"" + path + "\": " + std::strerror(error),
                    error == EADDRINUSE ? "another program listens there, or something else has that name" : "the folder must exist and let this user write");
    }
    ::chmod(path.c_str(), 0666);  // who may connect, the folder says
    if (::listen(socket.get(), backlog) != 0) refuse(path, errno);
    return socket;
}

void take_over(Listening& listening, ServerOptions& options) {
    for (int handle : options.sockets) {
        int listens = 0;
        socklen_t size = sizeof listens;
        if (::getsockopt(handle, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0 || !listens)
            throw Error("descriptor " + std::to_string(handle) + " is no listening socket",
                        "LISTEN_FDS and RUNSERVER_SOCKETS are set by systemd and by the program that is replaced");
        ::fcntl(handle, F_SETFD, FD_CLOEXEC);
        listening.sockets.emplace_back(handle);
    }
    if (options.loops < listening.sockets.size()) {
        log::server.info(std::to_string(listening.sockets.size()) + " event loops: one for each socket that was handed over");
        options.loops = static_cast<unsigned>(listening.sockets.size());
    }
}

}  // namespace

ListeningSocket::~ListeningSocket() {
    if (handle_ >= 0) ::close(handle_);
}

Listening listen(ServerOptions& options) {
    Listening listening;
    if (!options.sockets.empty()) {
        take_over(listening, options);
    } else if (options.host.starts_with(unix_scheme)) {
        listening.sockets.push_back(listen_at(options.host.substr(unix_scheme.size())));
    } else {
        auto where = resolve(options);
        const bool shared = options.loops > 1;
        // SO_REUSEPORT would let a second server take part of the first one's connections unnoticed.
        if (shared && where.port() != 0) listen_on(where, false);
        for (unsigned i = 0; i < options.loops; ++i) {
            listening.sockets.push_back(listen_on(where, shared));
            where = endpoint_of(listening.sockets.back().get());
        }
    }
    for (std::size_t i = 0; listening.sockets.size() < options.loops; ++i) listening.sockets.push_back(another(listening.sockets[i].get()));
    describe(listening);
    return listening;
}

std::string address_of(const void* address, std::size_t size) {
    const auto* generic = static_cast<const sockaddr*>(address);
    if (size < sizeof(sockaddr_in) || (generic->sa_family != AF_INET && generic->sa_family != AF_INET6)) return {};
    char text[NI_MAXHOST];
    if (::getnameinfo(generic, static_cast<socklen_t>(size), text, sizeof text, nullptr, 0, NI_NUMERICHOST) != 0) return {};
    return text;
}

}  // namespace portico::http
