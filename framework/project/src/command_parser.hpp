#pragma once
#include <memory>
#include <string>
#include <vector>

#include <portico/project/commands.hpp>

namespace portico {

/// Thrown by `parse_arguments` for words that are no arguments of the command.
class CommandLineError : public Error {
public:
    using Error::Error;
};

/// The command's argument struct, filled; null where the command takes none. Throws CommandLineError.
std::shared_ptr<void> parse_arguments(const Command& command, const std::string& program,
                                      const std::vector<std::string>& words);

/// What `help NAME` and `NAME --help` print.
std::string command_help(const Command& command, const std::string& program);

}  // namespace portico
