// From the command line to a command's exit status.
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ostream>

#include <portico/base/log.hpp>
#include <portico/project/hooks.hpp>
#include <portico/project/project.hpp>

#include "command_parser.hpp"
#include "project_state.hpp"

namespace portico {

namespace {

constexpr int failed = 1;
constexpr int misused = 2;

const Command* find_command(const std::vector<Contributed<Command>>& commands, std::string_view name) {
    const Command* found = nullptr;  // the last: an app may replace one of those before it
    for (const auto& [app, command] : commands)
        if (command.name == name) found = &command;
    return found;
}

bool asks_for_help(const std::vector<std::string>& words) {
    auto end = std::find(words.begin(), words.end(), "--");
    return std::any_of(words.begin(), end,
                       [](const std::string& word) { return word == "--help" || word == "-h"; });
}

void print(std::ostream& err, const std::string& what, const std::string& hint) {
    err << "error: " << what << "\n";
    if (!hint.empty()) err << "    hint: " << hint << "\n";
}

/// As the app that knows more of it tells it.
std::optional<Error> explained(Project& project, const std::exception& error) {
    for (const auto& [app, explanation] : project.contributions<Explanation>())
        if (auto told = explanation.of(project, error)) return told;
    return std::nullopt;
}

int unknown_command(std::ostream& err, const std::vector<Contributed<Command>>& commands,
                    const std::string& name) {
    std::vector<std::string> names;
    for (const auto& [app, command] : commands) names.push_back(command.name);
    std::string hint = did_you_mean(name, names);
    print(err, "there is no command \"" + name + "\"", hint.empty() ? "see help" : hint);
    return misused;
}

/// The status of a command whose output may not have got where it should.
int written(std::ostream& out, int status) {
    if (out.flush()) return status;
    // What failed in the midst of it has left no reason behind: the next character has the same.
    out.clear();
    errno = 0;
    out.put('\n').flush();
    const int reason = errno;
    out.setstate(std::ios::badbit);
    if (reason == EPIPE) return status;  // "| head" has seen enough
    throw Error(std::string("can't write the output") + (reason ? std::string(": ") + std::strerror(reason) : std::string()),
                "what has been written is not all of it");
}

}  // namespace

StartError::StartError(std::vector<CheckMessage> messages)
    : Error([&] {
          std::string text = "the project can't start:";
          for (const CheckMessage& message : messages)
              if (message.level == CheckLevel::error) text += "\n" + message.str();
          return text;
      }()),
      messages_(std::move(messages)) {}

int Project::run() { return run(state_->command_line.rest); }

int Project::run(const std::vector<std::string>& arguments) {
    try {
        return dispatch(arguments);
    } catch (const StartError& error) {
        std::size_t errors = 0;
        for (const CheckMessage& message : error.messages()) {
            if (message.level != CheckLevel::error) continue;
            err() << message.str() << "\n";
            ++errors;
        }
        err() << errors << (errors == 1 ? " error" : " errors") << ": not started\n";
        return failed;
    } catch (const CommandLineError& error) {
        print(err(), error.what(), error.hint());
        return misused;
    } catch (const Error& error) {
        const Error told = explained(*this, error).value_or(error);
        print(err(), told.what(), told.hint());
        return failed;
    } catch (const std::exception& error) {
        print(err(), error.what(), {});
        return failed;
    }
}

int Project::dispatch(const std::vector<std::string>& arguments) {
    complete();
    std::vector<std::string> words = arguments;
    if (words.empty() || words[0] == "--help" || words[0] == "-h") words = {"help"};
    if (words[0] == "--version") words[0] = "version";
    auto commands = contributions<Command>();
    const Command* command = find_command(commands, words[0]);
    if (!command) return unknown_command(err(), commands, words[0]);
    words.erase(words.begin());
    if (asks_for_help(words)) {
        out() << command_help(*command, program());
        return written(out(), 0);
    }
    auto parsed = parse_arguments(*command, program(), words);
    if (command->needs_checks) start();
    Scope current(*this);
    const int status = command->run(*this, parsed.get());
    return written(out(), status);
}

}  // namespace portico
