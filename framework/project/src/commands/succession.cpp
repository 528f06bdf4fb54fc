#include "succession.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <portico/base/log.hpp>
#include <portico/base/text.hpp>
#include <portico/http/server.hpp>

extern char** environ;

namespace portico {

namespace {

constexpr const char* sockets_variable = "RUNSERVER_SOCKETS";  // "5,6"
constexpr const char* ready_variable = "RUNSERVER_READY";      // a pipe that gets one byte
constexpr int first_of_systemd = 3;
constexpr int patience = 200;  // milliseconds between two looks at whether the server ends meanwhile

int number_in(const char* variable) {
    const char* text = std::getenv(variable);
    int number = -1;
    if (text) std::from_chars(text, text + std::strlen(text), number);
    return number;
}

/// sd_notify's protocol: a datagram to a Unix socket, abstract where its name begins with "@".
void notify(const std::string& message) {
    const char* name = std::getenv("NOTIFY_SOCKET");
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (!name || std::strlen(name) >= sizeof address.sun_path) return;
    std::memcpy(address.sun_path, name, std::strlen(name));
    if (address.sun_path[0] == '@') address.sun_path[0] = '\0';
    int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + std::strlen(name));
    if (::sendto(socket, message.data(), message.size(), MSG_NOSIGNAL, reinterpret_cast<sockaddr*>(&address), size) < 0)
        log::server.warning(std::string("systemd can't be told \"") + message + "\": " + std::strerror(errno));
    ::close(socket);
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (std::string& text : texts) all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

/// This process's variables, with what the new one needs in place of what this one got.
std::vector<std::string> environment_for(const std::string& sockets, int ready) {
    std::vector<std::string> variables{std::string(sockets_variable) + "=" + sockets, std::string(ready_variable) + "=" + std::to_string(ready)};
    for (char** one = environ; *one; ++one)
        if (std::string_view name(*one); !name.starts_with("LISTEN_") && !name.starts_with("RUNSERVER_")) variables.emplace_back(name);
    return variables;
}

}  // namespace

std::vector<int> inherited_sockets() {
    std::vector<int> sockets;
    if (number_in("LISTEN_PID") == ::getpid()) {
        for (int i = 0; i < number_in("LISTEN_FDS"); ++i) sockets.push_back(first_of_systemd + i);
    } else if (const char* list = std::getenv(sockets_variable)) {
        for (auto one : text::split(list, ',')) sockets.push_back(std::stoi(std::string(one)));
    }
    for (const char* variable : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES", sockets_variable}) ::unsetenv(variable);
    return sockets;
}

void tell_ready() {
    notify("READY=1");
    int ready = number_in(ready_variable);
    ::unsetenv(ready_variable);
    if (ready < 0) return;
    if (::write(ready, "1", 1) != 1) log::server.warning("the program before this one has gone already");
    ::close(ready);
}

Succession::Succession() {
    std::error_code none;
    file_ = std::filesystem::read_symlink("/proc/self/exe", none).string();
    std::ifstream in("/proc/self/cmdline", std::ios::binary);
    for (std::string word; std::getline(in, word, '\0');) words_.push_back(word);
}

Succession::~Succession() {
    ending_ = true;
    if (waiter_.joinable()) waiter_.join();
}

void Succession::begin(Server& server) {
    if (starting_.exchange(true)) return log::server.info("a new program is starting already");
    if (waiter_.joinable()) waiter_.join();
    int ready[2];
    if (::pipe2(ready, O_CLOEXEC) != 0) {
        starting_ = false;
        return log::server.error(std::string("no pipe for a new program: ") + std::strerror(errno));
    }
    // A descriptor that is duplicated to itself is open in the new program.
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ready[1], ready[1]);
    std::string sockets;
    for (int socket : server.sockets()) {
        posix_spawn_file_actions_adddup2(&actions, socket, socket);
        sockets += (sockets.empty() ? "" : ",") + std::to_string(socket);
    }
    auto variables = environment_for(sockets, ready[1]);
    pid_t process = 0;
    const int error = ::posix_spawn(&process, file_.c_str(), &actions, nullptr, pointers(words_).data(), pointers(variables).data());
    posix_spawn_file_actions_destroy(&actions);
    ::close(ready[1]);
    if (error != 0) {
        ::close(ready[0]);
        starting_ = false;
        return log::server.error("\"" + file_ + "\" can't be started: " + std::strerror(error) + "; this program goes on");
    }
    log::server.info("process " + std::to_string(process) + " is to take over");
    waiter_ = std::thread([this, process, end = ready[0], &server] { wait_for(process, end, server); });
}

void Succession::wait_for(int process, int ready, Server& server) {
    pollfd events{ready, POLLIN, 0};
    while (::poll(&events, 1, patience) == 0 && !ending_) {}
    char said = 0;
    if (events.revents && ::read(ready, &said, 1) == 1) {
        log::server.info("process " + std::to_string(process) + " serves; this one answers what it has, and ends");
        notify("MAINPID=" + std::to_string(process));
        server.retire();
    } else if (!ending_) {
        int status = 0;
        ::waitpid(process, &status, 0);
        log::server.error("process " + std::to_string(process) + " did not start; this program goes on");
        starting_ = false;
    }
    ::close(ready);
}

}  // namespace portico
