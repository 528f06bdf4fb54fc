#include "proxy_protocol.hpp"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

#include <portico/base/text.hpp>
#include <portico/http/address_list.hpp>

namespace portico::http {
namespace {

using State = ProxyHeader::State;

constexpr std::string_view signature("\r\n\r\n\0\r\nQUIT\n", 12);
constexpr std::string_view first_word = "PROXY ";
constexpr std::size_t longest_line = 107;  // with CR LF, as the protocol says
constexpr std::size_t fixed_part = 16;     // of version 2

ProxyHeader broken() { return {.state = State::broken}; }

/// "PROXY TCP4 198.51.100.1 203.0.113.7 35646 80\r\n"
ProxyHeader parse_line(std::string_view bytes) {
    auto end = bytes.substr(0, longest_line).find("\r\n");
    if (end == std::string_view::npos) return bytes.size() < longest_line ? ProxyHeader{} : broken();
    auto words = text::split(bytes.substr(0, end), ' ');
    ProxyHeader header{.state = State::complete, .used = end + 2};
    if (words.size() >= 2 && words[1] == "UNKNOWN") return header;
    if (words.size() != 6 || (words[1] != "TCP4" && words[1] != "TCP6") || !is_address(words[2])) return broken();
    header.address = words[2];
    return header;
}

ProxyHeader parse_binary(std::string_view bytes) {
    if (bytes.size() < fixed_part) return {};
    auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const unsigned version = at(12) >> 4, command = at(12) & 15, family = at(13) >> 4;
    const std::size_t length = at(14) * 256u + at(15);
    if (version != 2 || command > 1) return broken();
    if (bytes.size() < fixed_part + length) return {};
    ProxyHeader header{.state = State::complete, .used = fixed_part + length};
    if (command == 0) return header;  // LOCAL: the proxy asks for itself
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (family == 1 && length >= 12) header.address = ::inet_ntop(AF_INET, bytes.data() + fixed_part, text.data(), text.size());
    if (family == 2 && length >= 36) header.address = ::inet_ntop(AF_INET6, bytes.data() + fixed_part, text.data(), text.size());
    return header;
}

}  // namespace

ProxyHeader parse_proxy_header(std::string_view bytes) {
    auto begins_like = [&](std::string_view what) {
        auto size = std::min(bytes.size(), what.size());
        return bytes.substr(0, size) == what.substr(0, size);
    };
    if (begins_like(signature)) return bytes.size() < signature.size() ? ProxyHeader{} : parse_binary(bytes);
    if (begins_like(first_word)) return bytes.size() < first_word.size() ? ProxyHeader{} : parse_line(bytes);
    return broken();
}

}  // namespace portico::http
