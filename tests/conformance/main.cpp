/// Runs recorded cases against this framework: conformance [--quiet] [--only TEXT] [--known FILE] [--missing FILE] FOLDER-OR-FILE…
///
/// Cases named in the first file, one a line with the reason behind, are known to differ: they must, and count as skipped. Those in the
/// second, with what they need, count as failed, but the exit status is 0 as long as they and no others fail.
/// Prints a line for each case that fails, a table by feature and, as the last line, "N passed, N failed, N
/// skipped". The exit status is 1 when a case failed that is not in the second file, 2 when the cases can't be read.
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
    std::string missing;
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
        else if (word == "--missing" && i + 1 < argc)
            arguments.missing = argv[++i];
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

void run_file(const std::filesystem::path& path, const CommandLine& arguments, const Runners& runners,
              Report& report) {
    std::ifstream stream(path);
    if (!stream) throw std::runtime_error("can't read " + path.string());
    const Json file = Json::parse(stream);
    const Json* route_tables = file.contains("route_tables") ? &file.at("route_tables") : nullptr;
    for (const auto& json : file.at("cases")) {
        Case recorded{file.at("feature"), &json, route_tables};
        if (!arguments.only.empty() && recorded.id().find(arguments.only) == std::string::npos) continue;
        std::string op = json.value("op", "");
        auto runner = runners.find(op);
        if (runner == runners.end())
            report.add(recorded, {Verdict::failed, "the framework has no operation \"" + op + "\""});
        else
            report.add(recorded, runner->second(recorded));
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
            throw std::runtime_error("usage: conformance [--quiet] [--only TEXT] [--known FILE] [--missing FILE] FOLDER-OR-FILE…");
        Runners runners = all_runners();
        Report report(arguments.quiet, read_known(arguments.known), read_known(arguments.missing));
        for (const auto& path : arguments.files) run_file(path, arguments, runners, report);
        report.print();
        return report.as_expected() ? 0 : 1;
    } catch (const std::exception& error) {
        std::cerr << "conformance: " << error.what() << "\n";
        return 2;
    }
}
