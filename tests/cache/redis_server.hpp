/// A Redis server of one's own, with a password: on a socket in a temporary folder and a port of 127.0.0.1.
#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "../orm/database_fixture.hpp"
#include "../testing/piped_process.hpp"

namespace shop {

class RedisServer {
public:
    static constexpr const char* program = "/usr/bin/redis-server";
    static bool is_installed() { return std::filesystem::exists(program); }

    RedisServer() { start(); }

    std::string socket_url() const { return "unix:" + socket().string(); }
    std::string url(const std::string& password = "sesame") const { return "redis://:" + password + "@127.0.0.1:" + std::to_string(port_) + "/2"; }
    void stop() { process_.reset(); }
    void start() {
        process_ = std::make_unique<portico::test::PipedProcess>(std::vector<std::string>{program, "--port", std::to_string(port_), "--bind", "127.0.0.1", "--unixsocket",
                                                                                          socket(), "--save", "", "--appendonly", "no", "--dir", folder_.path(),
                                                                                          "--requirepass", "sesame"});
        while (auto line = process_->line(20'000))
            if (line->find("connections at " + socket().string()) != line->npos) return;
        throw std::runtime_error("the Redis server does not start");
    }

private:
    static int free_port() {
        const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in place{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
        socklen_t size = sizeof place;
        const bool bound = ::bind(probe, reinterpret_cast<sockaddr*>(&place), size) == 0 && ::getsockname(probe, reinterpret_cast<sockaddr*>(&place), &size) == 0;
        ::close(probe);
        if (!bound) throw std::runtime_error("there is no free port");
        return ntohs(place.sin_port);
    }
    std::filesystem::path socket() const { return folder_.path() / "redis.sock"; }

    portico::orm::test::Folder folder_;
    int port_ = free_port();
    std::unique_ptr<portico::test::PipedProcess> process_{};
};

}  // namespace shop
