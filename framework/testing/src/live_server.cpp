#include <portico/testing/live_server.hpp>

#include <portico/http/server.hpp>
#include <portico/project/project.hpp>
#include <portico/project/server_settings.hpp>

namespace portico {

namespace {

ServerOptions live_options(Project& project, unsigned threads) {
    project.start();
    ServerOptions options = project.settings<ServerSettings>().options();
    options.port = 0;
    options.loops = threads;
    options.handle_signals = false;
    return options;
}

}  // namespace

struct LiveServer::State {
    Server server;
};

LiveServer::LiveServer(Project& project, unsigned threads)
    : state_(new State{Server([&project](Request& request) { return project.handle(request); },
                              live_options(project, threads))}) {
    state_->server.start();
}

LiveServer::~LiveServer() {
    state_->server.stop();
    state_->server.join();
}

std::uint16_t LiveServer::port() const { return state_->server.port(); }
std::string LiveServer::url() const { return state_->server.url(); }

}  // namespace portico
