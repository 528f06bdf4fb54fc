#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>

#include <portico/base/log.hpp>
#include <portico/middleware/request_id.hpp>

#include "shown_target.hpp"

namespace portico {
namespace {

/// "3.2", of 32 tenths. It is done for each request, and printf's way with fractions is a large part of what a line costs.
std::string with_one_decimal(std::uint64_t tenths) {
    return (std::to_string(tenths / 10) += '.') += static_cast<char>('0' + tenths % 10);
}

std::string milliseconds(std::chrono::steady_clock::duration time) {
    const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(time).count();
    return with_one_decimal((static_cast<std::uint64_t>(microseconds) + 50) / 100) += " ms";
}

std::string size_of(const Response& response) {
    if (!response.is_text())
        return response.is_file() ? "file" : response.is_stream() ? "stream" : "websocket";
    const std::size_t bytes = response.text().size();
    return bytes < 1000 ? std::to_string(bytes) + " B" : with_one_decimal((bytes + 50) / 100) + " kB";
}

/// One line, whatever the client sent: the target is ASCII without spaces as it came, control characters are
/// escaped.
std::string one_line(std::string_view text) {
    text = text.substr(0, 2000);
    if (std::none_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; })) return std::string(text);
    std::string out;
    for (char c : text) {
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
