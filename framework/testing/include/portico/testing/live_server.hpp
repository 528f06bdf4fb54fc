#pragma once
#include <cstdint>
#include <memory>
#include <string>

namespace portico {

class Project;

/// The project on a real socket, on a thread of its own, at a free port of 127.0.0.1, while it lives.
///
///     LiveServer server(project);
///     browse(server.url() + "/posts/");
///
/// Its requests do not see what a test case's transaction wrote: commit what they need.
class LiveServer {
public:
    explicit LiveServer(Project& project, unsigned threads = 1);
    ~LiveServer();
    LiveServer(const LiveServer&) = delete;
    LiveServer& operator=(const LiveServer&) = delete;

    std::uint16_t port() const;
    /// "http://127.0.0.1:43210".
    std::string url() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace portico
