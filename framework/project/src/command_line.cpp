#include "command_line.hpp"

#include <filesystem>
#include <string_view>

namespace portico {

CommandLine read_command_line(int argc, char** argv, CheckReport& report) {
    CommandLine line;
    if (argc > 0) line.program = std::filesystem::path(argv[0]).filename().string();
    bool options = true;
    for (int i = 1; i < argc; ++i) {
        std::string_view argument = argv[i];
        if (argument == "--") options = false;
        std::size_t equals = argument.find('=');
        std::string_view name = argument.substr(0, equals);
        bool known = name == "--profile" || name == "--root" || name == "--settings" || name == "--set";
        if (!options || !known) {
            line.rest.emplace_back(argument);
            continue;
        }
        if (equals == argument.npos && i + 1 == argc) {
            report.error("settings.E004", std::string(name), "a value is missing behind it",
                         "write " + std::string(name) + (name == "--set" ? " key=value" : " VALUE"));
            continue;
        }
        std::string value(equals == argument.npos ? std::string_view(argv[++i])
                                                  : argument.substr(equals + 1));
        if (name == "--profile")
            line.profile = value;
        else if (name == "--root")
            line.root = value;
        else if (name == "--settings")
            line.settings = value;
        else
            line.assignments.push_back(value);
    }
    return line;
}

}  // namespace portico
