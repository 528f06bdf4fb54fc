#include "address.hpp"

#include <portico/base/error.hpp>
#include <portico/http/url.hpp>

namespace portico::cache {

namespace {

constexpr const char* form = "redis://:password@host:6379/0, or unix:/run/redis/redis.sock";

bool is_number(std::string_view text) { return !text.empty() && text.size() <= 5 && text.find_first_not_of("0123456789") == text.npos; }

void read_authority(RedisAddress& address, std::string_view authority) {
    if (const auto at = authority.rfind('@'); at != authority.npos) {
        const std::string_view login = authority.substr(0, at);
        const auto colon = login.find(':');
        address.user = percent_decode(login.substr(0, colon));
        if (colon != login.npos) address.password = percent_decode(login.substr(colon + 1));
        authority.remove_prefix(at + 1);
    }
    const auto colon = authority.rfind(':');
    if (colon != authority.npos && authority.find(']', colon) == authority.npos) {
        address.port = authority.substr(colon + 1);
        authority = authority.substr(0, colon);
    }
    if (authority.starts_with('[') && authority.ends_with(']')) authority = authority.substr(1, authority.size() - 2);
    if (!authority.empty()) address.host = authority;
}

}  // namespace

RedisAddress RedisAddress::parse(std::string_view url) {
    const UrlParts parts = split_url(url);
    RedisAddress address;
    if (parts.scheme == "unix") {
        address.socket = percent_decode(parts.path);
        if (!address.socket.starts_with('/')) throw Error("\"" + std::string(url) + "\" names no socket", form);
        return address;
    }
    read_authority(address, parts.authority.value_or(""));
    if (parts.path.size() > 1) address.database = parts.path.substr(1);
    if (!is_number(address.port)) throw Error("\"" + address.port + "\" is no port of a Redis server", form);
    if (!address.database.empty() && !is_number(address.database)) throw Error("\"" + address.database + "\" is no database of a Redis server", form);
    return address;
}

std::string RedisAddress::str() const { return socket.empty() ? host + ":" + port : socket; }

}  // namespace portico::cache
