#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace portico::http {

/// What a proxy says of the client before the first request (PROXY protocol, versions 1 and 2, by HAProxy).
struct ProxyHeader {
    enum class State { incomplete, broken, complete };
    State state = State::incomplete;
    std::size_t used = 0;       // bytes, once complete
    std::string address{};      // the client's; empty where the proxy speaks for itself or does not know it
};

/// Reads it from the first bytes of a connection.
ProxyHeader parse_proxy_header(std::string_view bytes);

}  // namespace portico::http
