#pragma once
#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace portico {

class Server;

/// Listening sockets that systemd (LISTEN_FDS) or the program before this one (RUNSERVER_SOCKETS) has left; none otherwise. Called once.
std::vector<int> inherited_sockets();

/// Tells systemd (NOTIFY_SOCKET) and the program before this one that this one serves.
void tell_ready();

/// Starts this program's file anew with the same arguments, hands its sockets over and, once the new one serves, lets `server` end. Where the
/// new one does not start, this one goes on.
class Succession {
public:
    Succession();
    ~Succession();
    Succession(const Succession&) = delete;
    Succession& operator=(const Succession&) = delete;

    /// Returns at once. A call while a new program is starting is left aside.
    void begin(Server& server);

private:
    void wait_for(int process, int ready, Server& server);

    std::string file_;                 // of the program, as it was when it began
    std::vector<std::string> words_;
    std::thread waiter_;
    std::atomic<bool> starting_ = false;
    std::atomic<bool> ending_ = false;
};

}  // namespace portico
