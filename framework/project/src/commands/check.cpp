#include <algorithm>
#include <ostream>

#include <portico/project/project.hpp>

#include "../builtin_commands.hpp"

namespace portico {

namespace {

enum class FailLevel { error, warning, info };

struct CheckArguments {
    bool deploy = false;
    bool database = false;
    FailLevel fail_level = FailLevel::error;

    static void describe(Describe<CheckArguments>& arguments) {
        arguments.field(&CheckArguments::deploy).help_text("also what a production site needs");
        arguments.field(&CheckArguments::database).help_text("also what can only be seen in the databases");
        arguments.field(&CheckArguments::fail_level)
            .help_text("the lowest level that makes the exit status 1");
    }
};

int run_checks(Project& project, const CheckArguments& arguments) {
    std::vector<CheckStage> stages;
    if (arguments.deploy) stages.push_back(CheckStage::deploy);
    if (arguments.database) stages.push_back(CheckStage::database);
    auto messages = project.check(stages);
    for (const CheckMessage& message : messages) project.err() << message.str() << "\n";
    CheckLevel least = arguments.fail_level == FailLevel::error     ? CheckLevel::error
                       : arguments.fail_level == FailLevel::warning ? CheckLevel::warning
                                                                    : CheckLevel::info;
    if (messages.empty())
        project.out() << "no problems found\n";
    else
        project.err() << messages.size() << (messages.size() == 1 ? " problem found\n" : " problems found\n");
    bool failed = std::any_of(messages.begin(), messages.end(),
                              [&](const CheckMessage& m) { return m.level >= least; });
    return failed ? 1 : 0;
}

}  // namespace

Command check_command() {
    return command<run_checks>("check", "Looks for problems in the whole program.").without_checks();
}

}  // namespace portico
