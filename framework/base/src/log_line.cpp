#include "log_line.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

#include <portico/base/text.hpp>

namespace portico::log {
namespace {

std::string_view name_of(Level level) {
    switch (level) {
        case Level::debug: return "debug";
        case Level::info: return "info";
        case Level::warning: return "warning";
        case Level::error: break;
    }
    return "error";
}

/// RFC 3339, in UTC: "2026-11-22T08:00:00.123Z". What is the same for a second is made once for each thread.
std::string time_of_now() {
    struct Second {
        std::time_t time = -1;
        char text[32]{};
    };
    static thread_local Second second;
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    if (now.tv_sec != second.time) {
        tm parts{};
        ::gmtime_r(&now.tv_sec, &parts);
        std::strftime(second.text, sizeof second.text, "%Y-%m-%dT%H:%M:%S.", &parts);
        second.time = now.tv_sec;
    }
    const auto milliseconds = static_cast<int>(now.tv_nsec / 1'000'000);
    auto digit = [&](int unit) { return static_cast<char>('0' + milliseconds / unit % 10); };
    return (std::string(second.text) += {digit(100), digit(10), digit(1)}) += 'Z';
}

/// Which characters need no escape between quotes.
constexpr std::array<bool, 256> plain = [] {
    std::array<bool, 256> made{};
    for (std::size_t c = ' '; c < 0x7f; ++c) made[c] = c != '"' && c != '\\';
    return made;
}();
bool is_plain(char c) { return plain[static_cast<unsigned char>(c)]; }

/// Between quotes, as JSON (RFC 8259, 7) has it. Bytes that are no UTF-8 become "\ufffd": a line must not break its reader.
void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) {
        const auto length_of_plain = static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_plain) - text.begin());
        out += text.substr(0, length_of_plain);
        text.remove_prefix(length_of_plain);
        if (text.empty()) break;
        const auto byte = static_cast<unsigned char>(text.front());
        std::size_t length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
        length = std::min(length, text.size());
        char escaped[8];
        if (byte >= 0x80 && !text::is_utf8(text.substr(0, length))) {
            out += "\\ufffd";
            length = 1;
        } else if (byte == '"' || byte == '\\') {
            out += '\\';
            out += text.front();
        } else if (byte == '\n') {
            out += "\\n";
        } else if (byte < 0x20 || byte == 0x7f) {
            std::snprintf(escaped, sizeof escaped, "\\u%04x", byte);
            out += escaped;
        } else {
            out += text.substr(0, length);
        }
        text.remove_prefix(length);
    }
    out += '"';
}

void append_json(std::string& out, const Field& field) {
    out += out.empty() ? '{' : ',';
    append_quoted(out, field.name);
    out += ':';
    if (field.is_number)
        out += field.value;
    else
        append_quoted(out, field.value);
}

void append_logfmt(std::string& out, const Field& field) {
    if (!out.empty()) out += ' ';
    out += field.name;
    out += '=';
    const bool plain = !field.value.empty() && std::all_of(field.value.begin(), field.value.end(), [](char c) { return c > ' ' && c < 0x7f && c != '"' && c != '=' && c != '\\'; });
    if (plain)
        out += field.value;
    else
        append_quoted(out, field.value);
}

}  // namespace

std::string formatted(Format format, Level level, std::string_view logger, std::string_view request_id, std::string_view message, std::span<const Field> fields) {
    std::string line;
    line.reserve(2 * message.size() + 256);
    if (format == Format::pretty) {
        line = request_id;
        if (!line.empty()) line += ' ';
        return line += message;
    }
    const auto append = format == Format::json ? append_json : append_logfmt;
    const std::string now = time_of_now();
    append(line, {"ts", now});
    append(line, {"level", name_of(level)});
    if (!logger.empty()) append(line, {"logger", logger});
    if (!request_id.empty()) append(line, {"request_id", request_id});
    append(line, {"msg", message});
    for (const Field& field : fields) append(line, field);
    return format == Format::json ? line + "}" : line;
}

}  // namespace portico::log
