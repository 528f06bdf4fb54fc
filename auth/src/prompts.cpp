#include "prompts.hpp"

#include <termios.h>
#include <unistd.h>

#include <iostream>

namespace portico::auth {

namespace {

/// Switches the terminal's echo off while it lives.
class NoEcho {
public:
    NoEcho() : known_(tcgetattr(STDIN_FILENO, &before_) == 0) {
        if (!known_) return;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~NoEcho() {
        if (known_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }
    NoEcho(const NoEcho&) = delete;
    NoEcho& operator=(const NoEcho&) = delete;

private:
    termios before_{};
    bool known_;
};

}  // namespace

bool is_interactive() { return isatty(STDIN_FILENO) == 1; }

std::optional<std::string> ask(const std::string& question) {
    std::cout << question << std::flush;
    std::string line;
    if (!std::getline(std::cin, line)) return std::nullopt;
    return line;
}

std::optional<std::string> ask_secretly(const std::string& question) {
    std::optional<std::string> line;
    {
        NoEcho silent;
        line = ask(question);
    }
    std::cout << '\n';
    return line;
}

}  // namespace portico::auth
