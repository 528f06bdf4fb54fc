/// A site in a process of its own, whose resources the tests take away. Its log, and what its views tell, are lines on standard output.
///
///     rough_site [KEY=VALUE …]      settings; besides: files=N and file_size=BYTES, the process's limits
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <string>

#include <sys/resource.h>

#include <portico/base/log.hpp>
#include <portico/fibers/sleep.hpp>
#include <portico/http/body.hpp>
#include <portico/http/server.hpp>
#include <portico/http/uploaded_file.hpp>
#include <portico/monitoring/app.hpp>
#include <portico/orm/app.hpp>
#include <portico/orm/connection.hpp>
#include <portico/project/project.hpp>
#include <portico/project/server_settings.hpp>
#include <portico/routing/urls.hpp>

namespace {

using namespace portico;

void say(const std::string& line) {
    static std::mutex guard;
    std::lock_guard lock(guard);
    std::cout << line << std::endl;
}

/// Says so when a view ends, in whatever way.
struct Farewell {
    std::string name;
    ~Farewell() { say(name + " ended"); }
};

std::string hello() { return "hello"; }

std::string up(Request& request) {
    std::uint64_t bytes = 0;
    for (std::string_view piece; !(piece = request.read_piece()).empty();) bytes += piece.size();
    return std::to_string(bytes);
}

Response down(Request&, int megabytes) {
    return Response::stream("application/octet-stream", [megabytes](BodyWriter& out) {
        Farewell stream{"stream"};
        const std::string piece(1 << 16, 'x');
        for (int i = 0; i < megabytes * 16; ++i) out.write(piece);
    });
}

std::string text(int megabytes) { return std::string(static_cast<std::size_t>(megabytes) << 20, 'x'); }

Response file(Request&) { return Response::file(Project::current().settings().root / "large.bin"); }

std::string form(Request& request) {
    const UploadedFile* sent = request.file("file");
    return sent ? std::to_string(sent->size()) : "nothing";
}

std::string wait() {
    Farewell view{"view"};
    say("view began");
    fibers::sleep_for(std::chrono::minutes(10));
    return "waited";
}

std::string late() {
    say("view began");
    fibers::sleep_for(std::chrono::seconds(2));
    return std::string(3 << 20, 'x');
}

std::string query() { return orm::connection().value({"SELECT 42", {}})->str(); }

std::string slow_query() {
    Farewell view{"query"};
    orm::connection().value({"SELECT 1 FROM pg_sleep(600)", {}});
    return "queried";
}

void limit(int which, const std::string& value) {
    const rlimit both{std::stoul(value), std::stoul(value)};
    if (::setrlimit(static_cast<__rlimit_resource_t>(which), &both) != 0) say("no such limit");
}

Value setting_of(const std::string& text) {
    const bool is_number = !text.empty() && text.find_first_not_of("0123456789") == text.npos;
    return is_number ? Value(std::stoll(text)) : Value(text);
}

ProjectOptions options_of(int argc, char** argv) {
    ProjectOptions options{.settings = {{"debug", false}, {"log_level", "info"}, {"server.body_limit", 4'000'000'000}, {"server.upload_limit", 4'000'000'000}}};
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        const std::string key = word.substr(0, word.find('=')), value = word.substr(key.size() + 1);
        if (key == "files")
            limit(RLIMIT_NOFILE, value);
        else if (key == "file_size")
            limit(RLIMIT_FSIZE, value);
        else if (key == "root")
            options.root = value;
        else
            options.settings.set(key, setting_of(value));
    }
    return options;
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGXFSZ, SIG_IGN);
    log::set_sink([](log::Level, std::string_view message) { say("log: " + std::string(message)); });
    Project project(options_of(argc, argv));
    project.install(monitoring::app());
    project.install(orm::app());
    project.install(App("rough").with(urls({path<hello>("hello/"), path<up>("up/").with(CsrfExempt{}), path<down>("down/<int:megabytes>/"), path<text>("text/<int:megabytes>/"), path<file>("file/"),
                                            path<form>("form/").with(CsrfExempt{}), path<wait>("wait/"), path<late>("late/"), path<query>("query/"), path<slow_query>("slow-query/")})));
    project.start();
    ServerOptions served = project.settings<ServerSettings>().options();
    served.port = 0;
    Server server([&](Request& request) { return project.handle(request); }, std::move(served));
    say("port " + std::to_string(server.port()));
    server.run();
}
