#include "response_head.hpp"

#include <charconv>
#include <ctime>

#include <portico/base/text.hpp>
#include <portico/http/http_date.hpp>

namespace portico::http {
namespace {

void append_number(std::string& out, std::uint64_t number) {
    char digits[24];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

/// The connection's own business; by the lengths first, since nearly no header has one of these.
bool is_framing(std::string_view name) noexcept {
    switch (name.size()) {
    case 10: return text::ascii_iequals(name, "Connection") || text::ascii_iequals(name, "Keep-Alive");
    case 14: return text::ascii_iequals(name, "Content-Length");
    case 17: return text::ascii_iequals(name, "Transfer-Encoding");
    default: return false;
    }
}

void append_status_line(std::string& out, int status) {
    if (status == 200) {
        out += "HTTP/1.1 200 OK\r\n";
        return;
    }
    out += "HTTP/1.1 ";
    append_number(out, static_cast<std::uint64_t>(status));
    (out += ' ').append(status_phrase(status)).append("\r\n");
}

}  // namespace

std::string_view DateLine::now() {
    timespec time{};
    clock_gettime(CLOCK_REALTIME_COARSE, &time);
    if (time.tv_sec != second_) {
        second_ = time.tv_sec;
        line_ = "Date: " + http_date(HttpMoment(std::chrono::seconds(second_))) + "\r\n";
    }
    return line_;
}

void append_head(std::string& out, const Response& response, const Framing& framing, DateLine& date) {
    append_status_line(out, response.status());
    bool dated = false;
    for (auto [name, value] : response.headers()) {
        if (is_framing(name)) continue;
        dated = dated || (name.size() == 4 && text::ascii_iequals(name, "Date"));
        append_field(out, name, value);
    }
    if (!dated) out += date.now();
    if (!response.cookies().empty()) {
        auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        for (const Cookie& cookie : response.cookies()) append_field(out, "Set-Cookie", cookie.header(now));
    }
    if (framing.length) {
        out += "Content-Length: ";
        append_number(out, *framing.length);
        out += "\r\n";
    }
    if (framing.chunked) out += "Transfer-Encoding: chunked\r\n";
    if (!framing.keep_alive) {
        out += "Connection: close\r\n";
    } else if (!framing.http_1_1) {
        out += "Connection: keep-alive\r\n";
    }
    out += "\r\n";
}

}  // namespace portico::http
