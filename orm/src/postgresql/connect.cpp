/// How a connection comes to be.
#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>

#include <portico/fibers/fiber.hpp>
#include <portico/fibers/offload.hpp>
#include <portico/orm/errors.hpp>

#include "failure.hpp"
#include "handle.hpp"

namespace portico::orm::postgresql {

namespace {

constexpr int oldest_server = 120'000;

/// A host's name and its addresses, each list as libpq wants them beside one another: it would look the name up itself, and the
/// loop would stand still meanwhile. Empty for addresses, sockets in a folder, and names that nobody knows: libpq has words
/// for those.
struct Addresses {
    std::string hosts{}, addresses{};
};
Addresses addresses_of(const std::string& host) {
    if (host.empty() || host.front() == '/' || host.front() == '@' || host.find(',') != std::string::npos) return {};
    return fibers::offload([&] {
        Addresses all;
        addrinfo wanted{}, *found = nullptr;
        wanted.ai_flags = AI_NUMERICHOST;
        if (::getaddrinfo(host.c_str(), nullptr, &wanted, &found) == 0) return ::freeaddrinfo(found), all;
        wanted.ai_flags = AI_ADDRCONFIG;
        wanted.ai_socktype = SOCK_STREAM;
        if (::getaddrinfo(host.c_str(), nullptr, &wanted, &found) != 0) return all;
        for (addrinfo* one = found; one; one = one->ai_next) {
            char address[NI_MAXHOST] = {};
            if (::getnameinfo(one->ai_addr, one->ai_addrlen, address, sizeof address, nullptr, 0, NI_NUMERICHOST) != 0) continue;
            all.hosts += (all.hosts.empty() ? "" : ",") + host;
            all.addresses += (all.addresses.empty() ? "" : ",") + std::string(address);
        }
        ::freeaddrinfo(found);
        return all;
    });
}

std::string host_in(const std::string& url) {
    std::string host;
    std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse(url.c_str(), nullptr), &PQconninfoFree);
    for (auto* option = options.get(); option && option->keyword; ++option) {
        if (std::strcmp(option->keyword, "hostaddr") == 0 && option->val && *option->val) return {};
        if (std::strcmp(option->keyword, "host") == 0 && option->val) host = option->val;
    }
    return host;
}

}  // namespace

void Handle::connect() {
    const Deadline until = std::chrono::steady_clock::now() + location_.timeout;
    const Addresses known = addresses_of(host_in(location_.url));
    // What stands before the URL is a default that it may change: a server that is unplugged is noticed within a minute.
    const char* keywords[] = {"keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", "dbname",
                              "fallback_application_name", "client_encoding", known.hosts.empty() ? nullptr : "host", "hostaddr", nullptr};
    const char* values[] = {"30", "10", "3", "30000", location_.url.c_str(), "portico", "UTF8", known.hosts.c_str(), known.addresses.c_str(), nullptr};
    connection_ = PQconnectStartParams(keywords, values, 1);
    if (!connection_ || PQstatus(connection_) == CONNECTION_BAD) fail_to_connect(connection_, location_);
    PQsetErrorVerbosity(connection_, PQERRORS_VERBOSE);  // which is how the server's code for a refusal is learnt
    auto status = PGRES_POLLING_WRITING;
    while (status != PGRES_POLLING_OK) status = poll(status, until);
    PQsetErrorVerbosity(connection_, PQERRORS_DEFAULT);
    PQsetNoticeReceiver(connection_, &Handle::on_notice, this);
    socket_.emplace(PQsocket(connection_));
}

PostgresPollingStatusType Handle::poll(PostgresPollingStatusType status, Deadline deadline) {
    if (status == PGRES_POLLING_FAILED) fail_to_connect(connection_, location_);
    Socket socket(PQsocket(connection_));  // another one when the next address is tried
    const bool reading = status == PGRES_POLLING_READING;
    if (!socket.wait({.reading = reading, .writing = !reading}, deadline).any())
        throw ConnectionLost("can't connect to " + location_.name + ": no answer within " +
                                 std::to_string(location_.timeout.count() / 1000) + " ms",
                             "do host and port in database.url name the server, and does a firewall let it answer?");
    return PQconnectPoll(connection_);
}

void Handle::configure() {
    if (PQserverVersion(connection_) < oldest_server)
        throw OperationalError("the server " + location_.name + " is older than PostgreSQL 12", "upgrade it");
    if (PQsetnonblocking(connection_, 1) != 0) lost();
    const auto milliseconds = std::to_string(std::max<std::int64_t>(location_.timeout.count() / 1000, 1));
    simple_query("SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'iso_8601'; SET bytea_output = 'hex'; "
                 "SET standard_conforming_strings = on; SET lock_timeout = " + milliseconds,
                 std::chrono::steady_clock::now() + location_.timeout);
    if (PQenterPipelineMode(connection_) == 0) lost();
}

}  // namespace portico::orm::postgresql
