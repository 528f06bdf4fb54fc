/// A process of its own, spoken to by its input and output; killed when this goes.
#pragma once
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

extern char** environ;

namespace portico::test {

class PipedProcess {
public:
    /// `words`: its arguments, the program first. `variables` come in front of this process's own. Throws where it can't be started.
    explicit PipedProcess(std::vector<std::string> words, std::vector<std::string> variables = {}) {
        int in[2], out[2];
        if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
        for (char** one = environ; *one; ++one) variables.emplace_back(*one);
        const bool started = ::posix_spawn(&id_, words[0].c_str(), &actions, nullptr, pointers(words).data(), pointers(variables).data()) == 0;
        posix_spawn_file_actions_destroy(&actions);
        ::close(in[0]), ::close(out[1]);
        in_ = in[1], out_ = out[0];
        if (!started) throw std::runtime_error("no process");
    }
    ~PipedProcess() {
        ::close(in_), ::close(out_);
        if (id_ > 0) ::kill(id_, SIGKILL), ::waitpid(id_, nullptr, 0);
    }
    PipedProcess(const PipedProcess&) = delete;
    PipedProcess& operator=(const PipedProcess&) = delete;

    /// The next line without its end; nothing where there is none any more, or not within so many milliseconds (-1: however long).
    std::optional<std::string> line(int milliseconds = -1) {
        std::string text;
        for (char c = 0;; text += c) {
            pollfd ready{.fd = out_, .events = POLLIN, .revents = 0};
            if (::poll(&ready, 1, milliseconds) != 1 || ::read(out_, &c, 1) != 1) return std::nullopt;
            if (c == '\n') return text;
        }
    }
    bool write(const std::string& text) { return ::write(in_, text.data(), text.size()) == static_cast<ssize_t>(text.size()); }
    pid_t id() const { return id_; }
    void kill() { ::kill(id_, SIGKILL); }
    /// Its exit status; -1 where it was killed.
    int end() {
        int status = -1;
        ::waitpid(std::exchange(id_, 0), &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    static std::vector<char*> pointers(std::vector<std::string>& texts) {
        std::vector<char*> all;
        for (std::string& text : texts) all.push_back(text.data());
        all.push_back(nullptr);
        return all;
    }
    pid_t id_ = 0;
    int in_ = -1, out_ = -1;
};

}  // namespace portico::test
