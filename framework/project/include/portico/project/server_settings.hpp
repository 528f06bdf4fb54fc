#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <portico/base/describe.hpp>
#include <portico/http/limits.hpp>
#include <portico/http/server.hpp>

namespace portico {

/// The section [server] of settings.toml: what a request may bring and how long anything may take. 0 stands
/// for no limit of time.
struct ServerSettings {
    std::size_t body_limit = 2'621'440;  // bytes of a body held in memory and of a form's text; beyond: 413
    std::uint64_t upload_limit = 104'857'600;  // bytes of a form with files
    std::size_t field_limit = 1000;            // fields of a form or query string
    std::size_t file_limit = 100;              // files of a form
    std::size_t file_memory = 2'621'440;       // a larger uploaded file goes to the disk
    std::filesystem::path upload_folder{};     // … there; empty: the system's folder for temporary files
    std::size_t connections = 10'000;
    std::size_t requests = 4'000;  // in views at once; more get 503
    std::vector<std::string> proxy_protocol{};  // who sends PROXY headers: addresses, networks, "unix"
    std::size_t stack_size = 0;  // bytes of a request's stack; 0: the default of 256 KB
    Duration head_timeout = std::chrono::seconds(10);
    Duration body_timeout = std::chrono::seconds(30);
    std::size_t body_rate = 500;  // bytes a second
    Duration idle_timeout = std::chrono::seconds(60);
    Duration write_timeout = std::chrono::seconds(30);
    Duration request_timeout{};
    Duration drain_timeout = std::chrono::seconds(10);  // for requests under way when the program stops
    Duration drain_idle = std::chrono::seconds(1);      // then, for a kept connection to ask once more; in production

    static void describe(Describe<ServerSettings>& server);
    RequestLimits limits() const;
    ServerOptions options() const;
};

}  // namespace portico
