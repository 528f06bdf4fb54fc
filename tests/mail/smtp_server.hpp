/// A real SMTP server, a process of its own: smtp_server.py.
#pragma once
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <portico/base/json.hpp>
#include <portico/base/value.hpp>

extern char** environ;

namespace mail_tests {

class SmtpServer {
public:
    explicit SmtpServer(std::vector<std::string> options = {}) {
        std::string pattern = (std::filesystem::temp_directory_path() / "portico-smtp-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
        int in[2], out[2];
        if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
        std::vector<std::string> words{PORTICO_SMTP_SERVER, folder_.string()};
        words.insert(words.end(), options.begin(), options.end());
        std::vector<char*> arguments;
        for (std::string& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        const bool started = ::posix_spawn(&id_, PORTICO_SMTP_SERVER, &actions, nullptr, arguments.data(), environ) == 0;
        posix_spawn_file_actions_destroy(&actions);
        ::close(in[0]), ::close(out[1]);
        in_ = in[1], out_ = out[0];
        if (!started) throw std::runtime_error("no process");
        port_ = std::stoi(line());
    }
    ~SmtpServer() {
        ::close(in_), ::close(out_);
        ::kill(id_, SIGKILL), ::waitpid(id_, nullptr, 0);
        std::filesystem::remove_all(folder_);
    }
    SmtpServer(const SmtpServer&) = delete;
    SmtpServer& operator=(const SmtpServer&) = delete;

    int port() const { return port_; }
    std::string certificate() const { return (folder_ / "server.crt").string(); }
    /// The next message that it took.
    portico::Map next() { return *portico::parse_json(line()).as_map(); }

private:
    /// Throws after twenty seconds without one.
    std::string line() {
        std::string text;
        for (char c = 0; c != '\n';) {
            pollfd ready{.fd = out_, .events = POLLIN, .revents = 0};
            if (::poll(&ready, 1, 20'000) != 1 || ::read(out_, &c, 1) != 1) throw std::runtime_error("the mail server says nothing");
            if (c != '\n') text += c;
        }
        return text;
    }
    std::filesystem::path folder_{};
    pid_t id_ = 0;
    int in_ = -1, out_ = -1, port_ = 0;
};

}  // namespace mail_tests
