#pragma once
#include <optional>
#include <string>
#include <vector>

#include <portico/project/checks.hpp>

namespace portico {

/// What is for every command: these may stand anywhere before "--".
struct CommandLine {
    std::string program{};
    std::optional<std::string> profile{};    // --profile production
    std::optional<std::string> root{};       // --root /srv/blog
    std::optional<std::string> settings{};   // --settings FILE instead of settings.toml
    std::vector<std::string> assignments{};  // --set key=value
    std::vector<std::string> rest{};         // the command and its own arguments
};

CommandLine read_command_line(int argc, char** argv, CheckReport& report);

}  // namespace portico
