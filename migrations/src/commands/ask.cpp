#include "ask.hpp"

#include <unistd.h>

#include <iostream>

#include <portico/base/text.hpp>

namespace portico::migrations {

bool is_interactive() { return isatty(STDIN_FILENO) == 1; }

std::string ask(std::ostream& out, const std::string& question) {
    out << question << std::flush;
    std::string line;
    std::getline(std::cin, line);
    return std::string(text::trim(line));
}

}  // namespace portico::migrations
