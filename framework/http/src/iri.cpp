#include <portico/http/iri.hpp>

#include <idn2.h>

#include <cstdlib>
#include <memory>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>
#include <portico/http/url.hpp>

#include "characters.hpp"

namespace portico {
namespace {

/// The byte of an escape, or less than 0 where it is to stay: "%2F" would be another URL.
int readable_byte(char high, char low) {
    int byte = http::hex_value(high) < 0 || http::hex_value(low) < 0 ? -1 : http::hex_value(high) * 16 + http::hex_value(low);
    if (byte < 0 || byte >= 0x80) return byte;
    auto letter = static_cast<char>(byte);
    bool stays = !http::is_alpha(letter) && std::string_view("-._~").find(letter) == std::string_view::npos;
    return stays ? -1 : byte;
}

/// Bytes that are no UTF-8 as escapes.
std::string with_broken_escaped(std::string_view bytes) {
    std::string out;
    while (!bytes.empty()) {
        auto rest = bytes;
        text::next_code_point(rest);
        auto piece = bytes.substr(0, bytes.size() - rest.size());
        out += text::is_utf8(piece) ? std::string(piece) : percent_encode(piece);
        bytes = rest;
    }
    return out;
}

} // namespace

std::string uri_to_iri(std::string_view uri) {
    std::string bytes;
    for (std::size_t i = 0; i < uri.size(); ++i) {
        int byte = uri[i] == '%' && i + 2 < uri.size() ? readable_byte(uri[i + 1], uri[i + 2]) : -1;
        if (byte < 0) {
            bytes += uri[i];
        } else {
            bytes += static_cast<char>(byte);
            i += 2;
        }
    }
    return with_broken_escaped(bytes);
}

std::string file_path_to_uri(std::string_view path) { return percent_encode(text::replace_all(path, "\\", "/"), "/~!*()'"); }

std::string ascii_domain(std::string_view domain) {
    char* found = nullptr;
    int error = idn2_to_ascii_8z(std::string(domain).c_str(), &found, IDN2_NFC_INPUT | IDN2_TRANSITIONAL);
    std::unique_ptr<char, void (*)(void*)> owner(found, idn2_free);
    if (error != IDN2_OK) throw ConversionError("\"" + std::string(domain) + "\" is no host name: " + idn2_strerror(error));
    return found;
}

bool is_same_domain(std::string_view host, std::string_view pattern) {
    return !pattern.empty() && pattern != "*" && host_matches(host, pattern);
}

} // namespace portico
