#include <chrono>
#include <cstdio>

#include <portico/base/log.hpp>
#include <portico/middleware/request_id.hpp>

#include "shown_target.hpp"

namespace portico {
namespace {

std::string milliseconds(std::chrono::steady_clock::duration time) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f ms", std::chrono::duration<double, std::milli>(time).count());
    return text;
}

std::string size_of(const Response& response) {
    if (!response.is_text())
        return response.is_file() ? "file" : response.is_stream() ? "stream" : "websocket";
    char text[32];
    std::size_t bytes = response.text().size();
    if (bytes < 1000)
        std::snprintf(text, sizeof text, "%zu B", bytes);
    else
        std::snprintf(text, sizeof text, "%.1f kB", static_cast<double>(bytes) / 1000);
    return text;
}

/// One line, whatever the client sent: the target is ASCII without spaces as it came, control characters are
/// escaped.
std::string one_line(std::string_view text) {
    std::string out;
    for (char c : text.substr(0, 2000)) {
        auto byte = static_cast<unsigned char>(c);
        char escaped[8];
        std::snprintf(escaped, sizeof escaped, "\\x%02x", byte);
        if (byte < 0x20 || byte == 0x7f)
            out += escaped;
        else
            out += c;
    }
    return out;
}

void write_line(log::Level level, const Request& request, const Response& response, std::chrono::steady_clock::duration time) {
    const std::string method = one_line(request.method()), target = one_line(middleware::shown_target(request));
    const std::string status = std::to_string(response.status()), bytes = std::to_string(response.text().size()), took = milliseconds(time);
    const std::string client(request.remote_address());
    log::access.write(level, method + " " + target + " " + status + " " + size_of(response) + " " + took + " " + client,
               {{"method", method},
                {"target", target},
                {"status", status, true},
                {"bytes", bytes, true},
                {"duration_ms", std::string_view(took).substr(0, took.size() - 3), true},
                {"client", client}});
}

} // namespace

Middleware access_log() {
    return {"access-log", [](Request& request, Next next) {
                if (!log::access.enabled(log::Level::error)) return next(request);
                auto begin = std::chrono::steady_clock::now();
                Response response = next(request);
                log::Level level = response.status() >= 500 ? log::Level::error : log::Level::info;
                if (log::access.enabled(level)) write_line(level, request, response, std::chrono::steady_clock::now() - begin);
                return response;
            }};
}

} // namespace portico
