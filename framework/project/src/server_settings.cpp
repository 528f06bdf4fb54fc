#include <portico/project/server_settings.hpp>

namespace portico {

void ServerSettings::describe(Describe<ServerSettings>& server) {
    server.field(&ServerSettings::body_limit).help_text("bytes of a body held in memory; beyond: 413");
    server.field(&ServerSettings::upload_limit).help_text("bytes of a form with its files; beyond: 413");
    server.field(&ServerSettings::field_limit).help_text("fields of a form or query string; beyond: 400");
    server.field(&ServerSettings::file_limit).help_text("files of a form; beyond: 400");
    server.field(&ServerSettings::file_memory).help_text("a larger uploaded file goes to the disk");
    server.field(&ServerSettings::upload_folder)
        .help_text("where; empty: the system's folder for temporary files");
    server.field(&ServerSettings::connections).min(1).help_text("open at once");
    server.field(&ServerSettings::requests).help_text("in views at once; more get 503 with Retry-After; 0 for no limit");
    server.field(&ServerSettings::proxy_protocol)
        .help_text("addresses and networks, or \"unix\", of proxies whose connections begin with a PROXY header");
    server.field(&ServerSettings::stack_size).help_text("bytes of a request's stack; 0 for the default");
    server.field(&ServerSettings::head_timeout).help_text("for the head of a request");
    server.field(&ServerSettings::body_timeout).help_text("without a byte of an awaited body");
    server.field(&ServerSettings::body_rate).help_text("bytes a second of an awaited body at least, after body_timeout; 0 for no limit");
    server.field(&ServerSettings::idle_timeout).help_text("between two requests of a connection");
    server.field(&ServerSettings::write_timeout).help_text("without the client taking a byte");
    server.field(&ServerSettings::request_timeout).help_text("for a view; 0 for no limit");
    server.field(&ServerSettings::drain_timeout).help_text("for requests under way when the program stops");
    server.field(&ServerSettings::drain_idle)
        .help_text("then, for a kept connection to ask once more; in production");
}

constexpr std::uint64_t longest_body = 64ull << 30;  // beyond what any route could mean: refused before anything else is looked at

RequestLimits ServerSettings::limits() const {
    return {body_limit, upload_limit, field_limit, file_limit, file_memory, upload_folder.string()};
}

ServerOptions ServerSettings::options() const {
    auto milliseconds = [](Duration duration) {
        return std::chrono::duration_cast<std::chrono::milliseconds>(duration);
    };
    ServerOptions options;
    options.connections = connections;
    options.requests = requests;
    options.proxy_protocol = proxy_protocol;
    options.stack_size = stack_size;
    options.body = longest_body;  // what is read of it, the request's limits say, which a route may change
    options.limits = limits();
    options.head_timeout = milliseconds(head_timeout);
    options.body_timeout = milliseconds(body_timeout);
    options.body_rate = body_rate;
    options.idle_timeout = milliseconds(idle_timeout);
    options.write_timeout = milliseconds(write_timeout);
    options.request_timeout = milliseconds(request_timeout);
    options.drain_timeout = milliseconds(drain_timeout);
    options.drain_idle = milliseconds(drain_idle);
    return options;
}

}  // namespace portico
