/// Runs recorded cases against this framework: conformance [--quiet] [--only TEXT] [--known FILE] FOLDER-OR-FILE…
///
/// Cases named in the file of what is known, one a line with the reason behind, differ: they must, and count as skipped.
/// Prints a line for each case that fails, a table by feature and, as the last line, "N passed, N failed, N skipped". The exit status
/// is 1 when a case failed, 2 when there are none to run.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "case.hpp"
#include "operation.hpp"
#include "report.hpp"

namespace {

using namespace portico::conformance;

struct CommandLine {
    std::vector<std::filesystem::path> files;
    std::string only;
    std::string known;
    bool quiet = false;
};

void add_files(std::vector<std::filesystem::path>& files, const std::filesystem::path& place) {
    if (!std::filesystem::is_directory(place)) return files.push_back(place);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(place)) {
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
}

CommandLine parse(int argc, char** argv) {
    CommandLine arguments;
    for (int i = 1; i < argc; ++i) {
        std::string word = argv[i];
        if (word == "--quiet")
            arguments.quiet = true;
        else if (word == "--only" && i + 1 < argc)
            arguments.only = argv[++i];
        else if (word == "--known" && i + 1 < argc)
            arguments.known = argv[++i];
        else
            add_files(arguments.files, word);
    }
    std::sort(arguments.files.begin(), arguments.files.end());
    return arguments;
}

std::map<std::string, std::string> read_known(const std::string& path) {
    std::map<std::string, std::string> known;
    if (path.empty()) return known;
    std::ifstream stream(path);
    if (!stream) throw std::runtime_error("can't read " + path);
    for (std::string id, reason; stream >> id && std::getline(stream >> std::ws, reason);) known[id] = reason;
    return known;
}

const Json nameless{{"id", "a file"}};

/// A case that can't be read fails, and those behind it are run.
Outcome outcome_of(const Case& recorded, const Runners& runners) {
    std::string op = recorded.json->value("op", "");
    if (op.empty() && !recorded.find("templates")) return {Verdict::skipped, "a notation of its own"};
    auto runner = runners.find(op);
    if (runner == runners.end()) return {Verdict::failed, "the framework has no operation \"" + op + "\""};
    try {
        return runner->second(recorded);
    } catch (const std::exception& error) {
        return {Verdict::failed, std::string("the case can't be run: ") + error.what()};
    }
}

void run_file(const std::filesystem::path& path, const CommandLine& arguments, const Runners& runners,
              Report& report) {
    std::ifstream stream(path);
    if (!stream) throw std::runtime_error("can't read " + path.string());
    const Json file = Json::parse(stream, nullptr, false);
    if (file.is_discarded()) return report.add({path.stem().string(), &nameless, nullptr}, {Verdict::failed, path.string() + " is no JSON"});
    if (!file.is_object() || !file.contains("cases") || !file.at("cases").is_array()) return report.leave_out(path.string());
    const Json* route_tables = file.contains("route_tables") ? &file.at("route_tables") : nullptr;
    for (const auto& json : file.at("cases")) {
        Case recorded{file.value("feature", path.stem().string()), &json, route_tables};
        if (!arguments.only.empty() && recorded.id().find(arguments.only) == std::string::npos) continue;
        report.add(recorded, outcome_of(recorded, runners));
    }
}

Runners all_runners() {
    Operations operations;
    for (auto add : {add_text_operations, add_html_operations, add_date_operations, add_number_operations,
                     add_paginator_operations, add_url_operations, add_route_operations, add_request_operations,
                     add_response_operations, add_caching_operations, add_cookie_operations, add_field_operations,
                     add_form_operations, add_model_field_operations, add_validator_operations, add_csrf_operations,
                     add_password_operations, add_signing_operations, add_session_operations, add_mail_operations, add_feed_operations})
        add(operations);
    Runners runners;
    add_template_runner(runners);
    for (const auto& [name, operation] : operations)
        runners[name] = [operation](const Case& recorded) { return run_operation(recorded, operation); };
    return runners;
}

} // namespace

int main(int argc, char** argv) {
    try {
        CommandLine arguments = parse(argc, argv);
        if (arguments.files.empty())
            throw std::runtime_error("usage: conformance [--quiet] [--only TEXT] [--known FILE] FOLDER-OR-FILE…");
        Runners runners = all_runners();
        Report report(arguments.quiet, read_known(arguments.known));
        for (const auto& path : arguments.files) run_file(path, arguments, runners, report);
        report.print();
        return report.failed() ? 1 : 0;
    } catch (const std::exception& error) {
        std::cerr << "conformance: " << error.what() << "\n";
        return 2;
    }
}
