#include <algorithm>
#include <map>
#include <ostream>

#include <portico/project/project.hpp>
#include <portico/project/version.hpp>

#include "../builtin_commands.hpp"
#include "../command_parser.hpp"

namespace portico {

namespace {

struct HelpArguments {
    Argument<std::optional<std::string>> command{};

    static void describe(Describe<HelpArguments>& arguments) {
        arguments.field(&HelpArguments::command).help_text("the command to explain");
    }
};

void list_commands(Project& project) {
    std::ostream& out = project.out();
    std::map<std::string, std::vector<const Command*>> by_app;
    std::size_t width = 0;
    for (const auto& [app, command] : project.contributions<Command>()) {
        by_app[app.label].push_back(&command);
        width = std::max(width, command.name.size());
    }
    out << "usage: " << project.program() << " COMMAND [arguments]\n"
        << "       " << project.program() << " help COMMAND\n";
    for (auto& [label, commands] : by_app) {
        std::sort(commands.begin(), commands.end(), [](auto* a, auto* b) { return a->name < b->name; });
        out << "\n" << label << "\n";
        for (const Command* command : commands)
            out << "  " << command->name << std::string(width + 2 - command->name.size(), ' ')
                << command->help << "\n";
    }
    out << "\nfor every command: --profile development|test|production, --root FOLDER, --settings FILE, "
           "--set KEY=VALUE\n";
}

int help(Project& project, const HelpArguments& arguments) {
    if (!arguments.command.value) return list_commands(project), 0;
    std::vector<std::string> names;
    for (const auto& [app, command] : project.contributions<Command>()) {
        if (command.name == *arguments.command.value) {
            project.out() << command_help(command, project.program());
            return 0;
        }
        names.push_back(command.name);
    }
    throw CommandLineError("there is no command \"" + *arguments.command.value + "\"",
                           did_you_mean(*arguments.command.value, names));
}

int print_version(Project& project) {
    project.out() << "Portico " << portico::version << "\n";
    return 0;
}

}  // namespace

Command help_command() {
    return command<help>("help", "Lists the commands, or explains one.").without_checks();
}
Command version_command() {
    return command<print_version>("version", "Shows Portico's version.").without_checks();
}

}  // namespace portico
