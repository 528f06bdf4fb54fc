#include <charconv>
#include <ostream>
#include <thread>

#include <portico/base/log.hpp>
#include <portico/http/server.hpp>
#include <portico/project/project.hpp>
#include <portico/project/server_settings.hpp>
#include <portico/project/version.hpp>

#include "../builtin_commands.hpp"
#include "../settings_layer.hpp"
#include "succession.hpp"

namespace portico {

namespace {

struct RunserverArguments {
    Argument<std::optional<std::string>> address{};
    std::optional<std::string> host{};
    std::optional<std::uint16_t> port{};
    std::optional<int> workers{};

    static void describe(Describe<RunserverArguments>& arguments) {
        arguments.field(&RunserverArguments::address).help_text("PORT, HOST, HOST:PORT or unix:/path/of.sock");
        arguments.field(&RunserverArguments::host).help_text("the address to listen on; 0.0.0.0 for all");
        arguments.field(&RunserverArguments::port)
            .alias("p")
            .help_text("the port to listen on; 0 for any that is free");
        arguments.field(&RunserverArguments::workers)
            .alias("w")
            .min(0)
            .help_text("event loops; 0 for one a core");
    }
};

std::optional<std::uint16_t> port_number(std::string_view text) {
    std::uint16_t port = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(port) : std::nullopt;
}

/// "8080", "example.org", "0.0.0.0:80", "[::1]:8000".
void read_address(std::string_view address, ServerOptions& options) {
    if (auto port = port_number(address)) {
        options.port = *port;
        return;
    }
    if (address.starts_with("unix:")) {
        options.host = address;
        return;
    }
    std::size_t colon = address.rfind(':');
    bool has_port = colon != address.npos && address.substr(colon).find(']') == address.npos;
    if (has_port && address.find(':') != colon && !address.starts_with('['))
        has_port = false;  // a bare IPv6 address
    if (has_port) {
        auto port = port_number(address.substr(colon + 1));
        if (!port)
            throw Error("\"" + std::string(address) + "\" is no address", "write PORT, HOST or HOST:PORT");
        options.port = *port;
        address = address.substr(0, colon);
    }
    if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
    options.host = address;
}

ServerOptions options_for(const Project& project, const RunserverArguments& arguments) {
    const Settings& settings = project.settings();
    ServerOptions options = project.settings<ServerSettings>().options();
    options.host = settings.host;
    options.port = settings.port;
    options.loops = static_cast<unsigned>(arguments.workers.value_or(settings.workers));
    if (arguments.address.value) read_address(*arguments.address.value, options);
    if (arguments.host) options.host = *arguments.host;
    if (arguments.port) options.port = *arguments.port;
    options.sockets = inherited_sockets();
    if (settings.profile != Profile::production) options.drain_idle = {};  // who presses Ctrl-C does not want to wait
    return options;
}

void announce(const Project& project, const Server& server) {
    project.out() << "Portico " << version << ", profile " << profile_name(project.settings().profile) << "\n"
                  << project.program() << " is at " << server.url() << (server.port() ? "/" : "") << "  (Ctrl-C stops it)" << std::endl;
}

int runserver(Project& project, const RunserverArguments& arguments) {
    bool failed = false;
    for (const CheckMessage& message : project.check({CheckStage::database})) {
        project.err() << message.str() << "\n";
        failed = failed || message.level == CheckLevel::error;
    }
    if (failed) throw Error("not started: see above");
    Server* listening = nullptr;
    Succession* successor = nullptr;
    ServerOptions options = options_for(project, arguments);
    // Said on this thread's loop, when signals are taken: whoever reads it may send one at once.
    options.on_loop_start = [&listening, &project, here = std::this_thread::get_id()] {
        if (std::this_thread::get_id() != here) return;
        announce(project, *listening);
        tell_ready();
    };
    options.on_succession = [&listening, &successor] { successor->begin(*listening); };
    Server server([&project](Request& request) { return project.handle(request); }, std::move(options));
    listening = &server;
    Succession succession;  // ends before the server that it watches
    successor = &succession;
    server.run();
    project.out() << "stopped" << std::endl;
    return 0;
}

}  // namespace

Command runserver_command() {
    return command<runserver>("runserver", "Serves the site until Ctrl-C or SIGTERM.");
}

}  // namespace portico
